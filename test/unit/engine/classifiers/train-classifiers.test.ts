import { describe, expect, it } from 'vitest';
import { faceClassifierTrainers } from '../../../../src-main/engine/classifiers/train-classifiers.ts';
import { faceClassifiers } from '../../../../src-main/shared/lab.ts';
import { clouds } from '../../../support/clouds.ts';

describe.each(faceClassifiers)('the classifier "%s"', (name) => {
  const train = faceClassifierTrainers[name];

  it('scores fakes above real faces that it has not seen, twice the same', async () => {
    const tested = clouds(400, 2);
    const vectors = tested.map(({ vector }) => vector);
    const scores = (await train(clouds(400, 1), { seed: 1 })).scores(vectors);
    const [fakes, reals] = ['fake', 'real'].map((label) =>
      scores.filter((_, index) => tested[index]!.label === label),
    ) as [number[], number[]];
    const above = fakes.flatMap((fake) => reals.map((real) => (fake > real ? 1 : fake === real ? 0.5 : 0)));
    const auc = above.reduce<number>((sum, each) => sum + each, 0) / above.length;
    // The best possible is Φ(√2) = 0.921.
    expect(auc).toBeGreaterThan(0.7);
    expect((await train(clouds(400, 1), { seed: 1 })).scores(vectors)).toEqual(scores);
  });
});
