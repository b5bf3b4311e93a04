/**
 * Receiver operating characteristic (Fawcett 2006): the share of fakes found against the share of real videos called
 * fake, and the area under that curve. Fake is the positive class.
 */
import type { Label } from '../../shared/domain.ts';

export interface LabelledScore {
  label: Label;
  /** Larger means more likely fake; any scale. */
  score: number;
}

export interface RocPoint {
  /** Scores at or above it are called fake; Infinity at the first point. */
  threshold: number;
  falsePositiveRate: number;
  truePositiveRate: number;
}

/**
 * One point for every distinct score, from (0, 0) to (1, 1). Equal scores stay together.
 * @throws RangeError if one of the classes is absent
 */
export function rocCurve(observations: readonly LabelledScore[]): RocPoint[] {
  return weightedRocCurve(
    [...observations].sort((a, b) => b.score - a.score),
    new Uint8Array(observations.length).fill(1),
  );
}

/**
 * The same for observations that count several times or not at all, as in a resample, without sorting again.
 * @throws RangeError if one of the classes is absent or has no weight
 */
export function weightedRocCurve(
  descending: readonly LabelledScore[],
  weights: ArrayLike<number>,
): RocPoint[] {
  let reals = 0;
  let fakes = 0;
  for (let index = 0; index < descending.length; index++) {
    if (descending[index]!.label === 'fake') fakes += weights[index]!;
    else reals += weights[index]!;
  }
  if (fakes === 0 || reals === 0) throw new RangeError('a ROC curve needs real and fake observations');
  const curve: RocPoint[] = [{ threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 }];
  let foundFakes = 0;
  let foundReals = 0;
  let seen = 0;
  for (let index = 0; index < descending.length; index++) {
    const { label, score } = descending[index]!;
    if (label === 'fake') foundFakes += weights[index]!;
    else foundReals += weights[index]!;
    if (descending[index + 1]?.score === score || foundFakes + foundReals === seen) continue;
    seen = foundFakes + foundReals;
    curve.push({
      threshold: score,
      falsePositiveRate: foundReals / reals,
      truePositiveRate: foundFakes / fakes,
    });
  }
  return curve;
}

/** By the trapezoid rule: the probability that a fake scores above a real video; a tie counts half. */
export function areaUnderCurve(curve: readonly RocPoint[]): number {
  let area = 0;
  for (let index = 1; index < curve.length; index++) {
    const point = curve[index]!;
    const before = curve[index - 1]!;
    const width = point.falsePositiveRate - before.falsePositiveRate;
    area += (width * (point.truePositiveRate + before.truePositiveRate)) / 2;
  }
  return area;
}

/**
 * Share of the fakes found at a false-positive rate, on the straight lines between the points. If the curve rises at
 * that rate, it is the top of the step. With fewer than 1 / rate real videos no threshold has that rate; then the
 * figure is between those of two thresholds.
 */
export function recallAtFalsePositiveRate(curve: readonly RocPoint[], rate: number): number {
  return recallAfter(
    curve,
    curve.findLastIndex(({ falsePositiveRate }) => falsePositiveRate <= rate),
    rate,
  );
}

/** The same where the last point at or below the rate is known. */
export function recallAfter(curve: readonly RocPoint[], index: number, rate: number): number {
  const before = curve[index]!;
  const after = curve[index + 1];
  if (after === undefined) return before.truePositiveRate;
  const share = (rate - before.falsePositiveRate) / (after.falsePositiveRate - before.falsePositiveRate);
  return before.truePositiveRate + share * (after.truePositiveRate - before.truePositiveRate);
}
