import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { squaredDistances } from '../../../../../src-main/engine/metric-learning/losses/distances.ts';
import { mineTriplets } from '../../../../../src-main/engine/metric-learning/losses/semi-hard.ts';
import { tripletSemiHardLoss } from '../../../../../src-main/engine/metric-learning/losses/triplet-semi-hard.ts';
import { goldenPath } from '../../../../support/shared-data.ts';

interface GoldenCase {
  name: string;
  margin: number;
  labels: number[];
  embeddings: number[][];
  loss: number;
  /** [anchor, positive, negative, loss]; the batch of 32 lists only the first forty. */
  triplets: [number, number, number, number][];
  gradient: number[][] | null;
}

/** Written by a float64 reference; compared to 1e-5. */
const golden = JSON.parse(readFileSync(goldenPath('triplets.json'), 'utf8')) as { cases: GoldenCase[] };

describe('the reference', () => {
  it.each(golden.cases)('mines and costs the same on "$name"', (expected) => {
    const labels = expected.labels.map(String);
    const embeddings = Float32Array.from(expected.embeddings.flat());
    const dim = expected.embeddings[0]!.length;
    const triplets = mineTriplets(squaredDistances(embeddings, dim), labels);
    const chosen = new Map(triplets.map((each) => [`${each.anchor}, ${each.positive}`, each.negative]));
    for (const [anchor, positive, negative] of expected.triplets) {
      expect(chosen.get(`${anchor}, ${positive}`), `anchor ${anchor}, positive ${positive}`).toBe(negative);
    }
    const { loss, gradient } = tripletSemiHardLoss(embeddings, labels, expected.margin);
    expect(loss).toBeCloseTo(expected.loss, 5);
    for (const [index, value] of (expected.gradient ?? []).flat().entries()) {
      expect(gradient[index], `gradient ${index}`).toBeCloseTo(value, 5);
    }
  });
});

/** Places on a line, so that distances can be read off. */
const onLine = (...places: number[]) => Float32Array.from(places);

describe('semi-hard mining', () => {
  it('takes the closest negative that is farther than the positive', () => {
    const distances = squaredDistances(onLine(0, 2, 1, 3, 4), 1);
    const [first] = mineTriplets(distances, ['a', 'a', 'b', 'b', 'b']);
    expect(first).toEqual({ anchor: 0, positive: 1, negative: 3 });
  });

  it('falls back to the farthest negative when all are closer than the positive', () => {
    const distances = squaredDistances(onLine(0, 9, 1, 3, 2), 1);
    const [first] = mineTriplets(distances, ['a', 'a', 'b', 'b', 'b']);
    expect(first).toEqual({ anchor: 0, positive: 1, negative: 3 });
  });

  it('gives one triplet for every ordered positive pair', () => {
    const distances = squaredDistances(onLine(0, 1, 2, 3, 4), 1);
    expect(mineTriplets(distances, ['a', 'a', 'a', 'b', 'b'])).toHaveLength(3 * 2 + 2 * 1);
  });

  it('gives none where there is no negative', () => {
    expect(mineTriplets(squaredDistances(onLine(0, 1), 1), ['a', 'a'])).toEqual([]);
  });
});

describe('triplet loss', () => {
  it('averages over satisfied pairs too', () => {
    // The closest pair of classes is 81 apart, the widest pair of positives 4.
    expect(tripletSemiHardLoss(onLine(0, 1, 10, 12), ['a', 'a', 'b', 'b'], 1)).toMatchObject({
      loss: 0,
      violating: 0,
    });
    // With margin 79 one pair of four violates: from 10 to 12, with 1 as the negative, by 4 − 81 + 79.
    expect(tripletSemiHardLoss(onLine(0, 1, 10, 12), ['a', 'a', 'b', 'b'], 79)).toMatchObject({
      ...{ loss: 0.5, violating: 0.25 },
    });
  });

  it('has the gradient that finite differences give', () => {
    const labels = ['a', 'b', 'a', 'b', 'a', 'b'];
    const embeddings = Float32Array.from({ length: 18 }, (_, index) => Math.sin(3 * index + 1));
    const { gradient } = tripletSemiHardLoss(embeddings, labels, 1);
    const h = 1e-3;
    for (const index of embeddings.keys()) {
      const moved = (by: number) => {
        const copy = Float32Array.from(embeddings);
        copy[index]! += by;
        return tripletSemiHardLoss(copy, labels, 1).loss;
      };
      expect(gradient[index]).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 2);
    }
  });
});
