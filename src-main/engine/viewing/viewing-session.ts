/**
 * One video that is looked at frame by frame. A decoder goes forward from a key frame, and its frames are kept about
 * the one that is looked at, more of them in the direction of the steps. Frames are those of `decode`: the same pixels
 * that are analysed.
 */
import { EngineError } from '../../shared/errors.ts';
import type { FramePurpose } from '../../shared/viewing.ts';
import type { Frame } from '../media/frame.ts';
import { DecodingRun, type RunSource } from './decoding-run.ts';
import { FrameCache } from './frame-cache.ts';
import { goalAhead, goalFor, stretchBefore, type FrameRange, type Goal } from './read-ahead.ts';
import { travelTo, type Travel } from './travel.ts';

interface Waiting {
  frameIndex: number;
  purpose: FramePurpose;
  resolve(frame: Frame): void;
  reject(error: unknown): void;
}

export class ViewingSession {
  readonly #source: RunSource;
  readonly #cache: FrameCache;
  /** Frames that can't be decoded, each with what to say of it. */
  readonly #absent = new Map<number, EngineError>();
  #waiting: Waiting[] = [];
  #travel: Travel = { position: 0, direction: 1 };
  #run: DecodingRun | null = null;
  /** Backwards, on its way to the stretch before that of the run, where it rests until there is room. */
  #standby: DecodingRun | null = null;
  /**
   * Nothing is read ahead until somebody asks: at first, because a decoder that starts at another frame than the first
   * one that is wanted is started in vain, and after a failure that is no frame's.
   */
  #resting = true;
  /**
   * Cleared for good by the first damage: what the decoder makes up for damaged parts depends on its threads, and has
   * to be what was analysed.
   */
  #allCores = true;
  #closed = false;
  #wake: () => void = () => {};

  /** @param budgetBytes for kept frames; the decoder's own memory comes on top */
  constructor(source: RunSource, budgetBytes: number) {
    const { width, height } = source.media.video;
    this.#source = source;
    this.#cache = new FrameCache(budgetBytes, width * height * 3);
    void this.#work();
  }

  get cachedBytes(): number {
    return this.#cache.bytes;
  }

