import { describe, expect, it } from 'vitest';
import type { LabelledVector } from '../../../../src-main/engine/classifiers/classifier.ts';
import {
  decisionTreeClassifier,
  trainDecisionTree,
} from '../../../../src-main/engine/classifiers/decision-tree.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { clouds } from '../../../support/clouds.ts';

const point = (label: 'real' | 'fake', ...vector: number[]): LabelledVector => ({
  ...{ vector: Float32Array.from(vector), label, video: 'v' },
});

describe('the decision tree', () => {
  it('splits where the Gini impurity falls most, halfway between two values', async () => {
    // Along x, one fake lies among the reals; along y, 4 | 8 divides the classes.
    const samples = [
      ...[point('real', 1, 1), point('real', 2, 4), point('real', 4, 2)],
      ...[point('fake', 3, 8), point('fake', 5, 9), point('fake', 6, 8)],
    ];
    expect(await trainDecisionTree(samples)).toEqual({
      ...{ feature: [1, -1, -1], threshold: [6, 0, 0] },
      ...{ left: [1, -1, -1], right: [2, -1, -1], fake: [0, 0, 1] },
    });
  });

  it('takes the split that a search over all thresholds finds', async () => {
    const samples = clouds(80, 1);
    const gini = (side: readonly LabelledVector[]) => {
      const fake = side.filter(({ label }) => label === 'fake').length / side.length;
      return side.length * 2 * fake * (1 - fake);
    };
    const impurity = (feature: number, threshold: number) => {
      const below = samples.filter(({ vector }) => vector[feature]! < threshold);
      const above = samples.filter(({ vector }) => vector[feature]! >= threshold);
      return below.length === 0 ? Infinity : gini(below) + gini(above);
    };
    const least = Math.min(
      ...[0, 1].flatMap((feature) => samples.map(({ vector }) => impurity(feature, vector[feature]!))),
    );
    const { feature, threshold } = await trainDecisionTree(samples);
    expect(impurity(feature[0]!, threshold[0]!)).toBeCloseTo(least, 10);
  });

  it('grows until it knows its training data by heart', async () => {
    const random = createRandom(2);
    const samples = Array.from({ length: 300 }, () =>
      point(random.next() < 0.5 ? 'real' : 'fake', ...Array.from({ length: 5 }, () => random.integer(8))),
    );
    const model = await trainDecisionTree(samples);
    const scores = decisionTreeClassifier(model).scores(samples.map(({ vector }) => vector));
    const key = ({ vector }: LabelledVector) => vector.join();
    for (const [index, sample] of samples.entries()) {
      const same = samples.filter((other) => key(other) === key(sample));
      const fakes = same.filter(({ label }) => label === 'fake').length;
      expect(scores[index]).toBeCloseTo(fakes / same.length, 12);
    }
  });

  it('solves the exclusive or, whose first split gains nothing', async () => {
    const samples = [point('real', 0, 0), point('fake', 0, 1), point('fake', 1, 0), point('real', 1, 1)];
    const tree = decisionTreeClassifier(await trainDecisionTree(samples));
    expect(tree.scores(samples.map(({ vector }) => vector))).toEqual([0, 1, 1, 0]);
  });

  it('is a single leaf where nothing can be split', async () => {
    const tree = await trainDecisionTree([point('real', 1), point('fake', 1), point('fake', 1)]);
    expect(tree.fake).toEqual([2 / 3]);
  });
});
