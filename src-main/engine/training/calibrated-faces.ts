/** Held-out faces with the scores that calibration curves from other folds give their raw scores. */
import type { ClassifierScores, Label } from '../../shared/domain.ts';
import { boundedScore } from '../classifiers/score-vectors.ts';
import type { TrainingDistances } from '../novelty/novelty.ts';
import type { JudgedFace } from '../verdict/confidence.ts';
import { fitCalibration, type FittedCalibration } from './fit-calibration.ts';
import type { TrainingSample } from './training-sample.ts';

/** Of the model's own; a guest detector's single score has the name `guest`. */
type OwnClassifier = keyof ClassifierScores;

/** One face as a model sees it that never saw the face. */
export interface HeldOutFace<T extends TrainingSample = TrainingSample, C extends string = OwnClassifier> {
  sample: T;
  fold: number;
  /** Before calibration. */
  raw: Record<C, number>;
  /** From the faces that were trained on; null where these are unknown. */
  distances: TrainingDistances | null;
}

type Scores<C extends string> = Record<C, number> & { combined: number };

export interface CalibratedFace<C extends string = string> {
  label: Label;
  video: string;
  group: number;
  fold: number;
  source: string;
  method: string | null;
  /** Calibrated without this face's fold; `combined` is the mean of the others. */
  scores: Scores<C>;
  /** As the classifiers gave them; `combined` has no score of its own before calibration. */
  ranks: Scores<C>;
  distances: TrainingDistances | null;
  quality: JudgedFace['quality'];
}

export type FittedCalibrations<C extends string = OwnClassifier> = Record<C, FittedCalibration>;

export interface CalibrationSettings {
  /** See `Calibrations.margin`. */
  margin: number;
  /** Independent group of each video. */
  groupOf: ReadonlyMap<string, number>;
}

/** Each by the curves that were fitted without its fold; if none of the fold was fitted on, by those of all. */
export function calibratedFaces<C extends string>(
  held: readonly HeldOutFace<TrainingSample, C>[],
  calibrations: FittedCalibrations<C>,
  { margin, groupOf }: CalibrationSettings,
): CalibratedFace<C>[] {
  const classifiers = Object.keys(calibrations) as C[];
  return held.map(({ sample, fold, raw, distances }) => {
    const { label, video, source = video, method = null, quality = null } = sample;
    const scoreBy = (classifier: C) => {
      const { curveWithout, curve } = calibrations[classifier];
      return boundedScore(curveWithout.get(fold) ?? curve, raw[classifier], margin);
    };
    const scores = recordOf(classifiers, scoreBy);
    const combined = classifiers.reduce((sum, each) => sum + scores[each], 0) / classifiers.length;
    return {
      ...{ label, video, fold, source, method, distances, quality, group: groupOf.get(video)! },
      scores: { ...scores, combined },
      ranks: { ...raw, combined },
    };
  });
}

/** @param held at least one */
export function fitCalibrations<C extends string>(
  held: readonly HeldOutFace<TrainingSample, C>[],
  margin: number,
): FittedCalibrations<C> {
  return recordOf(Object.keys(held[0]!.raw) as C[], (classifier) =>
    fitCalibration(
      held.map(({ sample: { label, video }, fold, raw }) => ({ label, video, fold, raw: raw[classifier] })),
      margin,
    ),
  );
}

const recordOf = <C extends string, V>(names: readonly C[], valueOf: (name: C) => V) =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<C, V>;
