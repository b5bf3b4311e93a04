/**
 * Brings frames to the screen one at a time. While a key is held, frames in between are left out and the
 * newest wish is served next, so that the picture follows the key instead of queueing behind it.
 */
export interface FrameAddress {
  evidenceId: number;
  frameIndex: number;
}

/** Loads a picture until it can be painted at once. @throws when there is none */
export type LoadFrame<Picture> = (address: FrameAddress) => Promise<Picture>;

const same = (a: FrameAddress | null, b: FrameAddress) =>
  a?.evidenceId === b.evidenceId && a.frameIndex === b.frameIndex;

export class FrameLoader<Picture> {
  readonly #load: LoadFrame<Picture>;
  #wanted: FrameAddress | null = null;
  #next: FrameAddress | null = null;
  #running = false;
  /** The frame whose picture is on screen; boxes are drawn for this one, never for one still to come. */
  shown = $state.raw<(FrameAddress & { picture: Picture }) | null>(null);
  loading = $state(false);
  /** Why the frame that was wanted last cannot be shown. */
  failure = $state.raw<(FrameAddress & { error: unknown }) | null>(null);

  constructor(load: LoadFrame<Picture>) {
    this.#load = load;
  }

  /** @param next what is likely to be wanted after; fetched while nothing else is */
  async want(address: FrameAddress, next: FrameAddress | null = null): Promise<void> {
    this.#wanted = address;
    this.#next = next;
    if (this.#running) return;
    this.#running = true;
    this.loading = true;
    while (this.#wanted) await this.#serve(this.#wanted);
    this.#running = false;
    this.loading = false;
    // A failure is told when the frame is really wanted: then it is loaded again.
    if (this.#next) await this.#load(this.#next).catch(() => undefined);
  }

  async #serve(address: FrameAddress): Promise<void> {
    try {
      this.shown = { ...address, picture: await this.#load(address) };
      this.failure = null;
    } catch (error) {
      if (same(this.#wanted, address)) this.failure = { ...address, error };
    }
    if (same(this.#wanted, address)) this.#wanted = null;
  }
}
