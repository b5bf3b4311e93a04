import { describe, expect, it } from 'vitest';
import { remarksOn } from '../../../../src-main/engine/lab/remarks.ts';
import { metricDefaults } from '../../../../src-main/shared/lab-defaults.ts';
import type { StoredSplitKind } from '../../../../src-main/shared/lab.ts';

const remarksFor = (split: StoredSplitKind) =>
  remarksOn(
    { ...metricDefaults, datasetId: 1, splitId: 1, embedder: 'facenet', leaky: false },
    [],
    [{ split, stages: [{ name: 'fold 1', fold: 0, train: [], test: [], alikeLeftOut: 0 }] }],
  ).join(' ');

describe('the remarks of a run', () => {
  it('warn that people may be on both sides, unless they were kept apart', () => {
    expect(remarksFor('official')).toContain('The official split may have the same people on both sides');
    expect(remarksFor('by-video')).toContain('The split by video may have the same people on both sides');
    expect(remarksFor('by-identity')).not.toContain('both sides');
  });
});
