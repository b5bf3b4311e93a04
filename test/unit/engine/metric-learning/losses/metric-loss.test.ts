import { describe, expect, it } from 'vitest';
import { metricLoss } from '../../../../../src-main/engine/metric-learning/losses/metric-loss.ts';
import { createRandom } from '../../../../../src-main/engine/support/random.ts';
import { metricLosses } from '../../../../../src-main/shared/lab.ts';
import { centralDifferences, relativeError } from '../../../../support/central-differences.ts';

const random = createRandom(4);
const labels = ['a', 'b', 'a', 'b', 'a', 'b', 'b', 'a'];
/** Not of length 1, so that losses on the sphere must go through the normalisation. */
const embeddings = Float32Array.from({ length: 8 * 5 }, () => 3 * (2 * random.next() - 1));

describe.each(metricLosses)('the loss "%s"', (name) => {
  const lossOf = metricLoss(name, 1.5);

  it('has the gradient that central differences give', () => {
    const { gradient, violating } = lossOf(embeddings, labels);
    expect(violating).toBeGreaterThan(0);
    const reference = centralDifferences(embeddings, 1e-3, (moved) => lossOf(moved, labels).loss);
    expect(relativeError(gradient, reference)).toBeLessThan(1e-4);
  });

  it('falls along its gradient', () => {
    const { gradient, loss } = lossOf(embeddings, labels);
    const moved = embeddings.map((value, index) => value - 1e-2 * gradient[index]!);
    expect(lossOf(moved, labels).loss).toBeLessThan(loss);
  });

  it('does not depend on the order of the batch', () => {
    const order = createRandom(7).shuffled([...labels.keys()]);
    const rows = Float32Array.from(order.flatMap((row) => [...embeddings.subarray(5 * row, 5 * row + 5)]));
    const shuffled = lossOf(
      rows,
      order.map((row) => labels[row]!),
    );
    const { loss, violating } = lossOf(embeddings, labels);
    expect(shuffled.loss).toBeCloseTo(loss, 10);
    expect(shuffled.violating).toBeCloseTo(violating, 10);
  });

  it('stays finite where all vectors are one', () => {
    const { loss, gradient } = lossOf(new Float32Array(20).fill(1), ['a', 'b', 'a', 'b']);
    expect(Number.isFinite(loss)).toBe(true);
    expect([...gradient].every(Number.isFinite)).toBe(true);
  });
});
