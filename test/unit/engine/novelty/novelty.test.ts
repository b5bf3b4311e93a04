import { describe, expect, it } from 'vitest';
import { fitMahalanobis, mahalanobisDistance } from '../../../../src-main/engine/novelty/mahalanobis.ts';
import { drawReferences, neighbourDistance } from '../../../../src-main/engine/novelty/nearest-neighbours.ts';
import {
  distancesFrom,
  fitNoveltyScale,
  fitTrainingRegion,
  noveltyOf,
} from '../../../../src-main/engine/novelty/novelty.ts';
import type { KnownFace } from '../../../../src-main/engine/novelty/training-distance.ts';
import { shrunkCovariance } from '../../../../src-main/engine/novelty/shrunk-covariance.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

const random = createRandom(5);
const gauss = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());

/** Normal about 0 for real and about 2 for fake faces, the first number with a spread of 3, the others of 1. */
function faces(count: number, length: number): KnownFace[] {
  return Array.from({ length: count }, (_, index) => {
    const label = index % 2 === 0 ? ('real' as const) : ('fake' as const);
    const embedding = Float32Array.from(
      { length },
      (_, k) => gauss() * (k === 0 ? 3 : 1) + (label === 'fake' ? 2 : 0),
    );
    return { embedding, label, video: `clip ${index % 20}` };
  });
}

describe('shrunk covariance', () => {
  const rows = (count: number, length: number, spread = (_: number) => 1) =>
    Array.from({ length: count }, () => Float64Array.from({ length }, (_, k) => gauss() * spread(k)));

  const apart = (samples: readonly Float64Array[]) => samples.map((sample) => [sample]);

  it('learns no more from copies of a sample than from the sample', () => {
    const samples = rows(60, 8, (k) => k + 1);
    const copied = samples.map((sample) => Array.from({ length: 5 }, () => sample));
    const [once, often] = [shrunkCovariance(apart(samples)), shrunkCovariance(copied)];
    expect(often.shrinkage).toBeCloseTo(once.shrinkage, 12);
    expect(shrunkCovariance(apart(copied.flat())).shrinkage).toBeLessThan(once.shrinkage / 4);
  });

  it('agrees with a worked example of unequal clips', () => {
    const clips = [[[2], [1]], [[-1]], [[-2]]].map((clip) => clip.map(([x]) => Float64Array.from([x!, 0])));
    // S = diag(10 / 4, 0); of the clips' sums 5, 1 and 4 in its first place, 5, 2.5 and 2.5 are expected.
    const chance = (0 ** 2 + 1.5 ** 2 + 1.5 ** 2) / 4 ** 2;
    const spread = 2.5 ** 2 - 2 * 1.25 ** 2;
    expect(shrunkCovariance(clips).shrinkage).toBeCloseTo(chance / spread, 12);
  });

  it('says nothing of directions on the word of one or two clips', () => {
    for (const count of [1, 2]) {
      const clips = Array.from({ length: count }, () => rows(3, 10));
      const { covariance, shrinkage } = shrunkCovariance(clips);
      expect(shrinkage).toBe(1);
      expect(covariance[1]).toBeCloseTo(0, 12);
    }
  });

  it('is a multiple of the identity where the samples are too few to say more', () => {
    const { covariance, shrinkage } = shrunkCovariance(apart(rows(20, 100)));
    expect(shrinkage).toBeGreaterThan(0.9);
    expect(Math.abs(covariance[1]!)).toBeLessThan(0.1 * covariance[0]!);
  });

  it('keeps the size of the sample covariance, and approaches it with many samples', () => {
    const many = rows(20_000, 3, (k) => k + 1);
    const { covariance, shrinkage } = shrunkCovariance(apart(many));
    expect(shrinkage).toBeLessThan(0.01);
    for (const k of [0, 1, 2]) expect(covariance[k * 4]! / (k + 1) ** 2).toBeCloseTo(1, 1);
  });

  it('agrees with a worked example', () => {
    const samples = [
      [2, 1],
      [2, 0],
      [-1, 1],
      [1, 0],
    ].map((row) => Float64Array.from(row));
    const [s11, s12, s22] = [10 / 4, 1 / 4, 2 / 4];
    const squared = s11 ** 2 + 2 * s12 ** 2 + s22 ** 2;
    const variance = (s11 + s22) / 2;
    const fourth = (25 + 16 + 4 + 1) / 4;
    const expected = (fourth - squared) / 4 / (squared - 2 * variance ** 2);
    const { covariance, shrinkage } = shrunkCovariance(apart(samples));
    expect(shrinkage).toBeCloseTo(expected, 12);
    expect(covariance[1]).toBeCloseTo((1 - expected) * s12, 12);
    expect(covariance[0]).toBeCloseTo((1 - expected) * s11 + expected * variance, 12);
  });
});

