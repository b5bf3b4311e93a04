/**
 * A decision tree by CART (Breiman et al. 1984) as scikit-learn's `DecisionTreeClassifier()` grows it: each node takes
 * the feature and threshold that leave the least Gini impurity, halfway between two values, down to pure leaves; of
 * equally good ones the first feature and the lowest threshold, so nothing is left to chance. Every feature is sorted once and
 * its order kept through all splits, so that a level costs one pass over the data: `ml-cart`, which counts anew
 * for each threshold, takes time with the square of the count, hours for a set of 30,000 faces.
 */
import type { Classifier, LabelledVector } from './classifier.ts';
import { leafShare } from './flat-tree.ts';
import type { FlatTree } from './flat-tree.ts';

/** A node's samples stand at [from, to) in every feature's order. */
interface Span {
  from: number;
  to: number;
}

interface Split {
  feature: number;
  threshold: number;
  /** To the left of it. */
  count: number;
  /** Σ over both sides of (real² + fake²) / count: the larger, the purer. */
  purity: number;
}

export async function trainDecisionTree(
  samples: readonly LabelledVector[],
  signal?: AbortSignal,
): Promise<FlatTree> {
  const features = samples[0]?.vector.length ?? 0;
  const orders: Int32Array[] = [];
  for (let feature = 0; feature < features; feature++) {
    await breathe(signal);
    const values = samples.map(({ vector }) => vector[feature]!);
    orders.push(Int32Array.from(samples.keys()).sort((a, b) => values[a]! - values[b]! || a - b));
  }
  const tree: FlatTree = { feature: [], threshold: [], left: [], right: [], fake: [] };
  const addNode = () => {
    tree.feature.push(-1);
    tree.threshold.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    return tree.fake.push(0) - 1;
  };
  const open = [{ node: addNode(), span: { from: 0, to: samples.length } }];
  for (let next = open.pop(); next; next = open.pop()) {
    await breathe(signal);
    const { node, span } = next;
    const fakes = countFakes(samples, orders[0]!, span);
    const split =
      fakes === 0 || fakes === span.to - span.from ? null : bestSplit(samples, orders, span, fakes);
    if (!split) {
      tree.fake[node] = fakes / (span.to - span.from);
      continue;
    }
    divide(samples, orders, span, split);
    const middle = span.from + split.count;
    const [left, right] = [addNode(), addNode()];
    tree.feature[node] = split.feature;
    tree.threshold[node] = split.threshold;
    tree.left[node] = left;
    tree.right[node] = right;
    open.push({ node: left, span: { from: span.from, to: middle } });
    open.push({ node: right, span: { from: middle, to: span.to } });
  }
  return tree;
}

/** Raw scores are the shares of fakes in the leaves: 0 or 1, but for equal vectors with unequal labels. */
export function decisionTreeClassifier(model: FlatTree): Classifier {
  return { scores: (vectors) => vectors.map((vector) => leafShare(model, vector)) };
}

/** Null where all vectors are equal. */
function bestSplit(
  samples: readonly LabelledVector[],
  orders: readonly Int32Array[],
  { from, to }: Span,
  fakes: number,
): Split | null {
  const total = to - from;
  let best: Split | null = null;
  for (const [feature, order] of orders.entries()) {
    let fakesLeft = 0;
    for (let place = from; place < to - 1; place++) {
      const { vector, label } = samples[order[place]!]!;
      if (label === 'fake') fakesLeft += 1;
      const [value, next] = [vector[feature]!, samples[order[place + 1]!]!.vector[feature]!];
      if (value === next) continue;
      const count = place + 1 - from;
      const purity = sideOf(fakesLeft, count) + sideOf(fakes - fakesLeft, total - count);
      if (best && purity <= best.purity) continue;
      best = { feature, threshold: (value + next) / 2, count, purity };
    }
  }
  return best;
}

const sideOf = (fakes: number, count: number) => (fakes ** 2 + (count - fakes) ** 2) / count;

/** Left samples before right ones in every feature's order, which is kept on both sides. */
function divide(
  samples: readonly LabelledVector[],
  orders: readonly Int32Array[],
  { from, to }: Span,
  { feature, threshold }: Split,
): void {
  const right = new Int32Array(to - from);
  for (const order of orders) {
    let [kept, moved] = [from, 0];
    for (let place = from; place < to; place++) {
      const index = order[place]!;
      if (samples[index]!.vector[feature]! < threshold) order[kept++] = index;
      else right[moved++] = index;
    }
    order.set(right.subarray(0, moved), kept);
  }
}

function countFakes(samples: readonly LabelledVector[], order: Int32Array, { from, to }: Span): number {
  return order.subarray(from, to).filter((index) => samples[index]!.label === 'fake').length;
}

/** A node takes a moment; between two of them the process can hear an abort. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
