/**
 * Confidence of a model in a track: the distance of its score from the threshold, or 0 if the track is beyond a limit.
 * Verdicts and measured error rates both use it, so the rates describe the rule that casework applies.
 */
import type { DecisionGates, FaceQuality } from '../../shared/domain.ts';
import { trimmedMean } from './aggregate.ts';

/** With fewer faces, the mean of a track varies between samples of frames by more than the width of the band. */
export const MIN_USABLE_FACES = 3;

/**
 * Scores at or above it are called fake. Scores are calibrated for even odds. A threshold tuned on the videos that
 * then test it would make the model look better than it is.
 */
export const THRESHOLD = 0.5;

export interface JudgedFace {
  score: number;
  /** Null for a guest detector, which has one score. */
  classifiers: Readonly<Record<string, number>> | null;
  /** Null if the training data is unknown. */
  novelty: number | null;
  /** Null if not measured. */
  quality: Pick<FaceQuality, 'sizePx' | 'sharpness'> | null;
}

/** The basis of a decision: trimmed means over the usable faces of a track. */
export interface Observation {
  usableFaces: number;
  score: number;
  classifiers: Readonly<Record<string, number>>;
  novelty: number | null;
  /** Largest difference between classifiers; 0 where there is one. */
  disagreement: number;
  quality: { sizePx: number; sharpness: number } | null;
}

export type Gate = 'few-faces' | keyof DecisionGates;

/** @param faces at least one */
export function observe(faces: readonly JudgedFace[]): Observation {
  const mean = (valueOf: (face: JudgedFace) => number) => trimmedMean(faces.map(valueOf));
  const names = Object.keys(faces[0]!.classifiers ?? {});
  const classifiers = names.map((name) => [name, mean((face) => face.classifiers![name]!)] as const);
  const scores = classifiers.map(([, score]) => score);
  return {
    usableFaces: faces.length,
    score: mean(({ score }) => score),
    classifiers: Object.fromEntries(classifiers),
    novelty: faces.every(({ novelty }) => novelty !== null) ? mean(({ novelty }) => novelty!) : null,
    disagreement: scores.length === 0 ? 0 : Math.max(...scores) - Math.min(...scores),
    quality: faces.every(({ quality }) => quality !== null)
      ? {
          sizePx: mean(({ quality }) => quality!.sizePx),
          sharpness: mean(({ quality }) => quality!.sharpness),
        }
      : null,
  };
}

/** The limits that a track is beyond, the most important first. */
export function closedGates(
  { usableFaces, novelty, disagreement, quality }: Observation,
  gates: DecisionGates,
): Gate[] {
  const closed: Record<Gate, boolean> = {
    'few-faces': usableFaces < MIN_USABLE_FACES,
    novelty: novelty !== null && novelty > gates.novelty,
    sizePx: quality !== null && quality.sizePx < gates.sizePx,
    sharpness: quality !== null && quality.sharpness < gates.sharpness,
    disagreement: disagreement > gates.disagreement,
  };
  return (Object.keys(closed) as Gate[]).filter((gate) => closed[gate]);
}

/** From 0 to ½. */
export function confidenceOf(observation: Observation, gates: DecisionGates): number {
  return closedGates(observation, gates).length > 0 ? 0 : Math.abs(observation.score - THRESHOLD);
}
