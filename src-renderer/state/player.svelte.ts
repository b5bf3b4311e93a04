/**
 * Plays the video at the times of its own frames, forwards or backwards. A frame that could not be shown in its time is
 * left out and counted; where whole stretches come too late, the film waits instead, and says so.
 */
import type { FrameSpan } from '../lib/find-notes.ts';
import { nextFrame } from '../lib/next-frame.ts';
import type { Playhead } from './playhead.svelte.ts';
import type { Sound } from './sound.svelte.ts';

/** Speeds, as shares of real time. */
export const playbackRates = [0.25, 0.5, 1, 2, 4] as const;

/** Frames asked for ahead of the one that is due. */
const FRAMES_AHEAD = 3;
/** Beyond this, the clock waits for the picture instead of leaving out ever more frames. */
const LATEST_MS = 250;

interface Clock {
  /** In ms. */
  now(): number;
  /** Until the screen shows its next picture. */
  tick(): Promise<unknown>;
}

const screenClock: Clock = {
  now: () => performance.now(),
  tick: () => new Promise((resolve) => requestAnimationFrame(resolve)),
};

export class Player {
  readonly #playhead: Playhead;
  readonly #sound: Pick<Sound, 'follow'>;
  readonly #clock: Clock;
  /** Share of real time, negative backwards; 0 while nothing is played. */
  rate = $state(0);
  /** The speed of the next start. */
  speed = $state(1);
  /** What is played over and over; null for all of the video, once. */
  loop = $state.raw<FrameSpan | null>(null);
  /** Frames left out since the start. */
  dropped = $state(0);
  /** Whether the film had to wait for pictures since the start. */
  waited = $state(false);

  constructor(playhead: Playhead, sound: Pick<Sound, 'follow'>, clock = screenClock) {
    this.#playhead = playhead;
    this.#sound = sound;
    this.#clock = clock;
  }

  toggle(): void {
    if (this.rate === 0) void this.play(this.speed);
    else this.pause();
  }

  pause(): void {
    this.#sound.follow(null);
    this.rate = 0;
  }

  /** Faster in this direction with every call, as on an editing desk. */
  shuttle(direction: 1 | -1): void {
    const goesOn = this.rate * direction > 0;
    const faster = playbackRates.find((rate) => rate > Math.abs(this.rate)) ?? playbackRates.at(-1)!;
    void this.play(direction * (goesOn ? faster : 1));
  }

  nextSpeed(): void {
    const faster = playbackRates.find((rate) => rate > this.speed) ?? playbackRates[0];
    this.speed = faster;
    if (this.rate !== 0) void this.play(Math.sign(this.rate) * faster);
  }

  /** Plays these frames over and over, at once. */
  repeat(loop: FrameSpan): void {
    this.loop = loop;
    if (this.rate === 0) void this.play(this.speed);
  }

  /** Until the end of the video, a pause, or a step to elsewhere. */
  async play(rate: number): Promise<void> {
    const wasPlaying = this.rate !== 0;
    this.rate = rate;
    if (!wasPlaying) {
      this.dropped = 0;
      this.waited = false;
      await this.#run();
    }
  }

  async #run(): Promise<void> {
    const { detail, video } = this.#playhead;
    let current = this.#playhead.frameIndex;
    if (!video) return this.pause();
    const times = video.timesMs;
    // From the end, there is nothing but the beginning to go on with.
    if (this.rate > 0 && current === times.length - 1) current = 0;
    let rate = this.rate;
    let [since, from] = [0, 0];
    /** From now on, the film goes on from this frame. */
    const goOnFrom = (frameIndex: number) => {
      [since, from] = [this.#clock.now(), times[frameIndex]!];
      this.#sound.follow(rate === 1 ? { filmMs: from, atMs: since } : null);
    };
    goOnFrom(current);
    const isMine = () =>
      this.rate !== 0 && this.#playhead.detail === detail && this.#playhead.frameIndex === current;
    this.#playhead.playAt(current);
    while (isMine()) {
      if (rate !== this.rate) {
        rate = this.rate;
        goOnFrom(current);
      }
      const filmMs = from + (this.#clock.now() - since) * rate;
      const next = nextFrame(video, current, filmMs, rate, this.loop);
      const due = next.frameIndex;
      if (next.isNewRound) goOnFrom(due);
      if (due === current) {
        if (this.loop === null && current === (rate > 0 ? times.length - 1 : 0)) break;
        await this.#clock.tick();
        continue;
      }
      const frame = await this.#playhead.frameToPlay(due, rate > 0 ? 1 : -1, FRAMES_AHEAD);
      if (!isMine() || frame === null) break;
      this.dropped += next.left;
      current = due;
      this.#playhead.showPlayed(frame);
      const late = (this.#clock.now() - since) * Math.abs(rate) - Math.abs(times[due]! - from);
      const isTooLate = late > LATEST_MS * Math.abs(rate);
      if (isTooLate) this.waited = true;
      // The film goes on from the picture that it waited for.
      if (isTooLate || next.isNewRound) goOnFrom(due);
      await this.#clock.tick();
    }
    this.pause();
    // With its SHA-256, which there was no time for.
    if (this.#playhead.detail === detail) this.#playhead.show(this.#playhead.frameIndex);
  }
}
