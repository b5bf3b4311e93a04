/** The audio output of the system: parts of sound, each heard in its time, and the last few kept for another start. */
import { SOUND_CHANNELS, SOUND_RATE } from '../../src-main/shared/sound.ts';
import { placeSound, type Anchor, type OutputTime } from './place-sound.ts';

/** One that is heard, one that comes, one that a loop goes back to. */
const KEPT_PARTS = 3;
/** A 32-bit float for each 16-bit sample. */
const FULL_SCALE = 32_768;

export class SoundOutput {
  readonly #context = new AudioContext({ sampleRate: SOUND_RATE, latencyHint: 'playback' });
  readonly #sources = new Set<AudioBufferSourceNode>();
  /** By number, the one used last at the end. */
  readonly #parts = new Map<number, Promise<AudioBuffer | null>>();

  /** The system lets it begin; one that was closed meanwhile plays nothing. */
  async begin(): Promise<void> {
    await this.#context.resume().catch(() => undefined);
  }

  /** A part that is kept, or what `ask` brings: null for nothing, which is asked for again. */
  async part(part: number, ask: () => Promise<Int16Array | null>): Promise<AudioBuffer | null> {
    const coming =
      this.#parts.get(part) ?? ask().then((samples) => samples && bufferOf(samples, this.#context));
    this.#parts.delete(part);
    this.#parts.set(part, coming);
    const [oldest] = this.#parts.keys();
    if (this.#parts.size > KEPT_PARTS && oldest !== undefined) this.#parts.delete(oldest);
    const buffer = await coming;
    if (buffer === null) this.#parts.delete(part);
    return buffer;
  }

  play(buffer: AudioBuffer, startMs: number, anchor: Anchor): void {
    const part = { startMs, lengthMs: buffer.duration * 1000 };
    const placed = placeSound(part, anchor, outputTime(this.#context), this.#context.currentTime);
    if (!placed) return;
    const source = new AudioBufferSourceNode(this.#context, { buffer });
    source.connect(this.#context.destination);
    source.addEventListener('ended', () => this.#sources.delete(source));
    source.start(placed.when, placed.offset);
    this.#sources.add(source);
  }

  silence(): void {
    for (const source of this.#sources) source.stop();
    this.#sources.clear();
  }

  /** They are of another video. */
  forget(): void {
    this.#parts.clear();
  }

  close(): void {
    this.silence();
    this.forget();
    void this.#context.close();
  }
}

function bufferOf(samples: Int16Array, context: AudioContext): AudioBuffer | null {
  const length = samples.length / SOUND_CHANNELS;
  if (length === 0) return null;
  const buffer = context.createBuffer(SOUND_CHANNELS, length, SOUND_RATE);
  for (let channel = 0; channel < SOUND_CHANNELS; channel += 1) {
    const heard = buffer.getChannelData(channel);
    for (let at = 0; at < length; at += 1) heard[at] = samples[at * SOUND_CHANNELS + channel]! / FULL_SCALE;
  }
  return buffer;
}

/** Until the first samples are out, the system does not say when it puts them out. */
function outputTime(context: AudioContext): OutputTime {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
  return performanceTime > 0
    ? { contextTime, performanceTime }
    : { contextTime: context.currentTime - context.outputLatency, performanceTime: performance.now() };
}
