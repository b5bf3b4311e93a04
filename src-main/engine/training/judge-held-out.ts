/** Held-out raw scores to error rates, for each classifier and both together, by face and by video. */
import type { Label } from '../../shared/domain.ts';
import type { MetricRow, RocSeries } from '../../shared/model-card.ts';
import { boundedScore } from '../classifiers/score-vectors.ts';
import { evaluate, rankCurve } from '../evaluation/evaluate.ts';
import type { HeldOutScore } from '../evaluation/evaluate.ts';
import { groupedBy } from '../grouped.ts';
import { trimmedMean } from '../verdict/aggregate.ts';
import type { HeldOutFace } from './cross-validate.ts';
import { fitCalibration } from './fit-calibration.ts';
import type { FittedCalibration } from './fit-calibration.ts';

const classifiers = ['sgd', 'forest', 'combined'] as const;
type Classifier = (typeof classifiers)[number];

export interface JudgedFace {
  label: Label;
  video: string;
  group: number;
  fold: number;
  source: string;
  method: string | null;
  /** Calibrated without this face's fold; `combined` is the mean of the other two. */
  scores: Record<Classifier, number>;
  /** As the classifiers gave them; `combined` has no score of its own before calibration. */
  ranks: Record<Classifier, number>;
}

export type JudgedVideo = HeldOutScore & Pick<JudgedFace, 'video' | 'fold' | 'source' | 'method'>;

export type FittedCalibrations = Record<'sgd' | 'forest', FittedCalibration>;

export interface Judgement {
  /** In the order in which they were held out. */
  faces: JudgedFace[];
  /** Of both classifiers together. */
  videos: JudgedVideo[];
  calibrations: FittedCalibrations;
  metrics: MetricRow[];
  /** Of the video scores. */
  roc: RocSeries[];
}

export interface JudgeSettings {
  split: MetricRow['split'];
  /** See `Calibrations.margin`. */
  margin: number;
  seed: number;
  /** Independent group of each video. */
  groupOf: ReadonlyMap<string, number>;
  /** Whether figures by video count this one. */
  isJudged: (video: string) => boolean;
}

export function judgeHeldOut(
  held: readonly HeldOutFace[],
  { split, margin, seed, groupOf, isJudged }: JudgeSettings,
): Judgement {
  const rawOf = (classifier: 'sgd' | 'forest') =>
    held.map(({ sample: { label, video }, fold, raw }) => ({ label, video, fold, raw: raw[classifier] }));
  const calibrations = {
    sgd: fitCalibration(rawOf('sgd'), margin),
    forest: fitCalibration(rawOf('forest'), margin),
  };
  const faces = calibratedFaces(held, calibrations, { margin, groupOf });
  const judged = faces.filter(({ video }) => isJudged(video));
  const videosBy = (classifier: Classifier) => videoScores(judged, classifier);
  const metrics = classifiers.flatMap((classifier) => [
    evaluate(faceScores(faces, classifier), { classifier, level: 'face', split, seed }),
    evaluate(videosBy(classifier), { classifier, level: 'video', split, seed }),
  ]);
  const roc = classifiers.map((classifier): RocSeries => ({
    ...{ classifier, split },
    points: rankCurve(videosBy(classifier)).map((point) => [point.falsePositiveRate, point.truePositiveRate]),
    auc: metrics.find((row) => row.classifier === classifier && row.level === 'video')!.auc,
  }));
  return { faces, videos: videosBy('combined'), calibrations, metrics, roc };
}

/**
 * Held-out videos by both classifiers together.
 * @param calibrations on other faces of the same folds' models
 */
export function judgedVideos(
  held: readonly HeldOutFace[],
  calibrations: FittedCalibrations,
  settings: Pick<JudgeSettings, 'margin' | 'groupOf'>,
): JudgedVideo[] {
  return videoScores(calibratedFaces(held, calibrations, settings), 'combined');
}

/** Each face by the curves that were fitted without its fold. */
function calibratedFaces(
  held: readonly HeldOutFace[],
  calibrations: FittedCalibrations,
  { margin, groupOf }: Pick<JudgeSettings, 'margin' | 'groupOf'>,
): JudgedFace[] {
  return held.map(({ sample: { label, video, source = video, method = null }, fold, raw }) => {
    const scoreBy = (classifier: 'sgd' | 'forest') =>
      boundedScore(calibrations[classifier].curveWithout.get(fold)!, raw[classifier], margin);
    const [sgd, forest] = [scoreBy('sgd'), scoreBy('forest')];
    const combined = (sgd + forest) / 2;
    return {
      ...{ label, video, fold, source, method, group: groupOf.get(video)! },
      scores: { sgd, forest, combined },
      ranks: { ...raw, combined },
    };
  });
}

function faceScores(faces: readonly JudgedFace[], classifier: Classifier): HeldOutScore[] {
  return faces.map(({ label, group, scores, ranks }) => ({
    ...{ label, group },
    score: scores[classifier],
    rank: ranks[classifier],
  }));
}

/** One score a video, formed as in a verdict. */
function videoScores(faces: readonly JudgedFace[], classifier: Classifier): JudgedVideo[] {
  return [...groupedBy(faces, ({ video }) => video).values()].map((own) => {
    const { label, video, group, fold, source, method } = own[0]!;
    return {
      ...{ label, video, group, fold, source, method },
      score: trimmedMean(own.map(({ scores }) => scores[classifier])),
      rank: trimmedMean(own.map(({ ranks }) => ranks[classifier])),
    };
  });
}
