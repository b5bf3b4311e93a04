/** One of two pictures that are compared: its video, the frame on screen and the one that is wanted there. */
import type { EvidenceRow } from '../../src-main/shared/case.ts';
import type { ViewedSide } from '../../src-main/shared/viewing.ts';
import type { Desk } from '../lib/desk.ts';
import { AskingStore } from './asking-store.ts';
import type { NoticeStore } from './notices.svelte.ts';
import { VideoFrames } from './video-frames.svelte.ts';

export class ComparedSide extends AskingStore {
  readonly side: ViewedSide;
  readonly #frames: VideoFrames;
  row = $state.raw<EvidenceRow | null>(null);
  /** Counts what was opened and closed: an answer that a later one overtook is dropped. */
  #asked = 0;

  constructor(side: ViewedSide, desk: Desk, notices: NoticeStore) {
    super(desk, notices);
    this.side = side;
    this.#frames = new VideoFrames(desk);
  }

  /** As the window names it. */
  get letter(): string {
    return this.side.toUpperCase();
  }

  /** As {@link VideoFrames} says, like what follows. */
  get loader() {
    return this.#frames.loader;
  }

  get video() {
    return this.#frames.video;
  }

  get frameIndex(): number {
    return this.#frames.frameIndex;
  }

  get shown() {
    return this.#frames.shown;
  }

  get failure(): unknown {
    return this.#frames.failure;
  }

  get isStill(): boolean {
    return this.video?.media.kind === 'still';
  }

  get lastFrame(): number {
    return (this.video?.pts.length ?? 1) - 1;
  }

  /** @returns whether its times are known now */
  async open(evidenceId: number, frameIndex: number): Promise<boolean> {
    this.close();
    const asked = this.#asked;
    const detail = await this.ask('The video could not be shown', 'evidence:detail', { evidenceId });
    if (!detail || asked !== this.#asked) return false;
    this.row = detail.row;
    const opening = this.#frames.open({ opening: detail.opening, evidenceId, side: this.side });
    this.show(frameIndex);
    return opening;
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

  /** @param direction of the next step, as far as that can be told */
  show(frameIndex: number, direction: 1 | -1 = 1): void {
    const next = frameIndex + direction;
    this.#frames.show(frameIndex, this.video && next >= 0 && next <= this.lastFrame ? [next] : []);
  }

  close(): void {
    this.#asked += 1;
    this.row = null;
    this.#frames.close();
  }
}
