/**
 * The small pictures of a filmstrip. They are fetched one at a time, and only while the examiner rests: the decoder is
 * there for the frame that is looked at, and for the next steps from it.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { ViewedEvidence } from '../../src-main/shared/viewing.ts';
import type { Desk } from '../lib/desk.ts';
import { smallPicture, type SmallPicture } from '../lib/small-picture.ts';

/** Frames are read ahead first. */
const REST_MS = 1000;
const MOST_SIZE = { width: 128, height: 72 };
/** 11 MB of them. */
const MOST_KEPT = 400;

export class Filmstrip {
  readonly #desk: Desk;
  readonly #viewed: ViewedEvidence;
  /** By frame, the one that came last at the end. */
  readonly #kept = new SvelteMap<number, SmallPicture>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the wishes: one that is overtaken goes no further. */
  #asked = 0;

  constructor(desk: Desk, viewed: ViewedEvidence) {
    this.#desk = desk;
    this.#viewed = viewed;
  }

  /** null until it is there, or where it can't be shown: the picture says why when the examiner goes there. */
  picture(frameIndex: number): SmallPicture | null {
    return this.#kept.get(frameIndex) ?? null;
  }

  /** Fetches these after a rest; what was asked for before is left. */
  want(frames: readonly number[]): void {
    this.leave();
    const asked = this.#asked;
    this.#timer = setTimeout(() => void this.#load(frames, asked), REST_MS);
  }

  leave(): void {
    this.#asked += 1;
    clearTimeout(this.#timer);
  }

  async #load(frames: readonly number[], asked: number): Promise<void> {
    for (const frameIndex of frames) {
      if (this.#kept.has(frameIndex)) continue;
      const question = { ...this.#viewed, frameIndex, purpose: 'ahead' } as const;
      const frame = await this.#desk.frame(question).catch(() => null);
      if (frame) this.#keep(smallPicture(frame, MOST_SIZE));
      if (asked !== this.#asked) return;
    }
  }

  #keep(picture: SmallPicture): void {
    this.#kept.set(picture.facts.frameIndex, picture);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest!);
  }
}
