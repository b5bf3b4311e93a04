import { describe, expect, it } from 'vitest';
import { groupedFolds, independentGroups } from '../../../../src-main/engine/evaluation/splits.ts';
import { joinAlike } from '../../../../src-main/engine/training/join-alike.ts';
import type { ExtractedSample } from '../../../../src-main/engine/training/training-sample.ts';

/** Two faces of one clip, a little to each side of a direction in the plane. */
function clip(video: string, degrees: number, label: 'real' | 'fake' = 'real'): ExtractedSample[] {
  return [-20, 20].map((turn) => {
    const angle = ((degrees + turn) * Math.PI) / 180;
    return {
      ...{ video, label, identity: `name of ${video}`, embedding: Float32Array.of(1) },
      likeness: Float32Array.of(Math.cos(angle), Math.sin(angle)),
    };
  });
}

const SAME = 1.1; // 2 − 2 · cos 63°
const groupsOf = async (...clips: ExtractedSample[][]) =>
  independentGroups(await joinAlike(clips.flat(), SAME));

describe('clips of people who look alike', () => {
  it('share a group though their names differ', async () => {
    expect(await groupsOf(clip('filmed', 0), clip('swapped', 60, 'fake'))).toEqual([0, 0, 0, 0]);
  });

  it('stay apart beyond the limit for one person, measured between the means of the clips', async () => {
    // The nearest faces are 30° apart, the means 70°.
    expect(await groupsOf(clip('ann', 0), clip('bob', 70))).toEqual([0, 0, 1, 1]);
  });

  it('are joined through a third, since neither may stand opposite it', async () => {
    expect(await groupsOf(clip('a', 0), clip('b', 120), clip('c', 60))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('never stand on both sides of a split', async () => {
    const samples = await joinAlike(
      [clip('a', 0), clip('b', 180), clip('c', 50, 'fake'), clip('d', 230, 'fake')].flat(),
      SAME,
    );
    const folds = groupedFolds(samples, { folds: 2, seed: 1 });
    const foldOf = (video: string) => folds[samples.findIndex((sample) => sample.video === video)];
    expect(foldOf('a')).toBe(foldOf('c'));
    expect(foldOf('b')).toBe(foldOf('d'));
    expect(foldOf('a')).not.toBe(foldOf('b'));
  });
});
