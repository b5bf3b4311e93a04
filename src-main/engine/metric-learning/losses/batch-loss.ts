/** What every loss of metric learning gives for one batch, so that any of them can train the head. */

export interface BatchLoss {
  loss: number;
  /** Share of what the loss compares (triplets, pairs) that is not yet as it should be; each loss says what that is. */
  violating: number;
  /** Of the loss with respect to the embeddings: [batch, dim], row by row. */
  gradient: Float32Array;
}

/** @param embeddings [batch, dim], row by row; `labels` has one entry a row, and equal labels are one class */
export type BatchLossFunction = (embeddings: Float32Array, labels: readonly string[]) => BatchLoss;
