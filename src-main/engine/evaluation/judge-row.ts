/** Held-out scores of one classifier to a row of a card or of Table II, each figure with its 95 % interval. */
import type { JudgedRow } from '../../shared/lab.ts';
import { intervalsOf } from './bootstrap.ts';
import { evidenceCost, logLikelihoodRatioOfScore } from './cllr.ts';
import { balancedAccuracy, thresholdMetrics, weightedConfusion } from './confusion.ts';
import { equalErrorRate } from './eer.ts';
import { rankScores, resampledWeights, type HeldOutScore, type RankedScores } from './ranked-scores.ts';
import { areaUnderCurve, recallAtFalsePositiveRate, weightedRocCurve } from './roc.ts';

interface JudgeRowSettings extends Pick<JudgedRow, 'classifier' | 'split' | 'level' | 'threshold'> {
  seed: number;
  resamples?: number;
}

/** The rate in the name `recallAt1`: one real video in a hundred is called fake. */
const FALSE_POSITIVE_RATE = 0.01;

/** @throws RangeError if one of the classes is absent */
export function judgeRow(
  scores: readonly HeldOutScore[],
  { classifier, split, level, threshold, seed, resamples }: JudgeRowSettings,
): JudgedRow {
  const ranked = rankScores(scores);
  const statistics = statisticsOf(ranked, threshold);
  const values = statistics(new Uint32Array(scores.length).fill(1));
  const drawn: (typeof values)[] = [];
  for (const weights of resampledWeights(ranked, { seed, resamples })) drawn.push(statistics(weights));
  const fake = scores.filter(({ label }) => label === 'fake').length;
  return {
    ...{ classifier, split, level, threshold, real: scores.length - fake, fake },
    ...intervalsOf(values, drawn),
  };
}

/** Brier (1950): squared distance of a probability from what happened; ¼ is that of always saying ½. */
const squaredError = ({ label, score }: HeldOutScore) => (score - (label === 'fake' ? 1 : 0)) ** 2;

function statisticsOf({ descending, ranks }: RankedScores, threshold: number) {
  const isFake = Uint8Array.from(descending, ({ label }) => Number(label === 'fake'));
  const errors = Float64Array.from(descending, squaredError);
  const costs = Float64Array.from(descending, ({ label, score }) =>
    evidenceCost({ label, logLikelihoodRatio: logLikelihoodRatioOfScore(score) }),
  );
  return (weights: Uint32Array) => {
    const curve = weightedRocCurve(ranks, weights);
    const confusion = weightedConfusion(descending, weights, threshold);
    const fakes = confusion.truePositives + confusion.falseNegatives;
    const reals = confusion.trueNegatives + confusion.falsePositives;
    let error = 0;
    let fakeCost = 0;
    let realCost = 0;
    for (let index = 0; index < weights.length; index++) {
      error += weights[index]! * errors[index]!;
      if (isFake[index]) fakeCost += weights[index]! * costs[index]!;
      else realCost += weights[index]! * costs[index]!;
    }
    return {
      auc: areaUnderCurve(curve),
      eer: equalErrorRate(curve).rate,
      ...thresholdMetrics(confusion),
      balancedAccuracy: balancedAccuracy(confusion),
      recallAt1: recallAtFalsePositiveRate(curve, FALSE_POSITIVE_RATE),
      brier: error / (fakes + reals),
      cllr: (fakeCost / fakes + realCost / reals) / 2,
    };
  };
}
