/** The result of every loss of metric learning for one batch, so any of them can train the head. */

export interface BatchLoss {
  loss: number;
  /** Share of the compared triplets or pairs that violate the loss's condition; each loss defines it. */
  violating: number;
  /** Gradient of the loss with respect to the embeddings: [batch, dim], row by row. */
  gradient: Float32Array;
}

/** @param embeddings [batch, dim], row by row; `labels` has one entry per row, and equal labels are one class */
export type BatchLossFunction = (embeddings: Float32Array, labels: readonly string[]) => BatchLoss;
