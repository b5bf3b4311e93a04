/** Held-out raw scores to error rates, for each classifier and both together, by face and by video. */
import type { MetricRow, RocSeries } from '../../shared/model-card.ts';
import { judgeRow } from '../evaluation/judge-row.ts';
import type { HeldOutScore } from '../evaluation/ranked-scores.ts';
import { rocCurve } from '../evaluation/roc.ts';
import { groupedBy } from '../support/grouped.ts';
import { trimmedMean } from '../verdict/aggregate.ts';
import { THRESHOLD } from '../verdict/confidence.ts';
import type { TrainingSample } from './training-sample.ts';
import {
  calibratedFaces,
  fitCalibrations,
  type CalibratedFace,
  type CalibrationSettings,
  type FittedCalibrations,
  type HeldOutFace,
} from './calibrated-faces.ts';

type Classifier = MetricRow['classifier'];

export type JudgedVideo = Required<HeldOutScore> &
  Pick<CalibratedFace, 'video' | 'fold' | 'source' | 'method'>;

export interface Judgement<C extends string = 'sgd' | 'forest'> {
  /** In the order in which they were held out. */
  faces: CalibratedFace<C>[];
  /** Of all classifiers together. */
  videos: JudgedVideo[];
  calibrations: FittedCalibrations<C>;
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

/** @param held at least one */
export function judgeHeldOut<C extends Exclude<Classifier, 'combined'>>(
  held: readonly HeldOutFace<TrainingSample, C>[],
  { split, margin, seed, groupOf, isJudged }: JudgeSettings,
): Judgement<C> {
  const calibrations = fitCalibrations(held, margin);
  const faces = calibratedFaces(held, calibrations, { margin, groupOf });
  const judged = faces.filter(({ video }) => isJudged(video));
  const single = Object.keys(calibrations) as C[];
  // One classifier alone is all there is.
  const classifiers: Classifier[] = single.length > 1 ? [...single, 'combined'] : single;
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
 * Held-out videos by all classifiers together.
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
    score: scores[classifier]!,
    rank: ranks[classifier]!,
  }));
}

/** One score a video, formed as in a verdict. */
function videoScores(faces: readonly CalibratedFace[], classifier: Classifier): JudgedVideo[] {
  return [...groupedBy(faces, ({ video }) => video).values()].map((own) => {
    const { label, video, group, fold, source, method } = own[0]!;
    return {
      ...{ label, video, group, fold, source, method },
      score: trimmedMean(own.map(({ scores }) => scores[classifier]!)),
      rank: trimmedMean(own.map(({ ranks }) => ranks[classifier]!)),
    };
  });
}
