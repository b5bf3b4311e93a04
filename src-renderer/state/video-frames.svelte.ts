/**
 * The frames of one file of the evidence: their times, the one on screen and the one that is wanted there, and whether
 * the file is the one that was analysed. After it has proved to be another one, no frame of it is shown.
 */
import type { ViewedEvidence, ViewedVideo } from '../../src-main/shared/viewing.ts';
import type { Desk } from '../lib/desk.ts';
import { KeptFrames } from '../lib/kept-frames.ts';
import { FrameLoader, type LoadFrame, type ShownFrame } from './frame-loader.svelte.ts';

/** Scores are shown over its frames once it is the same. */
type FileCheck = 'checking' | 'same' | 'failed';

export class VideoFrames {
  readonly loader: FrameLoader;
  readonly #desk: Desk;
  readonly #kept: KeptFrames;
  readonly #load: LoadFrame;
  /** All frames by their times; null until they are read. */
  video = $state.raw<ViewedVideo | null>(null);
  /** The frame that is wanted on screen; what is written about the picture comes from {@link VideoFrames.shown}. */
  frameIndex = $state(0);
  check = $state<FileCheck>('checking');
  #viewed = $state.raw<ViewedEvidence | null>(null);
  #checkFailure = $state.raw<unknown>(null);
  /** Counts what was opened and closed: an answer that a later one overtook is dropped. */
  #opened = 0;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#kept = new KeptFrames(desk);
    this.#load = (address, purpose) => this.#kept.get({ ...address, purpose });
    this.loader = new FrameLoader(this.#load);
  }

  /** The frame on screen, with its pixels and facts. */
  get shown(): ShownFrame | null {
    const { shown } = this.loader;
    return shown?.evidenceId === this.#viewed?.evidenceId ? shown : null;
  }

  /** Why there is no picture; null where there may be one. */
  get failure(): unknown {
    if (this.check === 'failed') return this.#checkFailure;
    const { failure } = this.loader;
    const isOfThis =
      failure?.evidenceId === this.#viewed?.evidenceId && failure?.frameIndex === this.frameIndex;
    return isOfThis ? (failure?.error ?? null) : null;
  }

  /**
   * Reads the times of a file and has it checked. Of the file that is open already, what is known stays until then.
   * @returns whether its times are known now
   */
  async open(viewed: ViewedEvidence): Promise<boolean> {
    const opened = (this.#opened += 1);
    if (viewed.evidenceId !== this.#viewed?.evidenceId) this.video = null;
    // It may be another file by now.
    this.#kept.clear();
    this.#viewed = viewed;
    this.check = 'checking';
    void this.#checkFile(viewed, opened);
    // If it can't be read, its first frame says why.
    const video = await this.#desk.ask('viewing:open', viewed).catch(() => null);
    if (opened !== this.#opened) return false;
    this.video = video;
    return video !== null;
  }

  async #checkFile({ opening, evidenceId }: ViewedEvidence, opened: number): Promise<void> {
    try {
      await this.#desk.ask('viewing:check', { opening, evidenceId });
      if (opened === this.#opened) this.check = 'same';
    } catch (error) {
      if (opened !== this.#opened) return;
      this.#checkFailure = error;
      this.check = 'failed';
      this.loader.clear();
      this.#kept.clear();
    }
  }

  /** @param likely frames that may be wanted next */
  show(frameIndex: number, likely: readonly number[]): void {
    this.frameIndex = frameIndex;
    const viewed = this.#viewed;
    if (viewed === null || this.check === 'failed') return;
    void this.loader.want(
      { ...viewed, frameIndex },
      likely.map((next) => ({ ...viewed, frameIndex: next })),
    );
  }

  /**
   * Frames that the player is about to show, the first of them next.
   * @returns null if that one cannot be shown
   */
  async toPlay(frameIndexes: readonly number[]): Promise<ShownFrame | null> {
    const viewed = this.#viewed;
    if (viewed === null || this.check === 'failed') return null;
    const [first] = frameIndexes.map((next) =>
      this.#load({ ...viewed, frameIndex: next }, 'play').catch(() => null),
    );
    const frame = (await first) ?? null;
    return frame && { ...frame, evidenceId: viewed.evidenceId };
  }

  close(): void {
    this.#opened += 1;
    this.#viewed = null;
    this.video = null;
    this.frameIndex = 0;
    this.check = 'checking';
    this.loader.clear();
    this.#kept.clear();
  }
}
