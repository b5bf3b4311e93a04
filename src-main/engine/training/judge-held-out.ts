/** Held-out raw scores to error rates, for each classifier and both together, by face and by video. */
import type { MetricRow, RocSeries } from '../../shared/model-card.ts';
import { judgeRow } from '../evaluation/judge-row.ts';
import type { HeldOutScore } from '../evaluation/ranked-scores.ts';
import { rocCurve } from '../evaluation/roc.ts';
import { groupedBy } from '../support/grouped.ts';
import { trimmedMean } from '../verdict/aggregate.ts';
import { THRESHOLD } from '../verdict/confidence.ts';
import {
  calibratedFaces,
  fitCalibrations,
  type CalibratedFace,
  type CalibrationSettings,
  type Classifier,
  type FittedCalibrations,
  type HeldOutFace,
} from './calibrated-faces.ts';

const classifiers = ['sgd', 'forest', 'combined'] as const;

export type JudgedVideo = Required<HeldOutScore> &
  Pick<CalibratedFace, 'video' | 'fold' | 'source' | 'method'>;

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
    cardRow(faceScores(faces, classifier), { classifier, level: 'face', split, seed }),
    cardRow(videosBy(classifier), { classifier, level: 'video', split, seed }),
  ]);
  const roc = classifiers.map((classifier): RocSeries => ({
    ...{ classifier, split },
    points: rankCurve(videosBy(classifier)),
    auc: metrics.find((row) => row.classifier === classifier && row.level === 'video')!.auc,
  }));
  return { faces, videos: videosBy('combined'), calibrations, metrics, roc };
}

/** The figures of a card; a run's tables show more. @throws RangeError when one of the classes is absent */
export function cardRow(
  scores: readonly HeldOutScore[],
  { classifier, split, ...settings }: Pick<MetricRow, 'classifier' | 'level' | 'split'> & { seed: number },
): MetricRow {
  const judged = judgeRow(scores, { classifier, split, ...settings, threshold: THRESHOLD });
  const { level, real, fake, auc, eer, accuracy, precision, recall, f1, brier } = judged;
  return { classifier, level, split, real, fake, auc, eer, accuracy, precision, recall, f1, brier };
}

const rankCurve = (scores: readonly Required<HeldOutScore>[]) =>
  rocCurve(scores.map(({ label, rank }) => ({ label, score: rank }))).map(
    ({ falsePositiveRate, truePositiveRate }): [number, number] => [falsePositiveRate, truePositiveRate],
  );

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

function faceScores(faces: readonly CalibratedFace[], classifier: Classifier): Required<HeldOutScore>[] {
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
