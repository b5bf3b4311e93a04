/** The losses of metric learning, by their names in stored experiments. */
import type { MetricLoss } from '../../../shared/lab.ts';
import { alignmentUniformityLoss } from './alignment-uniformity.ts';
import type { BatchLossFunction } from './batch-loss.ts';
import { contrastiveLoss } from './contrastive.ts';
import { multiSimilarityLoss } from './multi-similarity.ts';
import { tripletBatchHardLoss } from './triplet-batch-hard.ts';
import { tripletSemiHardLoss } from './triplet-semi-hard.ts';

/** @param margin used by both triplet losses and the contrastive loss; the others have no margin */
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
