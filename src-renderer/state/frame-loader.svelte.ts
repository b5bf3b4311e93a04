/**
 * Brings frames to the screen one at a time. While a key is held, frames in between are left out and the newest wish is
 * served next, so that the picture follows the key instead of queueing behind it. What is written about a frame comes
 * from {@link FrameLoader.shown}, never from the wish.
 */
import type { FramePurpose, ViewedEvidence, ViewedFrame } from '../../src-main/shared/viewing.ts';
import { ViewedFrames } from './viewed-frames.svelte.ts';

export interface FrameAddress extends ViewedEvidence {
  frameIndex: number;
}

/** @throws when there is none */
export type LoadFrame = (address: FrameAddress, purpose: FramePurpose) => Promise<ViewedFrame>;

export interface ShownFrame extends ViewedFrame {
  evidenceId: number;
}

const same = (a: FrameAddress | null, b: FrameAddress) =>
  a?.evidenceId === b.evidenceId && a.frameIndex === b.frameIndex;

export class FrameLoader {
  readonly #load: LoadFrame;
  #wanted = $state.raw<FrameAddress | null>(null);
  #likely: readonly FrameAddress[] = [];
  #running = false;
  /** Counts what was cleared: what was loading then is of another file. */
  #cleared = 0;
  readonly viewed = new ViewedFrames();
  /** The frame on screen: its pixels with all that is known of them. */
  shown = $state.raw<ShownFrame | null>(null);
  /** Why the frame that was wanted last cannot be shown. */
  failure = $state.raw<(FrameAddress & { error: unknown }) | null>(null);

  constructor(load: LoadFrame) {
    this.#load = load;
  }

  /** The frame that is loaded in place of the one on screen; null when that is the one that is wanted. */
  get loading(): FrameAddress | null {
    return this.#wanted;
  }

  /** @param likely what may be wanted after; fetched while nothing else is */
  async want(address: FrameAddress, likely: readonly FrameAddress[] = []): Promise<void> {
    this.#wanted = address;
    this.#likely = likely;
    if (this.#running) return;
    this.#running = true;
    while (this.#wanted) await this.#serve(this.#wanted);
    this.#running = false;
    for (const next of likely) {
      if (this.#running || this.#likely !== likely) return;
      // A failure is told when the frame is really wanted: then it is loaded again.
      await this.#load(next, 'ahead').catch(() => undefined);
    }
  }

  /** Fetches nothing more that may be wanted later. */
  rest(): void {
    this.#likely = [];
  }

  /** Shows a frame that is there already, in place of what was wanted. */
  show(frame: ShownFrame): void {
    this.#wanted = null;
    this.#put(frame);
  }

  #put(frame: ShownFrame): void {
    this.shown = frame;
    this.failure = null;
    this.viewed.add(frame.evidenceId, frame.facts.frameIndex);
  }

  clear(): void {
    this.#cleared += 1;
    this.#wanted = null;
    this.#likely = [];
    this.shown = null;
    this.failure = null;
  }

  async #serve(address: FrameAddress): Promise<void> {
    const cleared = this.#cleared;
    try {
      const frame = await this.#load(address, 'show');
      if (cleared !== this.#cleared || this.#wanted?.evidenceId !== address.evidenceId) return;
      this.#put({ ...frame, evidenceId: address.evidenceId });
    } catch (error) {
      if (cleared !== this.#cleared) return;
      if (same(this.#wanted, address)) this.failure = { ...address, error };
    }
    if (same(this.#wanted, address)) this.#wanted = null;
  }
}
