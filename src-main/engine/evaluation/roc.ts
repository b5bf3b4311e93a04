/**
 * Receiver operating characteristic (Fawcett 2006): how many fakes are found at each rate of genuine
 * videos called fake, and the area under that curve. Fake is the positive class.
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
 * One point for every distinct score, from (0, 0) to (1, 1); equal scores move together.
 * @throws RangeError when one of the classes is absent
 */
export function rocCurve(observations: readonly LabelledScore[]): RocPoint[] {
  const fakes = observations.filter(({ label }) => label === 'fake').length;
  const reals = observations.length - fakes;
  if (fakes === 0 || reals === 0) throw new RangeError('a ROC curve needs both real and fake observations');
  const descending = [...observations].sort((a, b) => b.score - a.score);
  const curve: RocPoint[] = [{ threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 }];
  let foundFakes = 0;
  for (const [index, { label, score }] of descending.entries()) {
    if (label === 'fake') foundFakes += 1;
    if (descending[index + 1]?.score === score) continue;
    curve.push({
      threshold: score,
      falsePositiveRate: (index + 1 - foundFakes) / reals,
      truePositiveRate: foundFakes / fakes,
    });
  }
  return curve;
}

/** By the trapezoid rule: the probability that a fake scores above a real one, ties counting half. */
export function areaUnderCurve(curve: readonly RocPoint[]): number {
  let area = 0;
  for (const [index, point] of curve.slice(1).entries()) {
    const before = curve[index]!;
    const width = point.falsePositiveRate - before.falsePositiveRate;
    area += (width * (point.truePositiveRate + before.truePositiveRate)) / 2;
  }
  return area;
}
