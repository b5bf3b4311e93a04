import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { holdOut } from '../../../../src-main/engine/softmax-learning/hold-out.ts';
import type { GroupedSample } from '../../../../src-main/engine/softmax-learning/hold-out.ts';

const clips = (count: number, faces: number): GroupedSample[] =>
  Array.from({ length: count * faces }, (_, index) => {
    const clip = Math.floor(index / faces);
    return { label: clip % 2 === 0 ? 'real' : 'fake', group: `clip ${clip}` };
  });

describe('holding out for validation', () => {
  it('keeps every group on one side, and every sample on one', () => {
    const samples = clips(40, 7);
    for (let seed = 0; seed < 50; seed++) {
      const { training, validation } = holdOut(samples, 0.15, createRandom(seed));
      const groups = (indices: number[]) => new Set(indices.map((index) => samples[index]!.group));
      expect([...groups(training)].filter((group) => groups(validation).has(group))).toEqual([]);
      expect([...training, ...validation].sort((a, b) => a - b)).toEqual([...samples.keys()]);
      expect(validation.length / samples.length).toBeCloseTo(0.15, 1);
    }
  });

  it('leaves both classes to train on', () => {
    const samples: GroupedSample[] = [
      ...clips(10, 2).map((sample): GroupedSample => ({ ...sample, label: 'real' })),
      { label: 'fake', group: 'the only fake' },
    ];
    for (let seed = 0; seed < 20; seed++) {
      expect(holdOut(samples, 0.5, createRandom(seed)).training).toContain(20);
    }
  });

  it('holds nothing out where it would be most of the data, or none was asked for', () => {
    const joined = clips(4, 5).map((sample): GroupedSample => ({ ...sample, group: 'one circle' }));
    expect(holdOut(joined, 0.15, createRandom(1)).validation).toEqual([]);
    expect(holdOut(clips(10, 2), 0, createRandom(1)).validation).toEqual([]);
  });
});
