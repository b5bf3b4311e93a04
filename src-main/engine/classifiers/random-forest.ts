/**
 * Random forest by Breiman (2001), as scikit-learn's `RandomForestClassifier()` grows it: every tree from a bootstrap
 * sample of its own, the best of √features drawn anew at each node. The bootstrap sample has as many real as fake
 * faces (balanced forest: Chen, Liaw and Breiman 2004), and every video of a class is equally likely in it, since
 * more faces of one video say little new. For the same reason a leaf holds a twentieth of the faces at least: faces
 * of one video are alike, and pure leaves learn videos by heart.
 */
import { z } from 'zod';
import { groupedBy } from '../support/grouped.ts';
import { createRandom } from '../support/random.ts';
import type { Random } from '../support/random.ts';
import type { Classifier, LabelledVector } from './classifier.ts';
import { growTree, sortSamples } from './decision-tree.ts';
import { flatTree, leafShare } from './flat-tree.ts';
import type { FlatTree } from './flat-tree.ts';

export const forestModel = z.object({ trees: z.array(flatTree).min(1) });
export type ForestModel = z.infer<typeof forestModel>;

interface ForestSettings {
  seed: number;
  trees?: number;
  /** Least share of a tree's faces in a leaf; 0 for pure leaves. */
  leafShare?: number;
}

const LEAF_SHARE = 0.05;

export async function trainForest(
  samples: readonly LabelledVector[],
  { seed, trees = 100, leafShare = LEAF_SHARE }: ForestSettings,
  signal?: AbortSignal,
): Promise<ForestModel> {
  const random = createRandom(seed);
  const sorted = await sortSamples(samples, signal);
  const features = [...sorted.columns.keys()];
  const enough = Math.max(1, Math.floor(Math.sqrt(features.length)));
  const chooseFeatures = () => ({ features: random.shuffled(features), enough });
  const classes = (['real', 'fake'] as const).map((label) => facesByVideo(samples, label));
  const grown: FlatTree[] = [];
  for (let index = 0; index < trees; index++) {
    const times = drawBootstrap(samples.length, classes, random);
    const orders = sorted.orders.map((order) => repeated(order, times));
    const leastLeaf = Math.max(1, Math.round(leafShare * orders[0]!.length));
    grown.push(await growTree({ ...sorted, orders }, chooseFeatures, signal, leastLeaf));
  }
  return { trees: grown };
}

/** Places of a class's faces among the samples, video by video. */
function facesByVideo(samples: readonly LabelledVector[], wanted: 'real' | 'fake'): number[][] {
  const ofClass = [...samples.keys()].filter((index) => samples[index]!.label === wanted);
  return [...groupedBy(ofClass, (index) => samples[index]!.video).values()];
}

/** How often each sample is in it; there are as many in all as there are samples, but for an odd one. */
function drawBootstrap(count: number, classes: readonly number[][][], random: Random): Uint32Array {
  const times = new Uint32Array(count);
  for (const videos of classes) {
    for (let drawn = 0; drawn < count / 2; drawn++) {
      const faces = videos[random.integer(videos.length)]!;
      times[faces[random.integer(faces.length)]!]! += 1;
    }
  }
  return times;
}

/** Each sample of an order as often as it was drawn. */
function repeated(order: Int32Array, times: Uint32Array): Int32Array {
  const result = new Int32Array(times.reduce((sum, each) => sum + each, 0));
  let place = 0;
  for (const index of order) {
    result.fill(index, place, place + times[index]!);
    place += times[index]!;
  }
  return result;
}

/** Raw scores are the mean over trees of the share of fakes in the leaf, as `predict_proba` of scikit-learn. */
export function forestClassifier({ trees }: ForestModel): Classifier {
  return {
    scores: (vectors) =>
      vectors.map((vector) => trees.reduce((sum, tree) => sum + leafShare(tree, vector), 0) / trees.length),
  };
}
