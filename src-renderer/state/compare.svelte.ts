/** Two pictures of the evidence that are compared: two frames of one video, or one of each of two videos. */
import type { EvidenceRow } from '../../src-main/shared/case.ts';
import { viewedSides, type ViewedSide } from '../../src-main/shared/viewing.ts';
import type { Desk } from '../lib/desk.ts';
import { frameAt } from '../lib/frame-at.ts';
import { ComparedSide } from './compared-side.svelte.ts';
import type { NoticeStore } from './notices.svelte.ts';

export const compareModes = ['beside', 'blink', 'difference', 'split', 'faces'] as const;
export type CompareMode = (typeof compareModes)[number];

/** Factors by which a difference is made visible. */
export const gains = [1, 2, 4, 8, 16, 32, 64] as const;

/** With each key, as a share of the stage's width. */
const LINE_STEP = 0.02;

/** Times are computed from whole numbers of ticks; a sum of them may be this far from the one it stands for, in ms. */
const ROUNDING_MS = 0.001;

/** A frame of a video by its number. */
interface ComparedFrame {
  evidenceId: number;
  frameIndex: number;
}

export class CompareStore {
  readonly #desk: Desk;
  readonly sides: Readonly<Record<ViewedSide, ComparedSide>>;
  /** Where the examiner came from. */
  from: 'case' | 'review' = 'case';
  #mode = $state<CompareMode>('beside');
  gain = $state<(typeof gains)[number]>(4);
  /** Where the dividing line is, as a share of the stage's width. */
  split = $state(0.5);
  /** Whether the two come one after the other, or the chosen one stays. */
  blinking = $state(true);
  /** The side that the keys move. */
  chosen = $state<ViewedSide>('a');
  /** How much later B is while both move together, in ms; null while each moves alone. */
  linkedMs = $state<number | null>(null);

  constructor(desk: Desk, notices: NoticeStore) {
    this.#desk = desk;
    this.sides = { a: new ComparedSide('a', desk, notices), b: new ComparedSide('b', desk, notices) };
  }

  get mode(): CompareMode {
    return this.#mode;
  }

  /** Faces are sampled: each side goes from one to the next by itself, and begins with the nearest. */
  set mode(mode: CompareMode) {
    this.#mode = mode;
    if (mode !== 'faces') return;
    this.linkedMs = null;
    for (const side of viewedSides) this.#keepToFaces(side);
  }

  choosePerson(side: ViewedSide, id: number): void {
    this.chosen = side;
    this.sides[side].personId = id;
    this.#keepToFaces(side);
  }

  /** Where faces are compared and the wanted frame of this side has none of the person. */
  #keepToFaces(side: ViewedSide): void {
    if (this.#mode === 'faces' && !this.sides[side].isAtFace) this.toFace(side);
  }

  /** To the frame of this side with the nearest face of the person. */
  toFace(side: ViewedSide): void {
    const { nearestFace, frameIndex } = this.sides[side];
    if (nearestFace !== null) this.sides[side].show(nearestFace, nearestFace < frameIndex ? -1 : 1);
  }

  /** How much later the picture of B on screen is, in ms; null where one of them has no time. */
  get apartMs(): number | null {
    const { a, b } = this.sides;
    if (!a.shown || !b.shown || a.isStill || b.isStill) return null;
    return b.shown.facts.ptsMs - a.shown.facts.ptsMs;
  }

  /** Whether the side that follows shows the frame of the instant that it is linked to; it may have none there. */
  get isTogether(): boolean {
    const [leader, follower] = this.#leading();
    const facts = follower.shown?.facts;
    if (this.linkedMs === null || !facts || !leader.shown || leader.isStill || follower.isStill) return true;
    const instant = this.#instantFor(follower, leader.shown.facts.ptsMs);
    const after = instant - facts.ptsMs;
    return after >= -ROUNDING_MS && after < (facts.durationMs ?? 0) + ROUNDING_MS;
  }

