/**
 * Joins one person's faces over time, by place and by identity embedding. Inside a shot and a short time, a face stays
 * at its place, whatever it looks like. After a cut or a long gap somebody else may be at the same place, so only the
 * identity embedding decides.
 */
import type { Box } from '../../shared/domain.ts';
import { cornersOf, intersectionOverUnion } from './boxes.ts';

export interface TrackableFace {
  frameIndex: number;
  ptsMs: number;
  /** Number of the shot; the place counts only inside a shot. */
  shot: number;
  box: Box;
  /** Size of its frame: where the picture size changes on the way, places are compared as shares of it. */
  frame: { width: number; height: number };
  /** Unit vector for telling people apart; null when there is none. */
  identity: Float32Array | null;
}

/** In this time a person moves less than a face's width. */
const SHORT_GAP_MS = 500;
const MIN_OVERLAP = 0.3;
/** After a longer gap, a face without an embedding must have hardly moved. */
const MIN_OVERLAP_LATER = 0.5;
/** Squared distances between unit vectors. They depend on the embedder, so its entry in the network list has them. */
export interface IdentityLimits {
  /** Up to this distance it is the same person, at any place. */
  same: number;
  /** From this distance on it is another person, even at the same place. */
  other: number;
}

class OpenTrack<F extends TrackableFace> {
  readonly faces: F[] = [];
  readonly #limits: IdentityLimits;
  #identitySum: Float32Array | null = null;

  constructor(limits: IdentityLimits) {
    this.#limits = limits;
  }

  add(face: F): void {
    this.faces.push(face);
    if (!face.identity) return;
    const before = this.#identitySum;
    this.#identitySum = face.identity.map((value, index) => value + (before?.[index] ?? 0));
  }

  /** How well a later face fits, above 0; null if it is another person or unclear. */
  fit(face: TrackableFace): number | null {
    const last = this.faces.at(-1)!;
    const overlap =
      last.shot === face.shot
        ? intersectionOverUnion(cornersOf(last.box), cornersOf(boxIn(last.frame, face)))
        : 0;
    const soon = last.shot === face.shot && face.ptsMs - last.ptsMs <= SHORT_GAP_MS;
    const stayed = soon && overlap >= MIN_OVERLAP;
    if (!this.#identitySum || !face.identity) {
      return stayed || overlap >= MIN_OVERLAP_LATER ? overlap : null;
    }
    const distance = squaredDistance(this.#identitySum, face.identity);
    return distance <= (stayed ? this.#limits.other : this.#limits.same) ? 2 - distance + overlap : null;
  }
}

/** The face's box as it would lie in a frame of another size. */
function boxIn(target: TrackableFace['frame'], { box, frame }: TrackableFace): Box {
  const [x, y] = [target.width / frame.width, target.height / frame.height];
  return { x: box.x * x, y: box.y * y, width: box.width * x, height: box.height * y };
}

/**
 * @param faces in order of time
 * @param limits of the embedder that made the identities
 * @returns tracks in order of their first faces; every face is in one track
 */
export function buildTracks<F extends TrackableFace>(faces: readonly F[], limits: IdentityLimits): F[][] {
  const tracks: OpenTrack<F>[] = [];
  for (const simultaneous of byFrame(faces)) {
    const joined = assign(tracks, simultaneous);
    for (const face of simultaneous) {
      const track = joined.get(face) ?? new OpenTrack<F>(limits);
      if (track.faces.length === 0) tracks.push(track);
      track.add(face);
    }
  }
  return tracks.map((track) => track.faces);
}

/** Assigns the best fit first. A track takes one face per frame. Equal fits are taken in the given order. */
function assign<F extends TrackableFace>(
  tracks: readonly OpenTrack<F>[],
  faces: readonly F[],
): Map<F, OpenTrack<F>> {
  const pairs = tracks.flatMap((track) =>
    faces.flatMap((face) => {
      const fit = track.fit(face);
      return fit === null ? [] : [{ track, face, fit }];
    }),
  );
  pairs.sort((a, b) => b.fit - a.fit);
  const joined = new Map<F, OpenTrack<F>>();
  const taken = new Set<OpenTrack<F>>();
  for (const { track, face } of pairs) {
    if (joined.has(face) || taken.has(track)) continue;
    joined.set(face, track);
    taken.add(track);
  }
  return joined;
}

function byFrame<F extends TrackableFace>(faces: readonly F[]): F[][] {
  const frames = new Map<number, F[]>();
  for (const face of faces) frames.set(face.frameIndex, [...(frames.get(face.frameIndex) ?? []), face]);
  return [...frames.values()];
}

/** Between the direction of `sum` and a unit vector: 2 − 2 · cosine. */
function squaredDistance(sum: Float32Array, unit: Float32Array): number {
  let product = 0;
  let square = 0;
  for (const [index, value] of sum.entries()) {
    product += value * unit[index]!;
    square += value * value;
  }
  return 2 - (2 * product) / Math.sqrt(square);
}
