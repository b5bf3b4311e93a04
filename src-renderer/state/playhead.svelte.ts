/** The video under review and the frame that is looked at. */
import type { EvidenceDetail } from '../../src-main/shared/case.ts';
import type { FrameRecord } from '../../src-main/shared/domain.ts';
import { facesByFrame, type FaceOnFrame, type StoredFace, type StoredTrack } from '../lib/faces-by-frame.ts';
import { AskingStore } from './asking-store.ts';

export class Playhead extends AskingStore {
  detail = $state.raw<EvidenceDetail | null>(null);
  frameIndex = $state(0);
  #chosenTrack = $state<number | null>(null);
  /** Counts what was asked for: an answer that a later request or the end of the review overtook is dropped. */
  #asked = 0;
  readonly finding = $derived(this.detail?.finding ?? null);
  readonly tracks = $derived<readonly StoredTrack[]>(this.finding?.tracks ?? []);
  readonly track = $derived(this.tracks.find(({ id }) => id === this.#chosenTrack) ?? this.tracks[0] ?? null);
  /** Frames that were decoded and looked at, in order of time. */
  readonly sampled = $derived<readonly FrameRecord[]>(
    (this.finding?.frames ?? [])
      .filter((frame) => frame.skipped === null)
      .toSorted((a, b) => a.frameIndex - b.frameIndex),
  );
  readonly #facesByFrame = $derived(facesByFrame(this.tracks));
  /** The record of the present frame; null on a raw frame that was not sampled. */
  readonly record = $derived(this.sampled.find((frame) => frame.frameIndex === this.frameIndex) ?? null);
  /** Position of the present frame, or of the sampled frame before it, among the sampled ones; -1 before all. */
  readonly position = $derived(this.sampled.findLastIndex((frame) => frame.frameIndex <= this.frameIndex));
  /** Largest frame index that may be asked for, as far as the container tells. */
  readonly lastFrame = $derived(
    Math.max((this.finding?.media.video.frameCount ?? 0) - 1, this.sampled.at(-1)?.frameIndex ?? 0),
  );

  /**
   * Opens a video where its verdict comes from: the deciding track, at its face with the highest score.
   * @returns whether it is open now
   */
  async open(evidenceId: number): Promise<boolean> {
    const asked = ++this.#asked;
    const detail = await this.ask('The video could not be shown', 'evidence:detail', { evidenceId });
    if (!detail || asked !== this.#asked) return false;
    this.detail = detail;
    const decided = this.finding?.verdict.score ?? null;
    const track = this.tracks.find(({ verdict }) => decided !== null && verdict.score === decided);
    this.#chosenTrack = track?.id ?? null;
    const faces = this.track?.faces.filter((face) => face.score !== null) ?? [];
    const highest = faces.reduce<StoredFace | null>(
      (best, face) => (best && best.score! >= face.score! ? best : face),
      null,
    );
    this.frameIndex = highest?.frameIndex ?? this.sampled[0]?.frameIndex ?? 0;
    return true;
  }

  close(): void {
    this.#asked += 1;
    this.detail = null;
    this.frameIndex = 0;
    this.#chosenTrack = null;
  }

  facesAt(frameIndex: number): readonly FaceOnFrame[] {
    return this.#facesByFrame.get(frameIndex) ?? [];
  }

  chooseTrack(id: number): void {
    this.#chosenTrack = id;
  }

  show(frameIndex: number): void {
    this.frameIndex = Math.min(Math.max(0, frameIndex), this.lastFrame);
  }

  /** To the next or previous sampled frame, also from a raw frame between two of them. */
  step(direction: 1 | -1): void {
    const target =
      direction === 1
        ? this.sampled.find((frame) => frame.frameIndex > this.frameIndex)
        : this.sampled.findLast((frame) => frame.frameIndex < this.frameIndex);
    if (target) this.frameIndex = target.frameIndex;
  }

  /** One decoded frame on or back, sampled or not. */
  stepRaw(direction: 1 | -1): void {
    this.show(this.frameIndex + direction);
  }

  toStart(): void {
    this.frameIndex = this.sampled[0]?.frameIndex ?? 0;
  }

  toEnd(): void {
    this.frameIndex = this.sampled.at(-1)?.frameIndex ?? this.lastFrame;
  }

  /** The sampled frame nearest to an instant, for a click on the chart. */
  seek(ptsMs: number): void {
    let nearest: FrameRecord | null = null;
    for (const frame of this.sampled)
      if (!nearest || Math.abs(frame.ptsMs - ptsMs) < Math.abs(nearest.ptsMs - ptsMs)) nearest = frame;
    if (nearest) this.frameIndex = nearest.frameIndex;
  }
}
