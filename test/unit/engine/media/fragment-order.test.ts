/** What numbers and times of fragments say, and what they leave open. */
import { describe, expect, it } from 'vitest';
import {
  fragmentOrderOf,
  missingFragmentsText,
  stepsBackText,
} from '../../../../src-main/engine/media/fragment-order.ts';
import type { Mp4Fragment } from '../../../../src-main/engine/media/mp4-fragments.ts';

const timeBase = { num: 1, den: 1000 };

/** Fragments of a second with 25 frames, each by its number and the second at which it begins. */
const fragmentsOf = (...places: [sequence: number, second: number][]): Mp4Fragment[] =>
  places.map(([sequence, second], i) => {
    const start = second * 1000;
    return { sequence, at: 100 + 1000 * i, start, end: start + 1000, frames: 25 };
  });

function missing(fragments: Mp4Fragment[], others: number[] = []): string[] {
  const sequences = [...fragments.map(({ sequence }) => sequence), ...others];
  return missingFragmentsText(fragmentOrderOf({ fragments, sequences, beginsWithFrames: false }), {
    timeBase,
  });
}

const order = (fragments: Mp4Fragment[]) =>
  fragmentOrderOf({
    fragments,
    sequences: fragments.map(({ sequence }) => sequence),
    beginsWithFrames: false,
  });

describe('a fragment is missing', () => {
  it('where clock and numbers jump over the same place', () => {
    expect(missing(fragmentsOf([1, 0], [2, 1], [4, 3], [5, 4], [8, 7]))).toEqual([
      'The video has no frames from 2.0 s to 3.0 s (fragment 2, then 4), from 5.0 s to 7.0 s (fragment 5, then 8), and the numbers of its fragments do not go on there: a part is missing, the recording paused, or another one follows.',
    ]);
  });

  it('of a track that counts for itself, whatever the other track counts', () => {
    expect(missing(fragmentsOf([1, 0], [2, 1], [4, 3]), [1, 2, 3, 4])).toHaveLength(1);
  });

  it('also if the others that are left stand out of order', () => {
    expect(missing(fragmentsOf([1, 0], [4, 3], [2, 1]))).toHaveLength(1);
  });

  it.each([
    ['starts at any number and time', fragmentsOf([700, 90], [701, 91], [702, 92])],
    ['has one number for all', fragmentsOf([1, 0], [1, 1], [1, 5])],
    ['counts anew in each segment', fragmentsOf([1, 0], [2, 1], [1, 2], [2, 3], [1, 7], [2, 8])],
    ['counts by time', fragmentsOf([0, 0], [1000, 1], [2000, 2], [7000, 7])],
    ['was cut out of a file whose sound counted as well', fragmentsOf([1, 0], [3, 1], [5, 2], [7, 9])],
    ['paused, and counted on', fragmentsOf([1, 0], [2, 1], [3, 8], [4, 9])],
    ['lacks numbers where its clock goes on', fragmentsOf([1, 0], [2, 1], [9, 2], [10, 3])],
    ['holds fragments out of order', fragmentsOf([1, 0], [3, 2], [2, 1], [4, 3])],
    ['has frames of unknown duration', fragmentsOf([1, 0], [3, 2]).map((each) => ({ ...each, end: NaN }))],
  ])('never where a file %s', (_, fragments) => {
    expect(missing(fragments)).toEqual([]);
  });

  it('never where a pause of the video is full of sound', () => {
    expect(missing(fragmentsOf([1, 0], [3, 1], [8, 5]), [2, 4, 5, 6, 7])).toEqual([]);
  });
});

describe('fragments out of order', () => {
  it('are those whose number and time both belong before', () => {
    const { stepsBack, lateFrames } = order(fragmentsOf([1, 0], [4, 3], [2, 1], [3, 2], [5, 4]));
    expect(lateFrames).toBe(50);
    expect(stepsBackText({ stepsBack }, 50)).toEqual([
      'Fragments of the video stand out of order: fragment 2 (byte 2100) behind fragment 4.',
      expect.stringMatching(/^ffmpeg passes over 50 frames there, which were not examined\. /),
    ]);
  });

  it('are not told from a recording that begins there, where times or numbers are shared', () => {
    for (const fragments of [
      fragmentsOf([1, 0], [2, 1], [1, 0], [2, 1]),
      fragmentsOf([7, 5], [8, 6], [7, 0], [8, 1]),
    ]) {
      const { stepsBack } = order(fragments);
      expect(stepsBackText({ stepsBack }, 25)[0]).toMatch(
        /^The clock of the video goes back between fragments: .* Another recording or segment begins there, or they stand out of order\.$/,
      );
      // Where nothing was passed over, the join is named by the times of the frames.
      expect(stepsBackText({ stepsBack }, 0)).toEqual([]);
    }
  });
});
