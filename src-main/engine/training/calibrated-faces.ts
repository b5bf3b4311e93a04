/** Held-out faces with the scores that calibration curves from other folds give their raw scores. */
import type { Label } from '../../shared/domain.ts';
import { boundedScore } from '../classifiers/score-vectors.ts';
import type { TrainingDistances } from '../novelty/novelty.ts';
import type { JudgedFace } from '../verdict/confidence.ts';
import { fitCalibration, type FittedCalibration } from './fit-calibration.ts';
import type { TrainingSample } from './training-sample.ts';

/** One face as a model sees it that never saw the face. */
export interface HeldOutFace<T extends TrainingSample = TrainingSample> {
  sample: T;
  fold: number;
  /** Before calibration. */
  raw: { sgd: number; forest: number };
  /** From the faces that were trained on. */
  distances: TrainingDistances;
}

export type Classifier = 'sgd' | 'forest' | 'combined';

export interface CalibratedFace {
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
  /** From the faces that were trained on. */
  distances: TrainingDistances;
  quality: JudgedFace['quality'];
}

export type FittedCalibrations = Record<'sgd' | 'forest', FittedCalibration>;

export interface CalibrationSettings {
  /** See `Calibrations.margin`. */
  margin: number;
  /** Independent group of each video. */
  groupOf: ReadonlyMap<string, number>;
}

/** Each by the curves that were fitted without its fold; if none of the fold was fitted on, by those of all. */
export function calibratedFaces(
  held: readonly HeldOutFace[],
  calibrations: FittedCalibrations,
  { margin, groupOf }: CalibrationSettings,
): CalibratedFace[] {
  return held.map(({ sample, fold, raw, distances }) => {
    const { label, video, source = video, method = null, quality = null } = sample;
    const scoreBy = (classifier: 'sgd' | 'forest') => {
      const { curveWithout, curve } = calibrations[classifier];
      return boundedScore(curveWithout.get(fold) ?? curve, raw[classifier], margin);
    };
    const [sgd, forest] = [scoreBy('sgd'), scoreBy('forest')];
    const combined = (sgd + forest) / 2;
    return {
      ...{ label, video, fold, source, method, distances, quality, group: groupOf.get(video)! },
      scores: { sgd, forest, combined },
      ranks: { ...raw, combined },
    };
  });
}

export function fitCalibrations(held: readonly HeldOutFace[], margin: number): FittedCalibrations {
  const fit = (classifier: 'sgd' | 'forest') =>
    fitCalibration(
      held.map(({ sample: { label, video }, fold, raw }) => ({ label, video, fold, raw: raw[classifier] })),
      margin,
    );
  return { sgd: fit('sgd'), forest: fit('forest') };
}
