/** Held-out raw scores to error rates, for each classifier and both together, by face and by video. */
import type { MetricRow, RocSeries } from '../../shared/model-card.ts';
import { evaluate, rankCurve } from '../evaluation/evaluate.ts';
import type { HeldOutScore } from '../evaluation/evaluate.ts';
import { groupedBy } from '../support/grouped.ts';
import { trimmedMean } from '../verdict/aggregate.ts';
import {
  calibratedFaces,
  fitCalibrations,
  type CalibratedFace,
  type CalibrationSettings,
  type Classifier,
  type FittedCalibrations,
} from './calibrated-faces.ts';
import type { HeldOutFace } from './cross-validate.ts';

const classifiers = ['sgd', 'forest', 'combined'] as const;

export type JudgedVideo = HeldOutScore & Pick<CalibratedFace, 'video' | 'fold' | 'source' | 'method'>;

export interface Judgement {
  /** In the order in which they were held out. */
  faces: CalibratedFace[];
  /** Of both classifiers together. */
  videos: JudgedVideo[];
  calibrations: FittedCalibrations;
  metrics: MetricRow[];
  /** Of the video scores. */
  roc: RocSeries[];
}

export interface JudgeSettings extends CalibrationSettings {
  split: MetricRow['split'];
  seed: number;
  /** Whether figures by video count this one. */
  isJudged: (video: string) => boolean;
}

export function judgeHeldOut(
  held: readonly HeldOutFace[],
  { split, margin, seed, groupOf, isJudged }: JudgeSettings,
): Judgement {
  const calibrations = fitCalibrations(held, margin);
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
  settings: CalibrationSettings,
): JudgedVideo[] {
  return videoScores(calibratedFaces(held, calibrations, settings), 'combined');
}

function faceScores(faces: readonly CalibratedFace[], classifier: Classifier): HeldOutScore[] {
  return faces.map(({ label, group, scores, ranks }) => ({
    ...{ label, group },
    score: scores[classifier],
    rank: ranks[classifier],
  }));
}

/** One score a video, formed as in a verdict. */
function videoScores(faces: readonly CalibratedFace[], classifier: Classifier): JudgedVideo[] {
  return [...groupedBy(faces, ({ video }) => video).values()].map((own) => {
    const { label, video, group, fold, source, method } = own[0]!;
    return {
      ...{ label, video, group, fold, source, method },
      score: trimmedMean(own.map(({ scores }) => scores[classifier])),
      rank: trimmedMean(own.map(({ ranks }) => ranks[classifier])),
    };
  });
}
