import type { Label } from '../../shared/domain.ts';

/** Distance of a face's embedding from the training data of a model; larger is farther, any scale. */
export type TrainingDistance = (embedding: Float32Array) => number;

/** A training face. */
export interface KnownFace {
  embedding: Float32Array;
  label: Label;
  video: string;
}
