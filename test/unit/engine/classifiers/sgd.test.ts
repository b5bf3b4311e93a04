import { describe, expect, it } from 'vitest';
import { sgdClassifier, trainSgd } from '../../../../src-main/engine/classifiers/sgd.ts';
import { clouds } from '../../../support/clouds.ts';

describe('SGD classifier', () => {
  it('finds the direction in which two clouds differ', () => {
    const model = trainSgd(clouds(2000, 1), { seed: 1 });
    expect(Math.abs(model.weights[1]! / model.weights[0]!)).toBeLessThan(0.3);
    const tested = clouds(2000, 2);
    const scores = sgdClassifier(model).scores(tested.map(({ vector }) => vector));
    const right = scores.filter((score, index) => score > 0 === (tested[index]!.label === 'fake')).length;
    // The best possible is Φ(1) = 0.841.
    expect(right / 2000).toBeGreaterThan(0.81);
  });

  it('comes close to the log odds that generated the data', () => {
    const { weights, intercept } = trainSgd(clouds(4000, 3), { seed: 1, alpha: 1e-4 });
    expect(weights[0]).toBeGreaterThan(1.5);
    expect(weights[0]).toBeLessThan(2.5);
    expect(Math.abs(intercept)).toBeLessThan(0.5);
  });

  it('shrinks its weights under a stronger penalty', () => {
    const samples = clouds(500, 4);
    const weak = trainSgd(samples, { seed: 1, alpha: 1e-4 });
    const strong = trainSgd(samples, { seed: 1, alpha: 1 });
    expect(strong.weights[0]).toBeLessThan(0.5 * weak.weights[0]!);
  });

  it('is the same for the same seed and differs with another', () => {
    const samples = clouds(100, 5);
    expect(trainSgd(samples, { seed: 1 })).toEqual(trainSgd(samples, { seed: 1 }));
    expect(trainSgd(samples, { seed: 1 })).not.toEqual(trainSgd(samples, { seed: 2 }));
  });
});
