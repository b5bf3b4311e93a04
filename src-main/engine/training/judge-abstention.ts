/**
 * What abstaining gains, measured on clips that no limit was tuned on: novelty scale and gates for the clips of each
 * fold come from the others (nested, as calibration is), and the clips of all folds are then ranked by confidence.
 */
import type { Abstention, Estimate, SelectiveRisk } from '../../shared/model-card.ts';
import { bootstrap } from '../evaluation/bootstrap.ts';
import {
  areaUnderRiskCoverage,
  coveredShares,
  riskAtCoverage,
  riskCoverageCurve,
  type ConfidentCall,
} from '../evaluation/selective-risk.ts';
import { mayDecide, type GroupedCall } from './decision-limits.ts';
import { observeClip, type HeldOutClip } from './held-out-clips.ts';
import { callsOf, COVERAGE, tuneLimits } from './tune-limits.ts';

/**
 * @param clips of both classes and of at least two folds
 * @param auc of these clips
 */
export function judgeAbstention(clips: readonly HeldOutClip[], auc: Estimate, seed: number): Abstention {
  const calls = nestedCalls(clips);
  const { aurc, full, covered, ratio } = bootstrap(calls, statisticsOf, { seed });
  const curve = riskCoverageCurve(calls);
  const shares = coveredShares(calls, COVERAGE);
  return {
    curve: curve.map(({ coverage, risk }) => [rounded(coverage), rounded(risk)]),
    aurc,
    full: { coverage: 1, error: full, ...countsOf(calls, coveredShares(calls, 1)) },
    covered: { coverage: COVERAGE, error: covered, ...countsOf(calls, shares) },
    ratio,
    decides: mayDecide(calls, shares, auc),
  };
}

/** Each clip's call with the confidence that limits from the other folds give it. */
export function nestedCalls(clips: readonly HeldOutClip[]): GroupedCall[] {
  return [...new Set(clips.map(({ fold }) => fold))].flatMap((fold) => {
    const { scale, gates } = tuneLimits(clips.filter((clip) => clip.fold !== fold));
    const own = clips.filter((clip) => clip.fold === fold).map((clip) => observeClip(clip, scale));
    return callsOf(own, gates).map((call, index) => ({ ...call, group: own[index]!.group }));
  });
}

function statisticsOf(calls: readonly ConfidentCall[]) {
  const [full, covered] = [riskAtCoverage(calls, 1), riskAtCoverage(calls, COVERAGE)];
  return {
    ...{ full, covered },
    aurc: areaUnderRiskCoverage(riskCoverageCurve(calls)),
    ratio: full === 0 ? null : covered / full,
  };
}

/** Whole videos, of those at the edge as many as fit. */
function countsOf(
  calls: readonly ConfidentCall[],
  shares: readonly number[],
): Omit<SelectiveRisk, 'coverage' | 'error'> {
  const count = (wanted: (call: ConfidentCall) => boolean) =>
    Math.round(calls.reduce((sum, call, index) => sum + (wanted(call) ? shares[index]! : 0), 0));
  return {
    real: count(({ label }) => label === 'real'),
    fake: count(({ label }) => label === 'fake'),
    wrongReal: count(({ label, isWrong }) => isWrong && label === 'real'),
    wrongFake: count(({ label, isWrong }) => isWrong && label === 'fake'),
  };
}

/** The card is for reading. */
const rounded = (value: number) => Number(value.toFixed(4));
