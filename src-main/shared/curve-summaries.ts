/** Single figures that summarise a curve, for the legend of its chart. */
import type { CurvePoint, JudgedCurves } from './lab.ts';

/**
 * Area under the steps of a [recall, precision] curve: the mean precision over the fakes as they are found. For a
 * classifier that guesses, it is the share of fakes.
 */
export function averagePrecision(curve: readonly CurvePoint[]): number {
  return curve.reduce((sum, { x, y }, index) => sum + (x - (curve[index - 1]?.x ?? 0)) * y, 0);
}

/** Expected calibration error (Naeini et al. 2015): mean difference between score and share of fakes, by count. */
export function calibrationError(bins: JudgedCurves['calibration']): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return bins.reduce((sum, { score, fakes, count }) => sum + (count / total) * Math.abs(score - fakes), 0);
}
