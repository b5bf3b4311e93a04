/**
 * Brings frames to the screen one at a time. While a key is held, frames in between are left out and the
 * newest wish is served next, so that the picture follows the key instead of queueing behind it.
 */
export interface FrameAddress {
  evidenceId: number;
  frameIndex: number;
}

/** Loads the picture fully, ready to be painted. @throws when there is no such picture */
export type LoadFrame = (address: FrameAddress) => Promise<void>;

const same = (a: FrameAddress | null, b: FrameAddress | null) =>
  a?.evidenceId === b?.evidenceId && a?.frameIndex === b?.frameIndex;

export class FrameLoader {
  readonly #load: LoadFrame;
  #wanted: FrameAddress | null = null;
  #running = false;
  /** The frame whose picture is on screen; boxes are drawn for this one, never for one still to come. */
  shown = $state.raw<FrameAddress | null>(null);
  loading = $state(false);
  failure = $state.raw<{ address: FrameAddress; error: unknown } | null>(null);

  constructor(load: LoadFrame) {
    this.#load = load;
  }

  async want(address: FrameAddress): Promise<void> {
    this.#wanted = address;
    if (this.#running) return;
    this.#running = true;
    this.loading = true;
    try {
      while (this.#wanted) await this.#serve(this.#wanted);
    } finally {
      this.#running = false;
      this.loading = false;
    }
  }

  async #serve(address: FrameAddress): Promise<void> {
    try {
      await this.#load(address);
      this.failure = null;
      this.shown = address;
    } catch (error) {
      if (same(this.#wanted, address)) this.failure = { address, error };
    }
    if (same(this.#wanted, address)) this.#wanted = null;
  }
}
