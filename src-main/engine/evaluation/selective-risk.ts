/**
 * Error of a classifier that may abstain (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017): for every coverage (a
 * share of the observations), its risk among the most confident ones. Both classes have the same weight, so the share
 * of fakes in the data has no effect. At full coverage the risk is 1 − balanced accuracy.
 */
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../support/grouped.ts';

export interface ConfidentCall {
  label: Label;
  /** The least confident call is dropped first; any scale. */
  confidence: number;
  isWrong: boolean;
}

interface RiskPoint {
  coverage: number;
  risk: number;
}

/** One point for every distinct confidence, the last at full coverage. Equally confident calls stay together. */
export function riskCoverageCurve(calls: readonly ConfidentCall[]): RiskPoint[] {
  const weigh = classWeights(calls);
  const descending = [...calls].sort((a, b) => b.confidence - a.confidence);
  const points: RiskPoint[] = [];
  let [coverage, wrong] = [0, 0];
  for (const [index, call] of descending.entries()) {
    coverage += weigh(call);
    if (call.isWrong) wrong += weigh(call);
    if (descending[index + 1]?.confidence === call.confidence) continue;
    points.push({ coverage, risk: wrong / coverage });
  }
  return points;
}

/** Area under the curve, AURC: the mean risk over the observations, each at the coverage that first includes it. */
export function areaUnderRiskCoverage(curve: readonly RiskPoint[]): number {
  return curve.reduce(
    (area, { coverage, risk }, index) => area + (coverage - (curve[index - 1]?.coverage ?? 0)) * risk,
    0,
  );
}

/** The risk among the most confident calls that make up a coverage in (0, 1]. */
export function riskAtCoverage(calls: readonly ConfidentCall[], coverage: number): number {
  const weigh = classWeights(calls);
  const shares = coveredShares(calls, coverage);
  let [covered, wrong] = [0, 0];
  for (const [index, call] of calls.entries()) {
    covered += shares[index]! * weigh(call);
    if (call.isWrong) wrong += shares[index]! * weigh(call);
  }
  return wrong / covered;
}

/**
 * The part of each call that belongs to a coverage of the most confident calls: all, nothing, or, for equally confident
 * calls at its edge, the same part of each, because they have no order.
 */
export function coveredShares(calls: readonly ConfidentCall[], coverage: number): number[] {
  const edge = confidenceAtCoverage(calls, coverage);
  const weigh = classWeights(calls);
  let [above, at] = [0, 0];
  for (const call of calls) {
    if (call.confidence > edge) above += weigh(call);
    if (call.confidence === edge) at += weigh(call);
  }
  const part = Math.min(1, (coverage - above) / at);
  return calls.map(({ confidence }) => (confidence > edge ? 1 : confidence === edge ? part : 0));
}

/** The largest confidence for which the calls at or above it have at least this coverage. */
export function confidenceAtCoverage(calls: readonly ConfidentCall[], coverage: number): number {
  const weigh = classWeights(calls);
  const descending = [...calls].sort((a, b) => b.confidence - a.confidence);
  let covered = 0;
  const edge = descending.find((call) => (covered += weigh(call)) >= coverage - ROUNDING);
  return (edge ?? descending.at(-1)!).confidence;
}

/** Share of the calls that are `wanted`; both classes have the same weight. */
export function shareOf<T extends { label: Label }>(
  calls: readonly T[],
  wanted: (call: T) => boolean,
): number {
  const classes = [...groupedBy(calls, ({ label }) => label).values()];
  return classes.reduce((sum, own) => sum + own.filter(wanted).length / own.length, 0) / classes.length;
}

/** Largest rounding error in sums of weights. */
const ROUNDING = 1e-9;

/** Half of the weight for each class; all of it if there is only one class. */
function classWeights(calls: readonly ConfidentCall[]): (call: ConfidentCall) => number {
  const fakes = calls.filter(({ label }) => label === 'fake').length;
  const counts = { real: calls.length - fakes, fake: fakes };
  const classes = Math.min(counts.real, counts.fake) === 0 ? 1 : 2;
  return ({ label }) => 1 / (classes * counts[label]);
}
