import { describe, expect, it } from 'vitest';
import {
  frameFolds,
  groupedFolds,
  independentGroups,
} from '../../../../src-main/engine/evaluation/splits.ts';
import type { Splittable } from '../../../../src-main/engine/evaluation/splits.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

/** Clips of some thirty people, a third of them with donors, some cut from one recording; three faces each. */
function randomClips(seed: number): Splittable[] {
  const random = createRandom(seed);
  const person = () => `person-${random.integer(40)}`;
  return Array.from({ length: 60 }, (_, clip): Splittable[] => {
    const sample: Splittable = {
      ...{ video: `clip-${clip}`, identity: person(), label: random.next() < 0.5 ? 'real' : 'fake' },
      donors: random.next() < 0.3 ? [person()] : [],
      source: `recording-${random.integer(100)}`,
    };
    return [sample, sample, sample];
  }).flat();
}

const seeds = Array.from({ length: 25 }, (_, seed) => seed);

describe('folds by person and source', () => {
  it.each(seeds)('never put a person, donor, source or video on both sides (data set %i)', (seed) => {
    const clips = randomClips(seed);
    const folds = groupedFolds(clips, { folds: 5, seed });
    const foldOf = new Map<string, number>();
    for (const [index, { video, identity, donors = [], source }] of clips.entries()) {
      for (const tie of [video, source!, identity, ...donors]) {
        expect(foldOf.get(tie) ?? folds[index], tie).toBe(folds[index]);
        foldOf.set(tie, folds[index]!);
      }
    }
  });

  it('keep the counts of real and fake videos even', () => {
    const clips = Array.from({ length: 50 }, (_, index): Splittable => ({
      ...{ video: `v${index}`, identity: `p${index}`, label: index < 30 ? 'real' : 'fake' },
    }));
    const folds = groupedFolds(clips, { folds: 5, seed: 1 });
    for (let fold = 0; fold < 5; fold++) {
      const members = clips.filter((_, index) => folds[index] === fold);
      expect(members.filter(({ label }) => label === 'real')).toHaveLength(6);
      expect(members.filter(({ label }) => label === 'fake')).toHaveLength(4);
    }
  });

  it('depend on the seed alone', () => {
    const clips = randomClips(1);
    expect(groupedFolds(clips, { folds: 4, seed: 9 })).toEqual(groupedFolds(clips, { folds: 4, seed: 9 }));
  });
});

describe('independent groups', () => {
  const clip = (video: string, identity: string, more: Partial<Splittable> = {}): Splittable => ({
    ...{ label: 'real', video, identity },
    ...more,
  });

  it('join clips through a donor and a shared recording, however indirectly', () => {
    const groups = independentGroups([
      clip('a', 'ann'),
      clip('b', 'bob', { donors: ['ann'] }),
      clip('c', 'cem', { source: 'studio' }),
      clip('d', 'dee', { source: 'studio', donors: ['bob'] }),
      clip('e', 'eve'),
    ]);
    expect(groups).toEqual([0, 0, 0, 0, 1]);
  });

  it('do not take a source for a person of the same name', () => {
    expect(independentGroups([clip('a', 'x'), clip('b', 'y', { source: 'x' })])).toEqual([0, 1]);
  });
});

describe('folds by frame', () => {
  it('leak: they put every long clip on both sides', () => {
    const clips = Array.from({ length: 4 }, (_, video) =>
      Array.from({ length: 50 }, (): Splittable => ({
        ...{ video: `v${video}`, identity: `p${video}`, label: video < 2 ? 'real' : 'fake' },
      })),
    ).flat();
    const folds = frameFolds(clips, { folds: 5, seed: 1 });
    for (const video of ['v0', 'v1', 'v2', 'v3']) {
      const own = new Set(folds.filter((_, index) => clips[index]!.video === video));
      expect(own.size).toBe(5);
    }
  });
});
