/** Softmax over the two classes and its categorical cross-entropy. Class 0 is real, class 1 fake. */
import { sigmoid } from '../support/sigmoid.ts';
import type { Label } from '../../shared/domain.ts';

export const CLASSES = 2;

interface CrossEntropy {
  /** Mean over the rows of −ln p of the true class. */
  loss: number;
  /** Number of rows whose more probable class is the true class. */
  right: number;
  /** Gradient of the mean loss with respect to the logits: [rows, 2], row by row. */
  gradient: Float32Array;
}

/** @param logits [rows, 2], row by row */
export function crossEntropy(logits: Float32Array, labels: readonly Label[]): CrossEntropy {
  const gradient = new Float32Array(logits.length);
  let [loss, right] = [0, 0];
  for (const [row, label] of labels.entries()) {
    const margin = logits[CLASSES * row + 1]! - logits[CLASSES * row]!;
    const isFake = label === 'fake';
    // With two classes, p = σ(±margin). This form does not overflow for a large margin of either sign.
    const own = isFake ? margin : -margin;
    loss += Math.max(0, -own) + Math.log1p(Math.exp(-Math.abs(own)));
    if (margin > 0 === isFake) right += 1;
    const slope = (sigmoid(margin) - (isFake ? 1 : 0)) / labels.length;
    gradient[CLASSES * row] = -slope;
    gradient[CLASSES * row + 1] = slope;
  }
  return { loss: loss / labels.length, right, gradient };
}

/** @returns the probability of fake of each row */
export function fakeProbabilities(logits: Float32Array): number[] {
  return Array.from({ length: logits.length / CLASSES }, (_, row) =>
    sigmoid(logits[CLASSES * row + 1]! - logits[CLASSES * row]!),
  );
}