  /** Whether the two on screen have the same number of pixels each way; null while one is missing. */
  get isOneSize(): boolean | null {
    const [a, b] = viewedSides.map((side) => this.sides[side].shown?.facts);
    return a && b ? a.width === b.width && a.height === b.height : null;
  }

  /** Shows these frames, and moves both together from there. */
  async open(a: ComparedFrame, b: ComparedFrame): Promise<void> {
    this.linkedMs = null;
    this.chosen = 'a';
    if (this.mode === 'faces') this.mode = 'beside';
    const [isA, isB] = await Promise.all([
      this.sides.a.open(a.evidenceId, a.frameIndex),
      this.sides.b.open(b.evidenceId, b.frameIndex),
    ]);
    // Faces may have been asked for before their people were known; these move each for itself.
    for (const side of viewedSides) this.#keepToFaces(side);
    if (isA && isB && this.#mode !== 'faces') this.link();
  }

  /** Both move together from now on, as far apart in time as they are. */
  link(): void {
    const [a, b] = viewedSides.map((side) => this.sides[side].video?.timesMs[this.sides[side].frameIndex]);
    if (a !== undefined && b !== undefined) this.linkedMs = b - a;
  }

  toggleLink(): void {
    if (this.linkedMs === null) this.link();
    else this.linkedMs = null;
  }

  /** Both move together at equal times. */
  linkEqual(): void {
    this.linkedMs = 0;
    this.show(this.chosen, this.sides[this.chosen].frameIndex);
  }

  chooseOther(): void {
    this.chosen = this.chosen === 'a' ? 'b' : 'a';
  }

  /** By a frame; from face to face where faces are compared. */
  step(direction: 1 | -1): void {
    const side = this.sides[this.chosen];
    const target = this.mode === 'faces' ? side.nextFace(direction) : side.frameIndex + direction;
    if (target !== null) this.show(this.chosen, target, direction);
  }

  toEnd(direction: 1 | -1): void {
    this.show(this.chosen, direction === 1 ? Infinity : 0, direction);
  }

  /** The other one follows while they move together. */
  show(side: ViewedSide, frameIndex: number, direction: 1 | -1 = 1): void {
    this.chosen = side;
    const [leader, follower] = this.#leading();
    if (!leader.video) return;
    const target = Math.min(Math.max(0, frameIndex), leader.lastFrame);
    leader.show(target, direction);
    if (this.linkedMs === null || !follower.video) return;
    const instant = this.#instantFor(follower, leader.video.timesMs[target]!);
    follower.show(frameAt(follower.video.timesMs, instant + ROUNDING_MS), direction);
  }

  #leading(): [leader: ComparedSide, follower: ComparedSide] {
    const { a, b } = this.sides;
    return this.chosen === 'a' ? [a, b] : [b, a];
  }

  #instantFor(follower: ComparedSide, leaderMs: number): number {
    return leaderMs + (follower.side === 'b' ? 1 : -1) * (this.linkedMs ?? 0);
  }

  changeGain(step: 1 | -1): void {
    this.gain = gains[gains.indexOf(this.gain) + step] ?? this.gain;
  }

  /** @param share of the stage's width */
  divideAt(share: number): void {
    this.split = Math.min(Math.max(0, share), 1);
  }

  moveLine(direction: 1 | -1): void {
    this.divideAt(this.split + direction * LINE_STEP);
  }

  /** Where faces are compared, each side stays at them, whatever became of its people. */
  follow(row: EvidenceRow): void {
    for (const side of viewedSides) void this.sides[side].follow(row).then(() => this.#keepToFaces(side));
  }

  reopen(): void {
    for (const side of viewedSides) void this.sides[side].reopen().then(() => this.#keepToFaces(side));
  }

  /** Leaves both videos, and frees the decoder of the second. */
  end(): void {
    this.close();
    // With the engine or the case, the decoder has ended by itself.
    void this.#desk.ask('viewing:end-comparison', {}).catch(() => undefined);
  }

  close(): void {
    for (const side of viewedSides) this.sides[side].close();
  }
}
