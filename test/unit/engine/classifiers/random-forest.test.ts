import { describe, expect, it } from 'vitest';
import type { LabelledVector } from '../../../../src-main/engine/classifiers/classifier.ts';
import {
  forestClassifier,
  forestModel,
  trainForest,
} from '../../../../src-main/engine/classifiers/random-forest.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

/** Fake inside a ring, real outside it: no line divides them. */
function ring(count: number, seed: number): LabelledVector[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const vector = Float32Array.from({ length: 4 }, () => 2 * random.next() - 1);
    const fake = Math.hypot(vector[0]!, vector[1]!) < 0.75;
    return { vector, label: fake ? 'fake' : 'real', video: `v${index % 40} ${fake}` };
  });
}

const settings = { seed: 1, trees: 30, drawn: 200 };

describe('Random Forest', () => {
  it('learns a border that no line can draw', async () => {
    const model = await trainForest(ring(600, 1), settings);
    const tested = ring(300, 2);
    const scores = forestClassifier(model).scores(tested.map(({ vector }) => vector));
    const right = scores.filter((score, index) => score >= 0.5 === (tested[index]!.label === 'fake')).length;
    expect(right / 300).toBeGreaterThan(0.75);
  });

  it('scores between 0 and 1', async () => {
    const model = await trainForest(ring(100, 1), settings);
    for (const score of forestClassifier(model).scores(ring(50, 2).map(({ vector }) => vector))) {
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
    }
  });

  it('gives the same scores after it was saved and read again', async () => {
    const model = await trainForest(ring(200, 3), settings);
    const vectors = ring(50, 4).map(({ vector }) => vector);
    const read = forestModel.parse(JSON.parse(JSON.stringify(model)));
    expect(forestClassifier(read).scores(vectors)).toEqual(forestClassifier(model).scores(vectors));
  });

  it('is not drowned by the many faces of one video', async () => {
    const x = (value: number) => Float32Array.of(value);
    const many: LabelledVector[] = Array.from({ length: 300 }, () => ({
      ...{ vector: x(0), label: 'real', video: 'long' },
    }));
    const few: LabelledVector[] = [
      { vector: x(1), label: 'fake', video: 'a' },
      { vector: x(1), label: 'fake', video: 'b' },
    ];
    const model = await trainForest([...many, ...few], settings);
    expect(forestClassifier(model).scores([x(0), x(1)])).toEqual([0, 1]);
  });

  it('is the same for the same seed', async () => {
    expect(await trainForest(ring(100, 5), settings)).toEqual(await trainForest(ring(100, 5), settings));
  });

  it('stops when it is aborted', async () => {
    await expect(trainForest(ring(100, 5), settings, AbortSignal.abort())).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
  });
});
