/** The sound of the video that plays at 1x: parts of a few seconds, each placed on the clock of the audio output. */
import type { ErrorCode } from '../../src-main/shared/errors.ts';
import { PART_MS, SOUND_CHANNELS, SOUND_RATE } from '../../src-main/shared/sound.ts';
import { DeskError } from '../lib/desk.ts';
import { placeSound, type Anchor, type OutputTime } from '../lib/place-sound.ts';
import type { Playhead } from './playhead.svelte.ts';

/** A part is asked for this long before the one before it ends. */
const AHEAD_MS = 2000;
/** One that is heard, one that comes, one that a loop goes back to. */
const KEPT_PARTS = 3;
/** A 32-bit float for each 16-bit sample. */
const FULL_SCALE = 32_768;

/** The page asked for something else meanwhile. */
const givenUp: readonly ErrorCode[] = ['case/cancelled', 'case/none-open'];

export class Sound {
  readonly #playhead: Playhead;
  on = $state(false);
  /** Why parts are not heard, or what the decoder says of them; null while nothing is wrong. */
  problem = $state<string | null>(null);
  #anchor: Anchor | null = null;
  #output: AudioContext | null = null;
  readonly #sources = new Set<AudioBufferSourceNode>();
  /** By number, of the video under review. */
  readonly #parts = new Map<number, Promise<AudioBuffer | null>>();
  #detail: Playhead['detail'] = null;
  /** Counts the beginnings: what an earlier one still waits for is not heard. */
  #begun = 0;

  constructor(playhead: Playhead) {
    this.#playhead = playhead;
  }

  toggle(): void {
    this.on = !this.on;
    this.problem = null;
    this.follow(this.#anchor);
  }

  /** @param anchor since the film goes on from here at 1x; null while it rests, or plays otherwise */
  follow(anchor: Anchor | null): void {
    this.#begun += 1;
    for (const source of this.#sources) source.stop();
    this.#sources.clear();
    this.#anchor = anchor;
    if (this.on && anchor) void this.#play(anchor);
  }

  close(): void {
    this.follow(null);
    void this.#output?.close();
    this.#output = null;
    this.#parts.clear();
  }

  async #play(anchor: Anchor): Promise<void> {
    const begun = this.#begun;
    const { detail, video } = this.#playhead;
    if (this.#detail !== detail) this.#parts.clear();
    this.#detail = detail;
    const output = (this.#output ??= new AudioContext({ sampleRate: SOUND_RATE, latencyHint: 'playback' }));
    // One that was closed meanwhile plays nothing, which is wanted then.
    await output.resume().catch(() => undefined);
    const filmMs = () => anchor.filmMs + performance.now() - anchor.atMs;
    let part = Math.floor(filmMs() / PART_MS);
    while (begun === this.#begun && video && part * PART_MS < video.endMs) {
      const buffer = await this.#part(part, output);
      if (begun !== this.#begun) return;
      if (buffer) this.#schedule(buffer, part * PART_MS, anchor, output);
      // Of a part that came too late, the next one is the one that is due.
      part = Math.max(part + 1, Math.floor(filmMs() / PART_MS));
      await new Promise((resolve) => setTimeout(resolve, part * PART_MS - AHEAD_MS - filmMs()));
    }
  }

  /** @returns null where there is no sound, or none that can be heard; then `problem` says why */
  #part(part: number, output: AudioContext): Promise<AudioBuffer | null> {
    const coming = this.#parts.get(part) ?? this.#ask(part, output);
    this.#parts.delete(part);
    this.#parts.set(part, coming);
    const [oldest] = this.#parts.keys();
    if (this.#parts.size > KEPT_PARTS && oldest !== undefined) this.#parts.delete(oldest);
    return coming;
  }

  async #ask(part: number, output: AudioContext): Promise<AudioBuffer | null> {
    try {
      const { samples, complaint } = await this.#playhead.soundPart(part);
      if (complaint !== null) this.problem = `ffmpeg says of the sound: ${complaint}`;
      return bufferOf(samples, output);
    } catch (error) {
      this.#parts.delete(part);
      if (!(error instanceof DeskError)) throw error;
      if (!givenUp.includes(error.code)) this.problem = error.message;
      return null;
    }
  }

  #schedule(buffer: AudioBuffer, startMs: number, anchor: Anchor, output: AudioContext): void {
    const part = { startMs, lengthMs: buffer.duration * 1000 };
    const placed = placeSound(part, anchor, outputTime(output), output.currentTime);
    if (!placed) return;
    const source = new AudioBufferSourceNode(output, { buffer });
    source.connect(output.destination);
    source.addEventListener('ended', () => this.#sources.delete(source));
    source.start(placed.when, placed.offset);
    this.#sources.add(source);
  }
}

function bufferOf(samples: Int16Array, output: AudioContext): AudioBuffer | null {
  const length = samples.length / SOUND_CHANNELS;
  if (length === 0) return null;
  const buffer = output.createBuffer(SOUND_CHANNELS, length, SOUND_RATE);
  for (let channel = 0; channel < SOUND_CHANNELS; channel += 1) {
    const heard = buffer.getChannelData(channel);
    for (let at = 0; at < length; at += 1) heard[at] = samples[at * SOUND_CHANNELS + channel]! / FULL_SCALE;
  }
  return buffer;
}

/** Until the first samples are out, the system does not say when it puts them out. */
function outputTime(output: AudioContext): OutputTime {
  const { contextTime = 0, performanceTime = 0 } = output.getOutputTimestamp();
  return performanceTime > 0
    ? { contextTime, performanceTime }
    : { contextTime: output.currentTime - output.outputLatency, performanceTime: performance.now() };
}
