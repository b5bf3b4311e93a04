import { describe, expect, it } from 'vitest';
import { buildTracks } from '../../../../src-main/engine/faces/track.ts';
import type { TrackableFace } from '../../../../src-main/engine/faces/track.ts';

/** Those of dlib's network. */
const limits = { same: 0.14, other: 0.25 };

/** Three people whose embeddings lie far from each other, each with a little change from face to face. */
function person(which: number, change = 0): Float32Array {
  const vector = [0, 0, 0, change];
  vector[which] = 1;
  const norm = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => value / norm);
}

interface Seen extends TrackableFace {
  name: string;
}

function seen(name: string, ptsMs: number, x: number, identity: Float32Array | null, shot = 0): Seen {
  const box = { x, y: 100, width: 80, height: 100 };
  return { name, frameIndex: ptsMs, ptsMs, shot, box, frame: { width: 640, height: 360 }, identity };
}

const names = (tracks: Seen[][]) => tracks.map((track) => track.map(({ name }) => name).join(' '));

describe('tracks', () => {
  it('joins the faces of two people who sit side by side, whatever their order in a frame', () => {
    const faces = [
      seen('a1', 0, 0, person(0)),
      seen('b1', 0, 300, person(1)),
      seen('b2', 100, 305, person(1, 0.1)),
      seen('a2', 100, 4, person(0, 0.1)),
    ];
    expect(names(buildTracks(faces, limits))).toEqual(['a1 a2', 'b1 b2']);
  });

  it('keeps to the person when two change places between samples seconds apart', () => {
    const faces = [
      seen('a1', 0, 0, person(0)),
      seen('b1', 0, 300, person(1)),
      seen('a2', 4000, 300, person(0, 0.1)),
      seen('b2', 4000, 0, person(1, 0.1)),
    ];
    expect(names(buildTracks(faces, limits))).toEqual(['a1 a2', 'b1 b2']);
  });

  it('follows a face from frame to frame while its embedding drifts, as long as it stays in place', () => {
    const faces = [0, 0.2, 0.4, 0.55].map((drift, i) => seen(`a${i}`, 100 * i, 3 * i, person(0, drift)));
    expect(buildTracks(faces, limits)).toHaveLength(1);
  });

  it('parts somebody else who sits in the same place after a cut', () => {
    const faces = [seen('a', 0, 0, person(0), 0), seen('b', 200, 0, person(1), 1)];
    expect(names(buildTracks(faces, limits))).toEqual(['a', 'b']);
  });

  it('finds a person again after a cut by the embedding alone', () => {
    const faces = [
      seen('a1', 0, 0, person(0), 0),
      seen('b1', 2000, 0, person(1), 1),
      seen('a2', 4000, 400, person(0, 0.2), 2),
    ];
    expect(names(buildTracks(faces, limits))).toEqual(['a1 a2', 'b1']);
  });

  it('follows a face without an embedding by place inside a shot, never across a cut', () => {
    const faces = [
      seen('a1', 0, 0, person(0)),
      seen('a2', 100, 20, null),
      seen('a3', 200, 25, person(0)),
      seen('c', 300, 25, null, 1),
    ];
    expect(names(buildTracks(faces, limits))).toEqual(['a1 a2 a3', 'c']);
  });

  it('does not take a moved face without an embedding for the same after a long gap', () => {
    const faces = [seen('a', 0, 0, null), seen('b', 3000, 35, null)];
    expect(buildTracks(faces, limits)).toHaveLength(2);
  });

  it('gives a track one face of a frame, the closer one', () => {
    const faces = [
      seen('a1', 0, 0, person(0)),
      seen('twin', 100, 30, person(0, 0.25)),
      seen('a2', 100, 2, person(0, 0.05)),
    ];
    expect(names(buildTracks(faces, limits))).toEqual(['a1 a2', 'twin']);
  });

  it('is empty for no faces, and otherwise holds each exactly once', () => {
    expect(buildTracks([], limits)).toEqual([]);
    const faces = Array.from({ length: 30 }, (_, i) =>
      seen(`${i}`, 500 * (i >> 1), 200 * (i % 2), person(i % 3)),
    );
    expect(new Set(buildTracks(faces, limits).flat())).toEqual(new Set(faces));
    expect(buildTracks(faces, limits).flat()).toHaveLength(faces.length);
  });

  it('follows a face that stays in its place while the picture grows', () => {
    const small = seen('a1', 0, 160, null);
    const large = {
      ...seen('a2', 100, 0, null),
      box: { x: 640, y: 400, width: 320, height: 400 },
      frame: { width: 2560, height: 1440 },
    };
    expect(names(buildTracks([small, large], limits))).toEqual(['a1 a2']);
  });
});
