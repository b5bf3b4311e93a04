/**
 * A decision tree by CART (Breiman et al. 1984) as scikit-learn's `DecisionTreeClassifier()` grows it: each node takes
 * the feature and threshold that leave the least Gini impurity, halfway between two values, down to pure leaves; of
 * equally good ones the first feature and the lowest threshold, so nothing is left to chance. Every feature is sorted
 * once and its order kept through all splits, so that a level costs one pass over the data. The random forest grows
 * its trees here too, with features drawn at each node.
 */
import type { Classifier, LabelledVector } from './classifier.ts';
import { leafShare } from './flat-tree.ts';
import type { FlatTree } from './flat-tree.ts';

interface SortedSamples {
  /** A feature of all samples, for each feature. */
  columns: readonly Float32Array[];
  /** 1 for a fake. */
  isFake: Uint8Array;
  /** The samples from the least value to the greatest, for each feature. */
  orders: readonly Int32Array[];
}

/** Features to look at in a node, the first `enough` of them and more while none divides the samples. */
interface FeatureChoice {
  features: readonly number[];
  enough: number;
}

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

/** Room that every node's division uses anew. */
interface Scratch {
  /** By sample. */
  isLeft: Uint8Array;
  /** Samples that go to the right, in order. */
  right: Int32Array;
}

/** Smaller nodes and all below them take no noticeable time. */
const LARGE_NODE = 1000;

export async function trainDecisionTree(
  samples: readonly LabelledVector[],
  signal?: AbortSignal,
): Promise<FlatTree> {
  const sorted = await sortSamples(samples, signal);
  const all = { features: [...sorted.columns.keys()], enough: sorted.columns.length };
  return growTree(sorted, () => all, signal);
}

export async function sortSamples(
  samples: readonly LabelledVector[],
  signal?: AbortSignal,
): Promise<SortedSamples> {
  const features = samples[0]?.vector.length ?? 0;
  const columns = Array.from({ length: features }, (_, feature) =>
    Float32Array.from(samples, ({ vector }) => vector[feature]!),
  );
  const orders: Int32Array[] = [];
  for (const column of columns) {
    await breathe(signal);
    orders.push(Int32Array.from(column.keys()).sort((a, b) => column[a]! - column[b]! || a - b));
  }
  return { columns, isFake: Uint8Array.from(samples, ({ label }) => Number(label === 'fake')), orders };
}

/**
 * @param sorted its orders are used up; a sample may stand in them more than once
 * @param leastLeaf samples that a leaf holds at least
 */
export async function growTree(
  sorted: SortedSamples,
  chooseFeatures: () => FeatureChoice,
  signal?: AbortSignal,
  leastLeaf = 1,
): Promise<FlatTree> {
  const tree: FlatTree = { feature: [], threshold: [], left: [], right: [], fake: [] };
  const addNode = () => {
    tree.feature.push(-1);
    tree.threshold.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    return tree.fake.push(0) - 1;
  };
  const size = sorted.orders[0]!.length;
  const scratch = { isLeft: new Uint8Array(sorted.isFake.length), right: new Int32Array(size) };
  const open = [{ node: addNode(), span: { from: 0, to: size } }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, span } = next;
    const count = span.to - span.from;
    if (count >= LARGE_NODE) await breathe(signal);
    const fakes = countFakes(sorted, span);
    const isLeaf = fakes === 0 || fakes === count || count < 2 * leastLeaf;
    const split = isLeaf ? null : bestSplit(sorted, span, { fakes, leastLeaf }, chooseFeatures());
    if (!split) {
      tree.fake[node] = fakes / count;
      continue;
    }
    divide(sorted, span, split, scratch);
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

/** What a node's samples are, and how few of them a side may take. */
interface Node {
  fakes: number;
  leastLeaf: number;
}

/** Raw scores are the shares of fakes in the leaves: 0 or 1, but for equal vectors with unequal labels. */
export function decisionTreeClassifier(model: FlatTree): Classifier {
  return { scores: (vectors) => vectors.map((vector) => leafShare(model, vector)) };
}

/** Null where all vectors are equal, or every division leaves too few on one side. */
function bestSplit(
  sorted: SortedSamples,
  span: Span,
  node: Node,
  { features, enough }: FeatureChoice,
): Split | null {
  let best: Split | null = null;
  for (const [place, feature] of features.entries()) {
    if (best && place >= enough) break;
    best = betterSplit(sorted, span, node, feature, best);
  }
  return best;
}

/** The best split by one feature if it is purer than the best one so far, else that one. */
function betterSplit(
  { columns, isFake, orders }: SortedSamples,
  { from, to }: Span,
  { fakes, leastLeaf }: Node,
  feature: number,
  bestSoFar: Split | null,
): Split | null {
  const column = columns[feature]!;
  const order = orders[feature]!;
  const total = to - from;
  let best = bestSoFar;
  let fakesLeft = 0;
  let value = column[order[from]!]!;
  for (let place = from; place < to - 1; place++) {
    fakesLeft += isFake[order[place]!]!;
    const next = column[order[place + 1]!]!;
    if (value === next) continue;
    const threshold = (value + next) / 2;
    value = next;
    const count = place + 1 - from;
    if (count < leastLeaf || total - count < leastLeaf) continue;
    const purity = sideOf(fakesLeft, count) + sideOf(fakes - fakesLeft, total - count);
    if (!best || purity > best.purity) best = { feature, threshold, count, purity };
  }
  return best;
}

const sideOf = (fakes: number, count: number) => (fakes ** 2 + (count - fakes) ** 2) / count;

/** Left samples before right ones in every feature's order, which is kept on both sides. */
function divide(
  { columns, orders }: SortedSamples,
  { from, to }: Span,
  { feature, threshold }: Split,
  { isLeft, right }: Scratch,
): void {
  const column = columns[feature]!;
  for (let place = from; place < to; place++) {
    const index = orders[feature]![place]!;
    isLeft[index] = Number(column[index]! < threshold);
  }
  for (const order of orders) {
    let kept = from;
    // Written to both sides and kept on one: a branch here, which no processor can foresee, takes thrice the time.
    for (let place = from; place < to; place++) {
      const index = order[place]!;
      order[kept] = index;
      right[place - kept] = index;
      kept += isLeft[index]!;
    }
    order.set(right.subarray(0, to - kept), kept);
  }
}

function countFakes({ isFake, orders }: SortedSamples, { from, to }: Span): number {
  return orders[0]!.subarray(from, to).reduce((sum, index) => sum + isFake[index]!, 0);
}

/** Between two steps the process can hear an abort. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}
