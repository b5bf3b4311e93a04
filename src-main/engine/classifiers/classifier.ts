import type { Label } from '../../shared/domain.ts';

/** A trained classifier: vectors of the head's output length to raw scores, larger meaning more likely fake. */
export interface Classifier {
  /** Not yet probabilities: see `calibration.ts`. */
  scores(vectors: readonly Float32Array[]): number[];
}

export interface LabelledVector {
  vector: Float32Array;
  label: Label;
  /** Clip that it comes from: many faces of one clip must not outvote other clips. */
  video: string;
}
