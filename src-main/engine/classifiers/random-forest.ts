/**
 * Random forest in the form of Ho (1998): each tree draws its features once, where Breiman (2001) draws anew
 * at each node. `ml-random-forest` grows the trees; what is kept of each is a few flat arrays, walked here,
 * because the library's own JSON takes some fifty times the space. A tree grows only until its leaves are
 * pure: on the vectors of a head that tells its training faces apart, one split is often enough.
 *
 * Each tree sees a draw of its own with as many real as fake faces (balanced forest: Chen, Liaw and Breiman
 * 2004), every video equally likely. The draw is bounded since the library's search for a split takes
 * time with the square of its size, and more faces of one video say little new.
 */
import { RandomForestClassifier } from 'ml-random-forest';
import { z } from 'zod';
import { groupedBy } from '../support/grouped.ts';
import { createRandom } from '../support/random.ts';
import type { Random } from '../support/random.ts';
import type { Classifier, LabelledVector } from './classifier.ts';
import { flatTree, leafShare } from './flat-tree.ts';
import type { FlatTree } from './flat-tree.ts';

export const forestModel = z.object({ trees: z.array(flatTree).min(1) });
export type ForestModel = z.infer<typeof forestModel>;

export interface ForestSettings {
  seed: number;
  trees?: number;
  /** Faces drawn for one tree. */
  drawn?: number;
}

/** Deeper trees only learn single faces by heart. */
const MAX_DEPTH = 12;

/** As the library writes a tree. */
interface GrownNode {
  splitColumn?: number;
  splitValue?: number;
  left?: GrownNode;
  right?: GrownNode;
  distribution?: number[][];
}

export async function trainForest(
  samples: readonly LabelledVector[],
  { seed, trees = 100, drawn = 512 }: ForestSettings,
  signal?: AbortSignal,
): Promise<ForestModel> {
  const random = createRandom(seed);
  const classes = (['real', 'fake'] as const).map((label) => {
    const ofClass = samples.filter((sample) => sample.label === label);
    return [...groupedBy(ofClass, ({ video }) => video).values()];
  });
  const perClass = Math.ceil(Math.min(drawn, samples.length) / 2);
  const features = Math.max(1, Math.round(Math.sqrt(samples[0]?.vector.length ?? 0)));
  const grown: FlatTree[] = [];
  for (let index = 0; index < trees; index++) {
    // A tree takes a moment; between two of them the process can hear an abort.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    // In turns: the library looks up the first row of each class for every row, at every split.
    const rows = Array.from({ length: perClass }, () => classes.map((videos) => draw(videos, random))).flat();
    grown.push(growTree(rows, features, random.integer(2 ** 31)));
  }
  return { trees: grown };
}

function draw(videos: readonly LabelledVector[][], random: Random): LabelledVector {
  const video = videos[random.integer(videos.length)]!;
  return video[random.integer(video.length)]!;
}

function growTree(rows: readonly LabelledVector[], features: number, seed: number): FlatTree {
  const library = new RandomForestClassifier({
    ...{ nEstimators: 1, maxFeatures: features, replacement: false, useSampleBagging: false, noOOB: true },
    ...{ seed, treeOptions: { maxDepth: MAX_DEPTH, minNumSamples: 1, gainThreshold: 0 } },
  });
  library.train(
    rows.map(({ vector }) => [...vector]),
    rows.map(({ label }) => (label === 'fake' ? 1 : 0)),
  );
  // Through JSON: matrices become plain arrays, and only what is saved is relied upon.
  const { baseModel } = JSON.parse(JSON.stringify(library)) as {
    baseModel: { indexes: number[][]; estimators: { root: GrownNode }[] };
  };
  return flattened(baseModel.estimators[0]!.root, baseModel.indexes[0]!);
}

/** @param columns feature of the full vector behind each column that the tree was shown */
function flattened(root: GrownNode, columns: readonly number[]): FlatTree {
  const flat: FlatTree = { feature: [], threshold: [], left: [], right: [], fake: [] };
  const add = ({ splitColumn, splitValue, left, right, distribution }: GrownNode): number => {
    const index = flat.feature.length;
    const inner = left !== undefined && right !== undefined;
    flat.feature.push(inner ? columns[splitColumn!]! : -1);
    flat.threshold.push(inner ? splitValue! : 0);
    // The library leaves out class 1 where a leaf has only class 0, and sums shares with rounding errors.
    flat.fake.push(inner ? 0 : Number((distribution![0]![1] ?? 0).toFixed(6)));
    flat.left.push(-1);
    flat.right.push(-1);
    if (inner) {
      flat.left[index] = add(left);
      flat.right[index] = add(right);
    }
    return index;
  };
  add(root);
  return flat;
}

/** Raw scores are the mean over trees of the share of fakes in the leaf, as `predict_proba` of scikit-learn. */
export function forestClassifier({ trees }: ForestModel): Classifier {
  return {
    scores: (vectors) =>
      vectors.map((vector) => trees.reduce((sum, tree) => sum + leafShare(tree, vector), 0) / trees.length),
  };
}
