/**
 * Contrastive loss (Hadsell, Chopra and LeCun 2006, equation 4) over all pairs of the batch: ½ D² for a pair of one
 * class, ½ max(0, margin − D)² for a pair of different classes, as the mean over pairs. D is the Euclidean distance.
 */
import type { BatchLoss } from './batch-loss.ts';
import { squaredDistances } from './distances.ts';

/**
 * `violating` is the share of pairs on the wrong side of the margin: same class and outside, or different and inside.
 */
export function contrastiveLoss(
  embeddings: Float32Array,
  labels: readonly string[],
  margin: number,
): BatchLoss {
  const count = labels.length;
  const dim = embeddings.length / count;
  const squared = squaredDistances(embeddings, dim);
  const pairs = Math.max(1, (count * (count - 1)) / 2);
  const gradient = new Float32Array(embeddings.length);
  let [sum, violations] = [0, 0];
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) {
      const distance = Math.sqrt(squared[a * count + b]!);
      const alike = labels[a] === labels[b];
      if (alike ? distance > margin : distance < margin) violations += 1;
      const gap = Math.max(0, margin - distance);
      sum += (alike ? squared[a * count + b]! : gap ** 2) / 2;
      // Gradient of the loss with respect to the distance, divided by the distance. Equal vectors have no direction.
      const slope = alike ? 1 : distance === 0 ? 0 : -gap / distance;
      for (let k = 0; k < dim; k++) {
        const push = (slope * (embeddings[a * dim + k]! - embeddings[b * dim + k]!)) / pairs;
        gradient[a * dim + k]! += push;
        gradient[b * dim + k]! -= push;
      }
    }
  }
  return { loss: sum / pairs, violating: violations / pairs, gradient };
}
