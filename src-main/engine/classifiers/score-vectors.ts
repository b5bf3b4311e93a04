/** Vectors of the head to calibrated scores. */
import { z } from 'zod';
import { calibrated, calibrationCurve } from './calibration.ts';
import type { CalibrationCurve } from './calibration.ts';
import type { EmbeddingScore } from './classifier-model.ts';
import { forestClassifier } from './random-forest.ts';
import type { ForestModel } from './random-forest.ts';
import { sgdClassifier } from './sgd.ts';
import type { SgdModel } from './sgd.ts';

export const calibrations = z.object({
  sgd: calibrationCurve,
  forest: calibrationCurve,
  /** The smallest distance of a score from 0 and 1; the number of videos does not support a smaller one. */
  margin: z.number().positive().max(0.5),
});
export type Calibrations = z.infer<typeof calibrations>;

export interface ScoringParts {
  sgd: SgdModel;
  forest: ForestModel;
  calibrations: Calibrations;
}

export function scoreVectors(
  vectors: readonly Float32Array[],
  { sgd, forest, calibrations: { margin, ...curves } }: ScoringParts,
): Omit<EmbeddingScore, 'novelty'>[] {
  const sgdScores = sgdClassifier(sgd).scores(vectors);
  const forestScores = forestClassifier(forest).scores(vectors);
  return vectors.map((_, index) => {
    const classifiers = {
      sgd: boundedScore(curves.sgd, sgdScores[index]!, margin),
      forest: boundedScore(curves.forest, forestScores[index]!, margin),
    };
    return { score: (classifiers.sgd + classifiers.forest) / 2, classifiers };
  });
}

/** @returns the calibrated probability of fake, in [margin, 1 − margin] */
export function boundedScore(curve: CalibrationCurve, raw: number, margin: number): number {
  return Math.min(1 - margin, Math.max(margin, calibrated(curve, raw)));
}