  /** @throws EngineError media/decode-failed if there is no such frame or it does not decode; as decode */
  async frame(frameIndex: number, purpose: FramePurpose): Promise<Frame> {
    const count = this.#source.index.pts.length;
    if (this.#closed || frameIndex >= count) throw noSuchFrame(frameIndex, count);
    if (purpose !== 'ahead') this.#travel = travelTo(frameIndex, this.#travel, this.#cache.capacity);
    this.#resting = false;
    const known = this.#cache.get(frameIndex);
    const answer =
      known === null
        ? new Promise<Frame>((resolve, reject) =>
            this.#waiting.push({ frameIndex, purpose, resolve, reject }),
          )
        : Promise.resolve(known);
    this.#wake();
    return answer;
  }

  /** A frame that is there already. */
  kept(frameIndex: number): Frame | null {
    return this.#cache.get(frameIndex);
  }

  close(): void {
    this.#closed = true;
    this.#endRuns();
    this.#cache.clear();
    for (const { frameIndex, reject } of this.#waiting.splice(0)) reject(closed(frameIndex));
    this.#wake();
  }

  async #work(): Promise<void> {
    while (!this.#closed) {
      const changed = new Promise<null>((resolve) => (this.#wake = () => resolve(null)));
      this.#refuseAbsent();
      const goal = this.#goal();
      if (goal === null) await changed;
      else await this.#pursue(goal, changed);
    }
  }

  get #shelf() {
    return {
      frameCount: this.#source.index.pts.length,
      capacity: this.#cache.capacity,
      has: (frameIndex: number) => this.#cache.has(frameIndex) || this.#absent.has(frameIndex),
      reaches: (frameIndex: number) => this.#run?.reaches(frameIndex) ?? false,
    };
  }

  #goal(): Goal | null {
    const shelf = this.#shelf;
    // What is looked at now goes before what will be.
    const next = this.#waiting.find(({ purpose }) => purpose !== 'ahead') ?? this.#waiting[0];
    if (next) return goalFor(next.frameIndex, this.#travel, shelf);
    return this.#resting ? null : goalAhead(this.#travel, shelf);
  }

  /** Takes one frame on the way to the goal, unless something is asked for before it comes. */
  async #pursue(goal: Goal, changed: Promise<null>): Promise<void> {
    const { frameIndex } = goal;
    const run = (this.#run = this.#runFor(goal));
    try {
      const frame = await Promise.race([run.coming().then((coming) => ({ coming })), changed]);
      if (frame === null || this.#closed) return;
      if (this.#allCores && !run.isSound) this.#decodeAsAnalysed();
      else this.#receive(frame.coming, frameIndex, run);
    } catch (error) {
      if (this.#closed) return;
      this.#run = null;
      if (this.#allCores && !run.isSound) this.#decodeAsAnalysed();
      else this.#fail(error, frameIndex);
    }
  }

  #runFor(goal: Goal): DecodingRun {
    if (this.#run?.isBestFor(goal)) return this.#run;
    this.#run?.end();
    const standby = this.#standby;
    this.#standby = null;
    if (standby?.isBestFor(goal)) return standby;
    standby?.end();
    return this.#begin(goal.run);
  }

  #begin(range: FrameRange): DecodingRun {
    return new DecodingRun(this.#source, range, this.#allCores);
  }

  #endRuns(): void {
    this.#run?.end();
    this.#standby?.end();
    this.#run = this.#standby = null;
  }

  #decodeAsAnalysed(): void {
    this.#allCores = false;
    this.#endRuns();
    this.#cache.clear();
  }

  #receive(frame: Frame | null, goal: number, run: DecodingRun): void {
    if (frame === null) this.#run = null;
    else {
      run.take(frame);
      this.#deliver(frame);
      this.#prepare(run);
      if (frame.frameIndex <= goal) return;
    }
    // The run went past it.
    this.#absent.set(goal, notDecoded(goal));
  }

  /** Once the run delivers, a core is free. */
  #prepare(run: DecodingRun): void {
    const before = this.#standby ? null : stretchBefore(run.range, this.#travel, this.#shelf);
    if (before === null) return;
    this.#standby = this.#begin(before);
    void this.#standby.coming();
  }

  #deliver(frame: Frame): void {
    this.#cache.put(frame, this.#travel);
    this.#waiting = this.#waiting.filter(({ frameIndex, resolve }) => {
      if (frameIndex !== frame.frameIndex) return true;
      resolve(frame);
      return false;
    });
  }

  #refuseAbsent(): void {
    this.#waiting = this.#waiting.filter(({ frameIndex, reject }) => {
      const error = this.#absent.get(frameIndex);
      if (!error) return true;
      reject(error);
      return false;
    });
  }

  #fail(error: unknown, goal: number): void {
    if (error instanceof EngineError && error.code === 'media/decode-failed') {
      const still = this.#source.media.kind === 'still';
      this.#absent.set(goal, still ? error : notDecoded(goal, error));
      return;
    }
    this.#resting = true;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

const noSuchFrame = (frameIndex: number, count: number) =>
  new EngineError(
    'media/decode-failed',
    `The video has no frame ${frameIndex}. Choose a number below ${count}.`,
  );

const notDecoded = (frameIndex: number, cause?: unknown) =>
  new EngineError(
    'media/decode-failed',
    `Frame ${frameIndex} cannot be decoded. Choose the next or the previous frame.`,
    { cause },
  );

const closed = (frameIndex: number) =>
  new EngineError('app/bad-message', `Frame ${frameIndex} is no longer asked for: the video was closed.`);
