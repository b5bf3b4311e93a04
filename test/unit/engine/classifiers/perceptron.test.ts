import { describe, expect, it } from 'vitest';
import type { LabelledVector } from '../../../../src-main/engine/classifiers/classifier.ts';
import { perceptronClassifier, trainPerceptron } from '../../../../src-main/engine/classifiers/perceptron.ts';
import { clouds } from '../../../support/clouds.ts';

const divided: LabelledVector[] = clouds(400, 1).filter(({ vector, label }) =>
  label === 'fake' ? vector[0]! > 0.2 : vector[0]! < -0.2,
);

describe('the perceptron', () => {
  it('divides what a plane can divide (Novikoff 1962)', async () => {
    const classifier = perceptronClassifier(await trainPerceptron(divided, { seed: 1 }));
    const scores = classifier.scores(divided.map(({ vector }) => vector));
    expect(scores.every((score, index) => score > 0 === (divided[index]!.label === 'fake'))).toBe(true);
  });

  it('adds a wrong vector with its sign: one sample alone is its own weight', async () => {
    const model = await trainPerceptron([{ vector: Float32Array.of(2, -3), label: 'real', video: 'a' }], {
      seed: 1,
    });
    expect(model).toEqual({ weights: [-2, 3], intercept: -1 });
  });

  it('comes to an end where no plane divides', async () => {
    const classifier = perceptronClassifier(await trainPerceptron(clouds(1000, 2), { seed: 1 }));
    const tested = clouds(1000, 3);
    const scores = classifier.scores(tested.map(({ vector }) => vector));
    const right = scores.filter((score, index) => score > 0 === (tested[index]!.label === 'fake')).length;
    // The best possible is Φ(1) = 0.841.
    expect(right / 1000).toBeGreaterThan(0.65);
  });

  it('is the same for the same seed and differs with another', async () => {
    const samples = clouds(200, 5);
    expect(await trainPerceptron(samples, { seed: 1 })).toEqual(await trainPerceptron(samples, { seed: 1 }));
    expect(await trainPerceptron(samples, { seed: 1 })).not.toEqual(
      await trainPerceptron(samples, { seed: 2 }),
    );
  });
});
