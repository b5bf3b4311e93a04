import { describe, expect, it } from 'vitest';
import { remarksOn } from '../../../../src-main/engine/lab/remarks.ts';
import type { LabFace } from '../../../../src-main/engine/lab/run-plans.ts';
import { metricDefaults } from '../../../../src-main/shared/lab-defaults.ts';
import type { StoredSplitKind } from '../../../../src-main/shared/lab.ts';

const clip = (itemId: number, identity: string, alike: string[] = []): LabFace => ({
  ...{ faceId: itemId, itemId, fold: 0, group: 0, sizePx: 100, frameIndex: 0, label: 'real' },
  ...{ video: `clip ${itemId}`, identity, alike, embedding: Float32Array.of(1) },
});
const train = [clip(1, 'ann')];
/** The same person by name, and one who looks like her under another name. */
const test = [clip(2, 'ann'), clip(3, 'unnamed in c.mp4', ['clip 1'])];

const remarksFor = (split: StoredSplitKind) =>
  remarksOn(
    { ...metricDefaults, datasetId: 1, splitId: 1, embedder: 'facenet', leaky: false },
    [...train, ...test],
    [{ split, stages: [{ name: 'fold 1', fold: 0, train, test, alikeLeftOut: 0 }] }],
  ).join(' ');

describe('the remarks of a run', () => {
  it('warn that people may be on both sides, unless they were kept apart', () => {
    for (const split of ['official', 'by-video'] as const) {
      expect(remarksFor(split)).toContain('the figures are too optimistic: 2 of the 3 tested clips');
    }
    expect(remarksFor('by-identity')).not.toContain('too optimistic');
  });

  it('warn that people without a name are told apart by likeness alone', () => {
    expect(remarksFor('by-identity')).toContain('1 of 3 clips name no person.');
    expect(remarksFor('by-video')).not.toContain('name no person');
  });

  it('warn of intervals that few groups are drawn from', () => {
    expect(remarksFor('by-identity')).toContain(
      'The clips form only 1 independent group: ignore the intervals.',
    );
  });
});
