import { describe, expect, it } from 'vitest';
import type { LabelledVector } from '../../../../src-main/engine/classifiers/classifier.ts';
import {
  neighbourVoteClassifier,
  trainNeighbourVote,
} from '../../../../src-main/engine/classifiers/neighbour-vote.ts';
import { clouds } from '../../../support/clouds.ts';

const onLine = (places: readonly number[]): LabelledVector[] =>
  places.map((x, index) => ({
    ...{ vector: Float32Array.of(x, 0), label: index % 3 === 0 ? 'fake' : 'real', video: `${index}` },
  }));

describe('k nearest neighbours', () => {
  it('score the share of fakes among the ten that are closest', () => {
    // Places 0 to 29; the fakes stand at 0, 3, 6 … Around 15.1 the ten closest are 11 to 20: fakes 12, 15 and 18.
    const model = trainNeighbourVote(onLine(Array.from({ length: 30 }, (_, index) => index)));
    expect(neighbourVoteClassifier(model).scores([Float32Array.of(15.1, 0)])).toEqual([3 / 10]);
  });

  it('find what a search by sorting finds', () => {
    const samples = clouds(300, 1);
    const asked = clouds(40, 2).map(({ vector }) => vector);
    const distance = (a: Float32Array, b: Float32Array) => Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!);
    const expected = asked.map((vector) => {
      const sorted = [...samples].sort((a, b) => distance(a.vector, vector) - distance(b.vector, vector));
      return sorted.slice(0, 10).filter(({ label }) => label === 'fake').length / 10;
    });
    expect(neighbourVoteClassifier(trainNeighbourVote(samples)).scores(asked)).toEqual(expected);
  });

  it('are all samples where there are fewer than ten', () => {
    expect(
      neighbourVoteClassifier(trainNeighbourVote(onLine([0, 1, 2]))).scores([Float32Array.of(9, 9)]),
    ).toEqual([1 / 3]);
  });
});
