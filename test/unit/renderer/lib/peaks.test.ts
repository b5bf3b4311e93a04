import { expect, it } from 'vitest';
import { nextPlace, suspiciousPeaks } from '../../../../src-renderer/lib/peaks.ts';
import { track } from '../support/rows.ts';

const scores = (id: number, ...all: (number | null)[]) =>
  track(
    id,
    all.map((score, at) => [at * 10, score]),
    0.5,
  );

const facesOf = (all: number[]) => {
  const [face] = scores(1, 0.5).faces;
  return all.map((score, at) => ({ ...face!, frameIndex: at * 10, score }));
};

it('finds the faces above the threshold that stand out from those before and after, of all tracks', () => {
  const tracks = [scores(1, 0.7, 0.6, null, 0.8, 0.55, 0.58), scores(2, 0.2, 0.9, 0.9, 0.4)];
  expect(suspiciousPeaks(tracks, 0.5)).toEqual([
    { trackId: 1, frameIndex: 0 },
    { trackId: 2, frameIndex: 10 },
    { trackId: 1, frameIndex: 30 },
    { trackId: 1, frameIndex: 50 },
  ]);
});

it('takes the highest face of each track where none reaches the threshold', () => {
  const tracks = [scores(1, 0.1, 0.3, 0.2, 0.3, 0.1), scores(2, null, 0.2)];
  expect(suspiciousPeaks(tracks, 0.5)).toEqual([
    { trackId: 1, frameIndex: 10 },
    { trackId: 2, frameIndex: 10 },
  ]);
});

it('finds them in a track of 300,000 faces, with long rows of equal ones', () => {
  const long = Array.from({ length: 300_000 }, (_, at) => (at === 200_000 ? 0.9 : 0.6));
  expect(
    suspiciousPeaks([scores(1, ...long.slice(0, 5)), { ...scores(2, 0.1), faces: facesOf(long) }], 0.95),
  ).toEqual([
    { trackId: 1, frameIndex: 0 },
    { trackId: 2, frameIndex: 2_000_000 },
  ]);
});

it('finds none where nothing is scored, as while scores are hidden', () => {
  expect(suspiciousPeaks([scores(1, null, null), scores(2)], 0.5)).toEqual([]);
});

it('goes to the next place after a frame and the last before it', () => {
  const places = [{ frameIndex: 3 }, { frameIndex: 9 }];
  expect(nextPlace(places, 3, 1)).toEqual({ frameIndex: 9 });
  expect(nextPlace(places, 9, -1)).toEqual({ frameIndex: 3 });
  expect(nextPlace(places, 9, 1)).toBeUndefined();
});