describe('Mahalanobis distance', () => {
  const known = faces(4000, 4);
  const distance = mahalanobisDistance(fitMahalanobis(known));

  it('is 0 at the mean of a class', () => {
    const own = known.filter(({ label }) => label === 'fake');
    const mean = Float32Array.from({ length: 4 }, (_, k) =>
      own.reduce((sum, { embedding }) => sum + embedding[k]! / own.length, 0),
    );
    expect(distance(mean)).toBeCloseTo(0, 5);
  });

  it('counts in units of the spread along each direction, to the nearer class', () => {
    expect(distance(Float32Array.of(-6, 0, 0, 0))).toBeCloseTo(2, 0);
    expect(distance(Float32Array.of(0, 0, 0, -4))).toBeCloseTo(4, 0);
    expect(distance(Float32Array.of(2, 2, 2, 6))).toBeCloseTo(4, 0);
  });
});

describe('distance to the nearest faces', () => {
  it('is the mean over the nearest, however many others lie far away', () => {
    const near = Array.from({ length: 10 }, (_, index) => Float32Array.of(index < 5 ? 1 : 3));
    const far = Array.from({ length: 50 }, () => Float32Array.of(100));
    expect(neighbourDistance([...far, ...near])(Float32Array.of(0))).toBe(2);
  });

  it('is measured to no more than so many of each class, and to faces of every clip', () => {
    const known = faces(2000, 3);
    const references = drawReferences(known, 1);
    expect(references).toHaveLength(384);
    const clips = new Set(
      known.filter(({ embedding }) => references.includes(embedding)).map(({ video }) => video),
    );
    expect(clips.size).toBe(20);
    expect(drawReferences(known, 1)).toEqual(references);
  });
});

describe('novelty', () => {
  const region = distancesFrom(fitTrainingRegion(faces(600, 16), 1));
  const scale = fitNoveltyScale(faces(600, 16).map(({ embedding }) => region(embedding)));
  const novelties = faces(600, 16).map(({ embedding }) => noveltyOf(region(embedding), scale));

  it('is the share of held-out faces that lie nearer', () => {
    const beyond = novelties.filter((novelty) => novelty > 0.9).length / novelties.length;
    // One in ten by each measure, which mostly agree.
    expect(beyond).toBeGreaterThan(0.07);
    expect(beyond).toBeLessThan(0.2);
  });

  it('is 1 far from all training data', () => {
    expect(noveltyOf(region(new Float32Array(16).fill(50)), scale)).toBe(1);
  });

  it('sees a face that is odd by one measure alone', () => {
    const least = { neighbours: scale.neighbours[0]!, mahalanobis: scale.mahalanobis[0]! };
    expect(noveltyOf({ ...least, mahalanobis: 1000 }, scale)).toBe(1);
    expect(noveltyOf({ ...least, neighbours: 1000 }, scale)).toBe(1);
    expect(noveltyOf(least, scale)).toBe(0);
  });
});
