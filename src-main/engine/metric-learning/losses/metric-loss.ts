/** The losses of metric learning by the names that experiments are stored under. */
import type { MetricLoss } from '../../../shared/lab.ts';
import { alignmentUniformityLoss } from './alignment-uniformity.ts';
import type { BatchLossFunction } from './batch-loss.ts';
import { contrastiveLoss } from './contrastive.ts';
import { multiSimilarityLoss } from './multi-similarity.ts';
import { tripletBatchHardLoss } from './triplet-batch-hard.ts';
import { tripletSemiHardLoss } from './triplet-semi-hard.ts';

/** @param margin of both triplet losses and the contrastive one; the others have none */
export function metricLoss(name: MetricLoss, margin: number): BatchLossFunction {
  switch (name) {
    case 'triplet-semi-hard':
      return (embeddings, labels) => tripletSemiHardLoss(embeddings, labels, margin);
    case 'triplet-batch-hard':
      return (embeddings, labels) => tripletBatchHardLoss(embeddings, labels, margin);
    case 'contrastive':
      return (embeddings, labels) => contrastiveLoss(embeddings, labels, margin);
    case 'multi-similarity':
      return multiSimilarityLoss;
    case 'alignment-uniformity':
      return alignmentUniformityLoss;
  }
}
