/**
 * Which curve turns raw scores into probabilities, and how good it is on videos it was not fitted on. Each
 * class and, within it, each video counts the same: scores are calibrated for even prior odds, and a long
 * clip says no more than a short one.
 */
import type { Label } from '../../shared/domain.ts';
import { fitIsotonic, fitPlatt } from '../classifiers/calibration.ts';
import type { CalibrationCurve, PlattCurve, RawScore } from '../classifiers/calibration.ts';
import { boundedScore } from '../classifiers/score-vectors.ts';
import { cllr } from '../evaluation/cllr.ts';

/** Says nothing: every score means even odds. */
const flat: PlattCurve = { kind: 'platt', slope: 0, intercept: 0 };

export interface HeldOutRaw {
  label: Label;
  video: string;
  fold: number;
  raw: number;
}

export interface FittedCalibration {
  /** Fitted on all held-out scores; for the finished model. */
  curve: CalibrationCurve;
  /** For the scores of each fold: the curve fitted on the other folds. */
  curveWithout: ReadonlyMap<number, CalibrationCurve>;
  /** Cost as evidence of the held-out scores that those curves give, in bits; 1 is that of saying nothing. */
  cllr: number;
}

/** Platt or isotonic, whichever costs less on folds it was not fitted on; Platt when they are equal. */
export function fitCalibration(held: readonly HeldOutRaw[], margin: number): FittedCalibration {
  const candidates = [plattOrFlat, fitIsotonic].map((fit): FittedCalibration => {
    const curveWithout = new Map<number, CalibrationCurve>();
    for (const fold of new Set(held.map((face) => face.fold))) {
      const others = held.filter((face) => face.fold !== fold);
      curveWithout.set(fold, fitOn(others, fit));
    }
    const evidence = withWeights(held).map(({ label, weight, raw, fold }) => {
      const score = boundedScore(curveWithout.get(fold)!, raw, margin);
      return { label, weight, logLikelihoodRatio: Math.log(score / (1 - score)) };
    });
    return { curve: fitOn(held, fit), curveWithout, cllr: cllr(evidence) };
  });
  return candidates.reduce((best, other) => (other.cllr < best.cllr ? other : best));
}

function fitOn(held: readonly HeldOutRaw[], fit: (scores: readonly RawScore[]) => CalibrationCurve) {
  return hasBothClasses(held) ? fit(withWeights(held)) : flat;
}

/**
 * A falling curve would mean that the classifier is worse than chance: then it knows nothing of use. Nor
 * can anything be told from one class alone.
 */
export function plattOrFlat(scores: readonly RawScore[]): PlattCurve {
  const curve = hasBothClasses(scores) ? fitPlatt(scores) : flat;
  return curve.slope > 0 ? curve : flat;
}

const hasBothClasses = (scores: readonly { label: Label }[]) =>
  new Set(scores.map(({ label }) => label)).size === 2;

/** Weights add up to the count of videos, half of it for each class. */
function withWeights(held: readonly HeldOutRaw[]) {
  const facesOf = new Map<string, number>();
  for (const { video } of held) facesOf.set(video, (facesOf.get(video) ?? 0) + 1);
  const videos: Record<Label, Set<string>> = { real: new Set(), fake: new Set() };
  for (const { label, video } of held) videos[label].add(video);
  const share = (videos.real.size + videos.fake.size) / 2;
  return held.map((face) => ({
    ...face,
    weight: share / videos[face.label].size / facesOf.get(face.video)!,
  }));
}
