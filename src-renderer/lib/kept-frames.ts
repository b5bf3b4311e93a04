/** Frames that came a moment ago or were fetched ahead, so that a step to one of them needs no way to the engine. */
import type { ViewedFrame } from '../../src-main/shared/viewing.ts';
import type { Input } from '../../src-main/shared/contract.ts';
import type { Desk } from './desk.ts';

/** Ten frames of 1080p; one at least, however large. */
const KEPT_BYTES = 64 * 2 ** 20;

export class KeptFrames {
  readonly #desk: Desk;
  /** The one used last at the end. */
  readonly #frames = new Map<string, Promise<ViewedFrame>>();
  readonly #bytes = new Map<string, number>();

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** @throws DeskError as Desk.frame */
  async get(request: Input<'viewing:frame'>): Promise<ViewedFrame> {
    const { opening, evidenceId, frameIndex, purpose } = request;
    const key = `${opening} ${evidenceId} ${frameIndex} ${purpose === 'play'}`;
    const frame = this.#frames.get(key) ?? this.#desk.frame(request);
    this.#frames.delete(key);
    this.#frames.set(key, frame);
    try {
      const { rgb } = await frame;
      if (this.#frames.has(key)) this.#bytes.set(key, rgb.length);
    } catch (error) {
      this.#frames.delete(key);
      throw error;
    }
    this.#trim();
    return frame;
  }

  clear(): void {
    this.#frames.clear();
    this.#bytes.clear();
  }

  #trim(): void {
    let bytes = [...this.#bytes.values()].reduce((sum, each) => sum + each, 0);
    for (const key of this.#frames.keys()) {
      if (bytes <= KEPT_BYTES || this.#frames.size === 1) return;
      bytes -= this.#bytes.get(key) ?? 0;
      this.#bytes.delete(key);
      this.#frames.delete(key);
    }
  }
}
