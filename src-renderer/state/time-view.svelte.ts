/** What of a video's time the timeline shows: all of it, or the part that the examiner has come close to. */
import type { TimeRange } from '../../src-main/shared/charts/time-axis.ts';
import { bringingIntoRange, movedInTime, zoomedAbout } from '../lib/time-range.ts';

/** Frames that fill the timeline when it is closest. */
const FEWEST_FRAMES = 8;

export class TimeView {
  whole = $state.raw<TimeRange>({ fromMs: 0, toMs: 1 });
  frameCount = $state(1);
  #own = $state.raw<TimeRange | null>(null);
  readonly range = $derived(this.#own ?? this.whole);
  readonly isWhole = $derived(this.#own === null);
  readonly #leastMs = $derived(((this.whole.toMs - this.whole.fromMs) * FEWEST_FRAMES) / this.frameCount);

  /** @param factor below 1 comes closer */
  zoomBy(factor: number, aboutMs: number): void {
    const range = zoomedAbout(this.range, this.whole, factor, aboutMs, this.#leastMs);
    const isWhole = range.toMs - range.fromMs >= this.whole.toMs - this.whole.fromMs;
    this.#own = isWhole ? null : range;
  }

  panBy(ms: number): void {
    if (this.#own) this.#own = movedInTime(this.#own, this.whole, ms);
  }

  /** Keeps an instant in sight as the frames go by. */
  follow(ptsMs: number): void {
    if (this.#own) this.#own = bringingIntoRange(this.#own, this.whole, ptsMs);
  }

  showWhole(): void {
    this.#own = null;
  }

  /** All of the video, or the single frames about an instant. */
  toggle(aboutMs: number): void {
    if (this.isWhole) this.zoomBy(0, aboutMs);
    else this.showWhole();
  }
}
