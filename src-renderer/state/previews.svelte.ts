/**
 * Small pictures of one video's frames, for a look at them without going there. Until the one that is pointed at is
 * there, the nearest at hand is shown; each is told by its own number and time.
 */
import { SvelteMap } from 'svelte/reactivity';
import type { ViewedEvidence } from '../../src-main/shared/viewing.ts';
import type { Desk } from '../lib/desk.ts';
import { smallPicture, type SmallPicture } from '../lib/small-picture.ts';

/** A pointer on its way asks for nothing. */
const REST_MS = 120;
const MOST_SIZE = { width: 192, height: 144 };
/** 12 MB of small pictures. */
const MOST_KEPT = 150;

export class Previews {
  readonly #desk: Desk;
  readonly #viewed: ViewedEvidence;
  /** By frame, the one that came last at the end. */
  readonly #kept = new SvelteMap<number, SmallPicture>();
  /** The frame that is pointed at, if it could not be had: pointed at anew, it is asked for again. */
  #failed = $state<number | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  /** The frame that is pointed at; null for none. */
  pointed = $state<number | null>(null);
  shown = $state.raw<SmallPicture | null>(null);

  constructor(desk: Desk, viewed: ViewedEvidence) {
    this.#desk = desk;
    this.#viewed = viewed;
  }

  /** Whether the frame that is pointed at is still to come. */
  get isLoading(): boolean {
    return this.pointed !== null && this.pointed !== this.shown?.facts.frameIndex;
  }

  point(frameIndex: number): void {
    if (frameIndex === this.pointed) return;
    this.pointed = frameIndex;
    this.#failed = null;
    this.shown = this.#nearest(frameIndex);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#load(), REST_MS);
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.pointed = null;
    this.shown = null;
  }

  /** One after the other, the newest wish next. */
  async #load(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.pointed !== null && !this.#kept.has(this.pointed) && this.#failed !== this.pointed) {
      const frameIndex = this.pointed;
      try {
        const frame = await this.#desk.frame({ ...this.#viewed, frameIndex, purpose: 'ahead' });
        this.#keep(smallPicture(frame, MOST_SIZE));
      } catch {
        // The picture says why when the examiner goes there.
        if (frameIndex === this.pointed) this.#failed = frameIndex;
      }
      if (this.pointed !== null) this.shown = this.#nearest(this.pointed);
    }
    this.#running = false;
  }

  #keep(picture: SmallPicture): void {
    this.#kept.set(picture.facts.frameIndex, picture);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest!);
  }

  /** None for a frame that can't be shown: another one in its place would hide that. */
  #nearest(frameIndex: number): SmallPicture | null {
    if (this.#failed === frameIndex) return null;
    let nearest: SmallPicture | null = null;
    const far = ({ facts }: SmallPicture) => Math.abs(facts.frameIndex - frameIndex);
    for (const picture of this.#kept.values()) if (!nearest || far(picture) < far(nearest)) nearest = picture;
    return nearest;
  }
}
