import { describe, expect, it } from 'vitest';
import {
  makeSplit,
  asStored,
  type Placed,
  type SplitItem,
} from '../../../../src-main/engine/lab/make-split.ts';
import { createRandom, type Random } from '../../../../src-main/engine/support/random.ts';

const item = (id: number, more: Partial<SplitItem> = {}): SplitItem => ({
  ...{ id, label: id % 2 === 0 ? 'real' : 'fake', identity: `person ${id}` },
  ...{ donors: [], source: `take ${id}`, part: null, ...more },
});

/** Recordings of people, some with fakes of them that took the face of another. */
function randomSet(random: Random): SplitItem[] {
  const people = 6 + random.integer(40);
  const items: SplitItem[] = [];
  for (let take = 0; take < 10 + random.integer(60); take += 1) {
    const real = { identity: `person ${random.integer(people)}`, source: `take ${take}` };
    if (random.next() < 0.8) items.push(item(items.length + 1, { ...real, label: 'real' }));
    while (random.next() < 0.4) {
      const donors = random.next() < 0.7 ? [`person ${random.integer(people)}`] : [];
      // Tables often do not say who is seen in a fake: then the recording alone ties it.
      const identity = random.next() < 0.7 ? real.identity : `unnamed ${items.length}`;
      items.push(item(items.length + 1, { ...real, identity, donors, label: 'fake' }));
    }
  }
  return random.shuffled(items);
}

/** Folds in which each name occurs. */
function foldsOf(
  items: readonly SplitItem[],
  places: readonly Placed[],
  namesOf: (item: SplitItem) => string[],
) {
  const folds = new Map<string, Set<number>>();
  const foldOf = new Map(places.map(({ itemId, fold }) => [itemId, fold]));
  for (const each of items)
    for (const name of namesOf(each))
      folds.set(name, (folds.get(name) ?? new Set()).add(foldOf.get(each.id)!));
  return folds;
}
const torn = (folds: Map<string, Set<number>>) => [...folds].filter(([, in_]) => in_.size > 1);

describe('a split by identity', () => {
  it('never has a person, a donor or a recording on two sides, over 300 random data sets', () => {
    let split = 0;
    for (let seed = 1; seed <= 300; seed += 1) {
      const items = randomSet(createRandom(seed));
      const folds = 2 + (seed % 4);
      let places: Placed[];
      try {
        places = makeSplit(items, { kind: 'by-identity', seed, folds });
      } catch (error) {
        expect(error).toMatchObject({ code: 'lab/bad-split' });
        continue;
      }
      split += 1;
      expect(places).toHaveLength(items.length);
      expect(torn(foldsOf(items, places, (each) => [each.identity, ...each.donors]))).toEqual([]);
      expect(torn(foldsOf(items, places, (each) => [each.source]))).toEqual([]);
      const groupFolds = new Map(places.map(({ group, fold }) => [group, fold]));
      for (const { group, fold } of places) expect(fold).toBe(groupFolds.get(group));
    }
    // The sets are not all one group, or nothing was shown.
    expect(split).toBeGreaterThan(100);
  });

  it('has both classes in every fold where enough groups hold them', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const random = createRandom(seed);
      const folds = 2 + random.integer(4);
      const items = Array.from({ length: 40 }, (_, id) =>
        item(id, { identity: `person ${random.integer(3) === 0 ? id - (id % 4) : id}` }),
      );
      const places = makeSplit(items, { kind: 'by-identity', seed, folds });
      const labelOf = new Map(items.map(({ id, label }) => [id, label]));
      const seen = new Set(places.map(({ itemId, fold }) => `${labelOf.get(itemId)} ${fold}`));
      expect(seen.size).toBe(2 * folds);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    const items = Array.from({ length: 60 }, (_, id) => item(id));
    const deal = (seed: number) => makeSplit(items, { kind: 'by-identity', seed, folds: 5 });
    expect(deal(7)).toEqual(deal(7));
    expect(deal(7)).not.toEqual(deal(8));
  });

  it('asks for fewer folds where everybody is tied to everybody', () => {
    const items = [1, 2, 3, 4].map((id) => item(id, { donors: ['the same donor'] }));
    expect(() => makeSplit(items, { kind: 'by-identity', seed: 1, folds: 2 })).toThrow(
      /1 independent group .* 2 folds\. Add people\./,
    );
    const strangers = [1, 2, 3].map((id) => item(id));
    expect(() => makeSplit(strangers, { kind: 'by-identity', seed: 1, folds: 5 })).toThrow('(--folds 3)');
  });

  it('needs both classes', () => {
    const items = [2, 4, 6].map((id) => item(id));
    expect(() => makeSplit(items, { kind: 'by-identity', seed: 1, folds: 2 })).toThrow(/3 real and 0 fake/);
  });
});

it('by video keeps recordings together, and lets a person stand on both sides', () => {
  const items = Array.from({ length: 40 }, (_, id) =>
    item(id, { identity: 'the only person', source: `take ${id >> 1}` }),
  );
  const places = makeSplit(items, { kind: 'by-video', seed: 1, folds: 4 });
  expect(torn(foldsOf(items, places, (each) => [each.source]))).toEqual([]);
  expect(torn(foldsOf(items, places, (each) => [each.identity]))).toHaveLength(1);
  expect(new Set(places.map(({ group }) => group)).size).toBe(20);
});

describe('an official split', () => {
  const whole = [
    item(1, { part: 'test' }),
    item(2, { part: 'test' }),
    item(3, { part: 'train' }),
    item(4, { part: 'train' }),
  ];

  it('holds out the test part as fold 0 and leaves out what is in no part', () => {
    const items = [...whole, item(5, { part: 'validation' }), item(6)];
    const places = makeSplit(items, asStored({ kind: 'official', seed: 9, folds: 5 }));
    expect(places.map(({ itemId, fold }) => [itemId, fold])).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 2],
    ]);
  });

  it('is not made up where the set has none', () => {
    const refusal = expect.objectContaining({ code: 'lab/bad-split' }) as Error;
    const deal = (items: SplitItem[]) => () =>
      makeSplit(items, asStored({ kind: 'official', seed: 1, folds: 2 }));
    expect(deal([1, 2, 3, 4].map((id) => item(id)))).toThrow(refusal);
    expect(deal(whole.filter(({ part }) => part === 'train'))).toThrow(refusal);
    expect(deal(whole.filter(({ id }) => id !== 1))).toThrow(refusal);
  });

  it('does not depend on seed and folds', () => {
    expect(asStored({ kind: 'official', seed: 9, folds: 5 })).toEqual(
      asStored({ kind: 'official', seed: 1, folds: 2 }),
    );
    expect(asStored({ kind: 'by-video', seed: 9, folds: 5 })).toEqual({
      kind: 'by-video',
      seed: 9,
      folds: 5,
    });
  });
});
