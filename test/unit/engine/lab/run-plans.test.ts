import { describe, expect, it } from 'vitest';
import { chosenPlan, leakyPlan, type LabFace } from '../../../../src-main/engine/lab/run-plans.ts';
import type { SplitSummary, StoredSplitKind } from '../../../../src-main/shared/lab.ts';

const split = (kind: StoredSplitKind, folds: number): SplitSummary => ({
  ...{ id: 1, datasetId: 1, kind, seed: 1, folds, createdAt: '', groups: 0, counts: [] },
});

/** Three faces a clip; clip i lies in fold i mod 3. */
const faces: LabFace[] = Array.from({ length: 36 }, (_, index) => {
  const clip = Math.floor(index / 3);
  return {
    ...{ faceId: index, itemId: clip, fold: clip % 3, group: clip, sizePx: 100, frameIndex: index % 3 },
    ...{ label: clip % 2 === 0 ? ('real' as const) : ('fake' as const), video: `clip ${clip}` },
    ...{ identity: `person ${clip}`, embedding: Float32Array.of(1) },
  };
});
const clipsOf = (list: readonly LabFace[]) => new Set(list.map(({ video }) => video));

describe('the plan of the chosen split', () => {
  it('holds out every fold once and trains on all the others', () => {
    const { stages } = chosenPlan(faces, split('by-video', 3));
    expect(stages.map(({ name }) => name)).toEqual([
      'by-video, fold 1',
      'by-video, fold 2',
      'by-video, fold 3',
    ]);
    expect(stages.flatMap(({ test }) => test.map(({ faceId }) => faceId)).sort((a, b) => a - b)).toEqual(
      faces.map(({ faceId }) => faceId),
    );
    for (const { train, test } of stages) {
      expect(train.length + test.length).toBe(faces.length);
      expect([...clipsOf(train)].filter((clip) => clipsOf(test).has(clip))).toEqual([]);
    }
  });

  it('trains by identity on nobody who looks like somebody held out', () => {
    const lookAlikes = faces.map((face) => (face.video === 'clip 1' ? { ...face, alike: ['clip 0'] } : face));
    const { stages } = chosenPlan(lookAlikes, split('by-identity', 3));
    const [first] = stages;
    expect(clipsOf(first!.test).has('clip 0')).toBe(true);
    expect(clipsOf(first!.train).has('clip 1')).toBe(false);
    expect(first!.alikeLeftOut).toBe(1);
    expect(stages[2]!.alikeLeftOut).toBe(0);
  });

  it("tests an official split on its makers' test part alone", () => {
    const { stages } = chosenPlan(faces, split('official', 2));
    expect(stages).toHaveLength(1);
    expect(stages[0]!.test.every(({ fold }) => fold === 0)).toBe(true);
  });
});

describe('the leaky plan', () => {
  it('has the same clips on both sides, as the paper had', () => {
    const [stage] = leakyPlan(faces, 1).stages;
    expect(stage!.test.length).toBeGreaterThan(0);
    expect([...clipsOf(stage!.train)]).toEqual(expect.arrayContaining([...clipsOf(stage!.test)]));
  });
});
