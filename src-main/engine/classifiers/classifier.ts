import type { Label } from '../../shared/domain.ts';

/** A trained classifier: vectors of the head's output length to raw scores; larger means more likely fake. */
export interface Classifier {
  /** Not yet probabilities: see `calibration.ts`. */
  scores(vectors: readonly Float32Array[]): number[];
}

export interface LabelledVector {
  vector: Float32Array;
  label: Label;
  /** Its clip: many faces of one clip must not outweigh other clips. */
  video: string;
}
