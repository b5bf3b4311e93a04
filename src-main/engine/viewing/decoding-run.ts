/** One decoder on its way through a range of frames; it rests while no frame is taken. */
import { decode, type DecodeRequest, type Decoding } from '../media/decode.ts';
import type { Frame } from '../media/frame.ts';
import type { FrameRange, Goal } from './read-ahead.ts';

/**
 * Converting and passing on a frame takes as long as decoding this many, and starting ffmpeg as this many: 3 ms, 25 ms
 * and 250 ms at 1080p on two cores.
 */
const FRAME_COST = 8;
const START_COST = 80;

export type RunSource = Omit<DecodeRequest, 'wanted' | 'signal' | 'awaited' | 'allCores'>;

export class DecodingRun {
  /** The frame that comes next, if it decodes. */
  next: number;
  readonly range: FrameRange;
  readonly #keys: Uint8Array;
  readonly #leaving = new AbortController();
  readonly #decoding: Decoding;
  readonly #frames: AsyncIterator<Frame>;
  #coming: Promise<Frame | null> | null = null;

  constructor(source: RunSource, range: FrameRange, allCores: boolean) {
    const { first, last } = range;
    this.next = first;
    this.range = range;
    this.#keys = source.index.keys;
    const wanted = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    const { signal } = this.#leaving;
    this.#decoding = decode({ ...source, wanted, signal, awaited: true, allCores });
    this.#frames = this.#decoding[Symbol.asyncIterator]();
  }

  /** Whether the decoder has found nothing wrong so far. */
  get isSound(): boolean {
    return this.#decoding.warnings.length === 0;
  }

  /** Whether this frame is still to come. */
  reaches(frameIndex: number): boolean {
    return frameIndex >= this.next && frameIndex <= this.range.last;
  }

  /** Whether the goal comes here no later than from a new start at the key frame before its own run. */
  isBestFor({ frameIndex, run }: Goal): boolean {
    let key = run.first;
    while (key > 0 && this.#keys[key] !== 1) key -= 1;
    const startedAnew = START_COST + run.first - key + (frameIndex - run.first) * FRAME_COST;
    return this.reaches(frameIndex) && (frameIndex - this.next) * FRAME_COST <= startedAnew;
  }

  /**
   * The next frame that decodes; null at the end of the run. Until {@link take} it is the same promise.
   * @throws as decode
   */
  coming(): Promise<Frame | null> {
    if (this.#coming === null) {
      this.#coming = this.#frames.next().then(({ done, value }) => (done === true ? null : value));
      // Whoever waits for it may have left for another run.
      this.#coming.catch(() => undefined);
    }
    return this.#coming;
  }

  take({ frameIndex }: Frame): void {
    this.#coming = null;
    this.next = frameIndex + 1;
  }

  /** Ends the decoder, wherever it is. */
  end(): void {
    this.#leaving.abort();
  }
}
