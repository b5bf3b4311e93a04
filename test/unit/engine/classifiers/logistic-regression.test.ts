import { describe, expect, it } from 'vitest';
import type { LabelledVector } from '../../../../src-main/engine/classifiers/classifier.ts';
import {
  logisticClassifier,
  trainLogistic,
} from '../../../../src-main/engine/classifiers/logistic-regression.ts';
import type { LinearModel } from '../../../../src-main/engine/classifiers/linear-model.ts';
import { clouds } from '../../../support/clouds.ts';

/** Of ½ |w|² + C Σ ln(1 + e^(−y f)), the intercept last. */
function gradientOf(
  { weights, intercept }: LinearModel,
  samples: readonly LabelledVector[],
  strength: number,
) {
  const gradient = [...weights, 0];
  for (const { vector, label } of samples) {
    const f = weights.reduce((sum, w, k) => sum + w * vector[k]!, intercept);
    const error = strength * (1 / (1 + Math.exp(-f)) - (label === 'fake' ? 1 : 0));
    for (const k of weights.keys()) gradient[k]! += error * vector[k]!;
    gradient[weights.length]! += error;
  }
  return gradient;
}

describe('logistic regression', () => {
  it.each([1e-3, 1, 1e3])('stands at the minimum of its cost, with C = %d', async (strength) => {
    const samples = clouds(500, 1);
    const model = await trainLogistic(samples, { strength });
    for (const slope of gradientOf(model, samples, strength)) expect(Math.abs(slope)).toBeLessThan(1e-6);
  });

  it('reaches it on data that a plane divides, where without a penalty there is none', async () => {
    const samples: LabelledVector[] = [-3, -2, 1, 4].map((x) => ({
      ...{ vector: Float32Array.of(100 * x), label: x > 0 ? 'fake' : 'real', video: `${x}` },
    }));
    const model = await trainLogistic(samples);
    for (const slope of gradientOf(model, samples, 1)) expect(Math.abs(slope)).toBeLessThan(1e-6);
  });

  it('solves the case of two points by hand: w solves w = 2 σ(−w), without intercept', async () => {
    const { weights, intercept } = await trainLogistic([
      { vector: Float32Array.of(1), label: 'fake', video: 'a' },
      { vector: Float32Array.of(-1), label: 'real', video: 'b' },
    ]);
    const [w] = weights as [number];
    expect(w).toBeCloseTo(2 / (1 + Math.exp(w)), 8);
    expect(intercept).toBeCloseTo(0, 8);
  });

  it('gives the log odds that generated the data', async () => {
    const classifier = logisticClassifier(await trainLogistic(clouds(4000, 3)));
    expect(classifier.scores([Float32Array.of(1, 0)])[0]).toBeCloseTo(2, 0);
  });

  it('stops when it is aborted', async () => {
    await expect(trainLogistic(clouds(10, 1), {}, AbortSignal.abort())).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});
