/**
 * What abstaining gains, measured on clips that no limit was tuned on (nested cross-validation, Varma and Simon 2006):
 * for the clips of each fold, calibration curves and their kind, novelty scale and limits come from the other folds, in
 * the way in which all folds together give those of the finished model. The clips are decided by them, and ranked by
 * their confidence. What is not nested: the models that scored the other folds were trained on this one too.
 */
import type { Answer } from '../../shared/domain.ts';
import type { Abstention, Estimate, SelectiveRisk } from '../../shared/model-card.ts';
import { bootstrap } from '../evaluation/bootstrap.ts';
import {
  areaUnderRiskCoverage,
  coveredShares,
  riskAtCoverage,
  riskCoverageCurve,
  type ConfidentCall,
} from '../evaluation/selective-risk.ts';
import {
  calibratedFaces,
  fitCalibrations,
  type CalibrationSettings,
  type HeldOutFace,
} from './calibrated-faces.ts';
import { answersShown } from './decision-limits.ts';
import { heldOutClips, observeClip } from './held-out-clips.ts';
import { answerOf, judgeAnswers, type DecidedCall } from './judge-answers.ts';
import type { TrainingSample } from './training-sample.ts';
import { callsOf, COVERAGE, tuneLimits } from './tune-limits.ts';

interface AbstentionSettings extends CalibrationSettings {
  /** Whether a verdict is possible on this video. */
  isJudged: (video: string) => boolean;
}

/**
 * @param held of both classes, and of at least two folds
 * @param auc of their videos
 */
export function judgeAbstention<C extends string>(
  held: readonly HeldOutFace<TrainingSample, C>[],
  auc: Estimate,
  { seed, ...settings }: AbstentionSettings & { seed: number },
): Abstention {
  const calls = nestedCalls(held, settings);
  const tried = judgeAnswers(calls, seed);
  const shown = answersShown(tried, auc);
  // Where neither answer is given, what both would be is the reason.
  const applied = shown.length === 1 ? judgeAnswers(giving(shown, calls), seed) : tried;
  const { aurc, full, covered, ratio } = bootstrap(calls, statisticsOf, { seed });
  const curve = riskCoverageCurve(calls);
  const shares = coveredShares(calls, COVERAGE);
  return {
    curve: curve.map(({ coverage, risk }) => [rounded(coverage), rounded(risk)]),
    aurc,
    full: { coverage: 1, error: full, ...countsOf(calls, coveredShares(calls, 1)) },
    covered: { coverage: COVERAGE, error: covered, ...countsOf(calls, shares) },
    ratio,
    applied,
    decides: shown.length > 0,
  };
}

const giving = (answers: readonly Answer[], calls: readonly DecidedCall[]): DecidedCall[] =>
  calls.map((call) => ({ ...call, isDecided: call.isDecided && answers.includes(answerOf(call)) }));

/** Each clip's call as the other folds' curves and limits make it. */
export function nestedCalls<C extends string>(
  held: readonly HeldOutFace<TrainingSample, C>[],
  { isJudged, ...settings }: AbstentionSettings,
): DecidedCall[] {
  return [...new Set(held.map(({ fold }) => fold))].flatMap((fold) => {
    const others = held.filter((face) => face.fold !== fold);
    const calibrations = fitCalibrations(others, settings.margin);
    const clipsOf = (faces: readonly HeldOutFace<TrainingSample, C>[]) =>
      heldOutClips(calibratedFaces(faces, calibrations, settings)).filter(({ video }) => isJudged(video));
    const { scale, gates, least } = tuneLimits(clipsOf(others));
    const own = clipsOf(held.filter((face) => face.fold === fold)).map((clip) => observeClip(clip, scale));
    return callsOf(own, gates).map((call, index) => ({
      ...call,
      group: own[index]!.group,
      isDecided: call.confidence >= least[answerOf(call)],
    }));
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
