/** One of two pictures that are compared: its video, the frame on screen and the one that is wanted there. */
import type { EvidenceRow } from '../../src-main/shared/case.ts';
import type { ViewedEvidence, ViewedSide, ViewedVideo } from '../../src-main/shared/viewing.ts';
import type { Desk } from '../lib/desk.ts';
import { KeptFrames } from '../lib/kept-frames.ts';
import { AskingStore } from './asking-store.ts';
import { FrameLoader } from './frame-loader.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';

export class ComparedSide extends AskingStore {
  readonly side: ViewedSide;
  readonly loader: FrameLoader;
  readonly #kept: KeptFrames;
  row = $state.raw<EvidenceRow | null>(null);
  /** All frames by their times; null until they are read. */
  video = $state.raw<ViewedVideo | null>(null);
  /** The frame that is wanted; what is written about the picture comes from {@link ComparedSide.shown}. */
  frameIndex = $state(0);
  #viewed: ViewedEvidence | null = null;
  /** Set once the file has proved to be another one than was analysed. */
  #changed = $state.raw<unknown>(null);
  /** Counts what was opened and closed: an answer that a later one overtook is dropped. */
  #asked = 0;
  readonly isStill = $derived(this.video?.media.kind === 'still');
  readonly lastFrame = $derived((this.video?.pts.length ?? 1) - 1);

  constructor(side: ViewedSide, desk: Desk, notices: NoticeStore) {
    super(desk, notices);
    this.side = side;
    this.#kept = new KeptFrames(desk);
    this.loader = new FrameLoader((address, purpose) => this.#kept.get({ ...address, purpose }));
  }

  /** As the window names it. */
  get letter(): string {
    return this.side.toUpperCase();
  }

  /** The frame on screen, with its pixels and facts. */
  get shown() {
    return this.loader.shown;
  }

  /** Why there is no picture; null where there may be one. */
  get failure(): unknown {
    const { failure } = this.loader;
    return this.#changed ?? (failure?.frameIndex === this.frameIndex ? failure.error : null);
  }

  /** @returns whether its times are known now */
  async open(evidenceId: number, frameIndex: number): Promise<boolean> {
    this.close();
    const asked = this.#asked;
    const detail = await this.ask('The video could not be shown', 'evidence:detail', { evidenceId });
    if (!detail || asked !== this.#asked) return false;
    this.row = detail.row;
    this.#viewed = { opening: detail.opening, evidenceId, side: this.side };
    this.show(frameIndex);
    void this.#check(asked);
    // If it can't be read, its first frame says why.
    const video = await this.desk.ask('viewing:open', this.#viewed).catch(() => null);
    if (asked !== this.#asked) return false;
    this.video = video;
    return video !== null;
  }

  /** What is known of its file has changed. */
  async follow(row: EvidenceRow): Promise<void> {
    const known = this.row;
    if (known?.id !== row.id) return;
    const isSame = (['findingId', 'sha256', 'path'] as const).every((name) => row[name] === known[name]);
    if (!isSame) await this.reopen();
  }

  /** After a restart of the engine, whose openings are others. */
  async reopen(): Promise<void> {
    if (this.row) await this.open(this.row.id, this.frameIndex);
  }

  async #check(asked: number): Promise<void> {
    const { opening, evidenceId } = this.#viewed!;
    try {
      await this.desk.ask('viewing:check', { opening, evidenceId });
    } catch (error) {
      if (asked !== this.#asked) return;
      this.#changed = error;
      this.loader.clear();
      this.#kept.clear();
    }
  }

  /** @param direction of the next step, as far as that can be told */
  show(frameIndex: number, direction: 1 | -1 = 1): void {
    this.frameIndex = frameIndex;
    if (this.#viewed === null || this.#changed !== null) return;
    const viewed = this.#viewed;
    const next = frameIndex + direction;
    const likely = this.video && next >= 0 && next <= this.lastFrame ? [{ ...viewed, frameIndex: next }] : [];
    void this.loader.want({ ...viewed, frameIndex }, likely);
  }

  close(): void {
    this.#asked += 1;
    this.#viewed = null;
    this.#changed = null;
    this.row = null;
    this.video = null;
    this.frameIndex = 0;
    this.loader.clear();
    this.#kept.clear();
  }
}
