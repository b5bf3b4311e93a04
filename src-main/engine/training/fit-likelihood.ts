/**
 * From held-out video scores to likelihood ratios, and what they cost on videos that the curve was not
 * fitted on. Where that cost is not clearly below that of saying nothing, no likelihood ratio is given.
 */
import type { Label } from '../../shared/domain.ts';
import type { Estimate } from '../../shared/model-card.ts';
import { bootstrap } from '../evaluation/bootstrap.ts';
import { cllr } from '../evaluation/cllr.ts';
import { log10BoundOf, log10LikelihoodRatio, logit } from '../classifiers/likelihood-ratio.ts';
import type { LikelihoodScale } from '../classifiers/likelihood-ratio.ts';
import { plattOrFlat } from './fit-calibration.ts';

/** Flat curves cost 1, give or take this. */
const ROUNDING = 1e-9;

export interface HeldOutVideo {
  label: Label;
  /** Videos of one group are all in one fold. */
  group: number;
  fold: number;
  /** In (0, 1), from models and curves that did not see the video. */
  score: number;
}

export interface FittedLikelihood {
  /** Fitted on all videos, for the finished model; null when it would be no evidence. */
  scale: LikelihoodScale | null;
  /** In bits, of likelihood ratios from curves fitted on the other folds. */
  cllr: Estimate;
}

export function fitLikelihood(videos: readonly HeldOutVideo[], seed: number): FittedLikelihood {
  const scales = new Map<number, LikelihoodScale>();
  for (const fold of new Set(videos.map((video) => video.fold))) {
    scales.set(fold, scaleFrom(videos.filter((video) => video.fold !== fold)));
  }
  const evidence = videos.map(({ label, group, fold, score }) => ({
    ...{ label, group },
    logLikelihoodRatio: Math.LN10 * log10LikelihoodRatio(score, scales.get(fold)!)!,
  }));
  const { cost } = bootstrap(evidence, (drawn) => ({ cost: cllr(drawn) }), { seed });
  const scale = scaleFrom(videos);
  const isEvidence = scale.slope > 0 && cost.high < 1 - ROUNDING;
  return { scale: isEvidence ? scale : null, cllr: cost };
}

/** A logistic curve at even odds; flat where one class is absent or the scores fall with the label. */
function scaleFrom(videos: readonly HeldOutVideo[]): LikelihoodScale {
  const count = (wanted: Label) => videos.filter(({ label }) => label === wanted).length;
  const counts = { real: count('real'), fake: count('fake') };
  const groups = (wanted: Label) =>
    new Set(videos.filter(({ label }) => label === wanted).map(({ group }) => group)).size;
  const { slope, intercept } = plattOrFlat(
    videos.map(({ label, score }) => ({
      ...{ label, raw: logit(score) },
      weight: videos.length / 2 / counts[label],
    })),
  );
  return { slope, intercept, log10Bound: log10BoundOf(groups('real'), groups('fake')) };
}
