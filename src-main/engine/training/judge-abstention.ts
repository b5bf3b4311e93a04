/**
 * What abstaining gains, measured on clips that no limit was tuned on (nested cross-validation, Varma and Simon 2006):
 * for the clips of each fold, calibration curves and their kind, novelty scale and limits come from the other folds, in
 * the way in which all folds together give those of the finished model. The clips are decided by them, and ranked by
 * their confidence. What is not nested: the models that scored the other folds were trained on this one too.
 */
import type { Answer } from '../../shared/domain.ts';
import type { Abstention, Estimate, SelectiveRisk } from '../../shared/model-card.ts';
import { answers } from '../../shared/wording.ts';
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
  type FittedCalibrations,
  type HeldOutFace,
} from './calibrated-faces.ts';
import { answersShown } from './decision-limits.ts';
import { heldOutClips, observeClip } from './held-out-clips.ts';
import { answerOf, judgeAnswers, type DecidedCall } from './judge-answers.ts';
import type { TrainingSample } from './training-sample.ts';
import { callsOf, COVERAGE, tuneLimits, type AbstentionLimits } from './tune-limits.ts';

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
  const calls = nestedCalls(held, nestedRules(held, settings), settings);
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

/** The answers that a model gives, from what was measured of it. */
export const givenAnswers = ({ decides, applied }: Pick<Abstention, 'decides' | 'applied'>): Answer[] =>
  decides ? answers.filter((answer) => applied.answers[answer].error !== null) : [];

export const giving = <T extends DecidedCall>(given: readonly Answer[], calls: readonly T[]): T[] =>
  calls.map((call) => ({ ...call, isDecided: call.isDecided && given.includes(answerOf(call)) }));

/** What the folds other than each one give: curves and limits, by the fold that had no part in them. */
export type NestedRules<C extends string = string> = ReadonlyMap<
  number,
  { calibrations: FittedCalibrations<C>; limits: AbstentionLimits }
>;

export function nestedRules<C extends string>(
  held: readonly HeldOutFace<TrainingSample, C>[],
  settings: AbstentionSettings,
): NestedRules<C> {
  const folds = [...new Set(held.map(({ fold }) => fold))];
  return new Map(
    folds.map((fold) => {
      const others = held.filter((face) => face.fold !== fold);
      const calibrations = fitCalibrations(others, settings.margin);
      const limits = tuneLimits(judgedClips(others, calibrations, settings));
      return [fold, { calibrations, limits }];
    }),
  );
}

export interface NestedCall extends DecidedCall {
  video: string;
}

/**
 * Each clip's call as the other folds' curves and limits make it.
 * @param faces those that the rules are from, or others of the same folds
 */
export function nestedCalls<C extends string>(
  faces: readonly HeldOutFace<TrainingSample, C>[],
  rules: NestedRules<C>,
  settings: AbstentionSettings,
): NestedCall[] {
  return [...rules].flatMap(([fold, { calibrations, limits }]) => {
    const held = faces.filter((face) => face.fold === fold);
    const own = judgedClips(held, calibrations, settings).map((clip) => observeClip(clip, limits.scale));
    return callsOf(own, limits.gates).map((call, index) => ({
      ...call,
      ...{ video: own[index]!.video, group: own[index]!.group },
      isDecided: call.confidence >= limits.least[answerOf(call)],
    }));
  });
}

const judgedClips = <C extends string>(
  faces: readonly HeldOutFace<TrainingSample, C>[],
  calibrations: FittedCalibrations<C>,
  { isJudged, ...settings }: AbstentionSettings,
) => heldOutClips(calibratedFaces(faces, calibrations, settings)).filter(({ video }) => isJudged(video));

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
