import type { Label } from '../../shared/domain.ts';

/** How far a face's embedding lies from those that a model was trained on; larger is farther, any scale. */
export type TrainingDistance = (embedding: Float32Array) => number;

/** A face that was trained on. */
export interface KnownFace {
  embedding: Float32Array;
  label: Label;
  video: string;
}
