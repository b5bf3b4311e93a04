/**
 * Error of a classifier that may abstain (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017): its risk among the
 * share of observations that it is most confident of, for every such share, its coverage. Both classes weigh the
 * same, so that the share of fakes in the data plays no part; at full coverage the risk is 1 − balanced accuracy.
 */
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../support/grouped.ts';

export interface ConfidentCall {
  label: Label;
  /** What is left out first is least; any scale. */
  confidence: number;
  isWrong: boolean;
}

export interface RiskPoint {
  coverage: number;
  risk: number;
}

/** One point for every distinct confidence, the last at full coverage; equally confident calls move together. */
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

/** Area under the curve, AURC: the mean of the risk over the observations, each at the coverage that takes it in. */
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
 * How much of each call is among the most confident that make up a coverage: all, nothing, or for equally confident
 * ones at its edge the same part of each, since their order says nothing.
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

/** The largest confidence such that calls at or above it make up at least so large a coverage. */
export function confidenceAtCoverage(calls: readonly ConfidentCall[], coverage: number): number {
  const weigh = classWeights(calls);
  const descending = [...calls].sort((a, b) => b.confidence - a.confidence);
  let covered = 0;
  const edge = descending.find((call) => (covered += weigh(call)) >= coverage - ROUNDING);
  return (edge ?? descending.at(-1)!).confidence;
}

/** Share of the calls that are `wanted`, both classes weighing the same. */
export function shareOf<T extends { label: Label }>(
  calls: readonly T[],
  wanted: (call: T) => boolean,
): number {
  const classes = [...groupedBy(calls, ({ label }) => label).values()];
  return classes.reduce((sum, own) => sum + own.filter(wanted).length / own.length, 0) / classes.length;
}

/** Sums of weights come this close to what they should be. */
const ROUNDING = 1e-9;

/** Half the weight for each class; all of it for one that is alone. */
function classWeights(calls: readonly ConfidentCall[]): (call: ConfidentCall) => number {
  const fakes = calls.filter(({ label }) => label === 'fake').length;
  const counts = { real: calls.length - fakes, fake: fakes };
  const classes = Math.min(counts.real, counts.fake) === 0 ? 1 : 2;
  return ({ label }) => 1 / (classes * counts[label]);
}
