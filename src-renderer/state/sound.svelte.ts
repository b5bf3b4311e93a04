/** The sound of the video that plays at 1x: parts of a few seconds, each placed on the clock of the audio output. */
import type { ErrorCode } from '../../src-main/shared/errors.ts';
import { PART_MS } from '../../src-main/shared/sound.ts';
import { DeskError } from '../lib/desk.ts';
import type { Anchor } from '../lib/place-sound.ts';
import { SoundOutput } from '../lib/sound-output.ts';
import { texts } from '../texts/texts.ts';
import type { Playhead } from './playhead.svelte.ts';

/** A part is asked for this long before the one before it ends. */
const AHEAD_MS = 2000;

/** The page asked for something else meanwhile. */
const givenUp: readonly ErrorCode[] = ['case/cancelled', 'case/none-open'];

export class Sound {
  readonly #playhead: Playhead;
  on = $state(false);
  /** Why parts are not heard, or what the decoder says of them; null while nothing is wrong. */
  problem = $state<string | null>(null);
  #anchor: Anchor | null = null;
  #output: SoundOutput | null = null;
  /** Of the video whose parts the output keeps. */
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
    this.#output?.silence();
    this.#anchor = anchor;
    if (this.on && anchor) void this.#play(anchor);
  }

  close(): void {
    this.follow(null);
    this.#output?.close();
    this.#output = null;
  }

  async #play(anchor: Anchor): Promise<void> {
    const begun = this.#begun;
    const { detail, video } = this.#playhead;
    if (!video?.media.streams.some(({ kind }) => kind === 'audio')) return;
    const output = (this.#output ??= new SoundOutput());
    if (this.#detail !== detail) output.forget();
    this.#detail = detail;
    await output.begin();
    const filmMs = () => anchor.filmMs + performance.now() - anchor.atMs;
    let part = Math.floor(filmMs() / PART_MS);
    while (begun === this.#begun && part * PART_MS < video.endMs) {
      const wanted = part;
      const buffer = await output.part(wanted, () => this.#samplesOf(wanted));
      if (begun !== this.#begun) return;
      if (buffer) output.play(buffer, wanted * PART_MS, anchor);
      // Of a part that came too late, the next one is the one that is due.
      part = Math.max(wanted + 1, Math.floor(filmMs() / PART_MS));
      await new Promise((resolve) => setTimeout(resolve, part * PART_MS - AHEAD_MS - filmMs()));
    }
  }

  /** @returns null where none can be heard; then `problem` says why */
  async #samplesOf(part: number): Promise<Int16Array | null> {
    try {
      const { samples, complaint } = await this.#playhead.soundPart(part);
      if (complaint !== null) this.problem = texts.review.ffmpegSaysOfTheSound({ complaint });
      return samples;
    } catch (error) {
      if (!(error instanceof DeskError)) throw error;
      if (!givenUp.includes(error.code)) this.problem = error.message;
      return null;
    }
  }
}
