/**
 * Equal error rate: the point of the curve where the share of real videos called fake equals the share of missed fakes.
 * It is interpolated on the curve; the nearest threshold would give 0 on a small set.
 */
import type { RocPoint } from './roc.ts';

interface EqualError {
  rate: number;
  /** Score at the crossing, interpolated like the rate. */
  threshold: number;
}

export function equalErrorRate(curve: readonly RocPoint[]): EqualError {
  const excess = ({ falsePositiveRate, truePositiveRate }: RocPoint) =>
    falsePositiveRate + truePositiveRate - 1;
  // The excess rises strictly from -1 to 1 along the curve, so it crosses 0 once.
  const index = curve.findIndex((point) => excess(point) >= 0);
  const after = curve[index]!;
  const before = curve[index - 1]!;
  const share = -excess(before) / (excess(after) - excess(before));
  const between = (from: number, to: number) => from + share * (to - from);
  return {
    rate: between(before.falsePositiveRate, after.falsePositiveRate),
    threshold: Number.isFinite(before.threshold)
      ? between(before.threshold, after.threshold)
      : after.threshold,
  };
}
