/** Held-out raw scores to error rates, for each classifier and both together, by face and by video. */
import type { Label } from '../../shared/domain.ts';
import type { MetricRow, RocSeries } from '../../shared/model-card.ts';
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
  /** Calibrated without this face's fold; `combined` is the mean of the other two. */
  scores: Record<Classifier, number>;
  /** As the classifiers gave them; `combined` has no score of its own before calibration. */
  ranks: Record<Classifier, number>;
}

export type JudgedVideo = HeldOutScore & { fold: number };

export interface Judgement {
  /** In the order in which they were held out. */
  faces: JudgedFace[];
  /** Of both classifiers together. */
  videos: JudgedVideo[];
  calibrations: Record<'sgd' | 'forest', FittedCalibration>;
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
  const sgd = fitCalibration(rawOf('sgd'), margin);
  const forest = fitCalibration(rawOf('forest'), margin);
  const faces = held.map(({ sample: { label, video }, fold, raw }, index): JudgedFace => {
    const [a, b] = [sgd.scores[index]!, forest.scores[index]!];
    const combined = (a + b) / 2;
    return {
      ...{ label, video, fold, group: groupOf.get(video)! },
      scores: { sgd: a, forest: b, combined },
      ranks: { ...raw, combined },
    };
  });
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
  return { faces, videos: videosBy('combined'), calibrations: { sgd, forest }, metrics, roc };
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
  return [...groupedBy(faces, ({ video }) => video).values()].map((own) => ({
    ...{ label: own[0]!.label, group: own[0]!.group, fold: own[0]!.fold },
    score: trimmedMean(own.map(({ scores }) => scores[classifier])),
    rank: trimmedMean(own.map(({ ranks }) => ranks[classifier])),
  }));
}
