/** Decoded frames about the one that is looked at, bounded by bytes. The frame that is the least of use goes first. */
import type { Frame } from '../media/frame.ts';
import { remoteness, type Travel } from './travel.ts';

export class FrameCache {
  readonly #budgetBytes: number;
  readonly #frames = new Map<number, Frame>();
  #bytes = 0;
  #largestBytes: number;

  /** @param frameBytes of a usual frame; a larger one that comes counts from then on */
  constructor(budgetBytes: number, frameBytes: number) {
    this.#budgetBytes = budgetBytes;
    this.#largestBytes = frameBytes;
  }

  /** Frames that fit, of the largest size seen; at least the present one and its neighbours. */
  get capacity(): number {
    return Math.max(3, Math.floor(this.#budgetBytes / this.#largestBytes));
  }

  get bytes(): number {
    return this.#bytes;
  }

  has(frameIndex: number): boolean {
    return this.#frames.has(frameIndex);
  }

  get(frameIndex: number): Frame | null {
    return this.#frames.get(frameIndex) ?? null;
  }

  put(frame: Frame, travel: Travel): void {
    this.#bytes += frame.rgb.length - (this.#frames.get(frame.frameIndex)?.rgb.length ?? 0);
    this.#largestBytes = Math.max(this.#largestBytes, frame.rgb.length);
    this.#frames.set(frame.frameIndex, frame);
    while (this.#frames.size > this.capacity) this.#drop(travel);
  }

  clear(): void {
    this.#frames.clear();
    this.#bytes = 0;
  }

  #drop(travel: Travel): void {
    let farthest = -1;
    let most = -1;
    for (const frameIndex of this.#frames.keys()) {
      const far = remoteness(frameIndex, travel);
      if (far > most) [farthest, most] = [frameIndex, far];
    }
    this.#bytes -= this.#frames.get(farthest)?.rgb.length ?? 0;
    this.#frames.delete(farthest);
  }
}
