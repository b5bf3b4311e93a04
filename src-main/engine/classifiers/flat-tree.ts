/** A trained decision tree as a few flat arrays: small and fast. */
import { z } from 'zod';

const nodes = z.array(z.number().int()).min(1);

/**
 * Node i goes to `left[i]` when feature < threshold, else to `right[i]`; a leaf has feature −1. Children stand behind
 * their parent, so every way ends.
 */
export const flatTree = z
  .object({
    feature: nodes,
    threshold: z.array(z.number()),
    left: nodes,
    right: nodes,
    /** Share of fakes among the training faces in this leaf. */
    fake: z.array(z.number().min(0).max(1)),
  })
  .refine(
    ({ feature, threshold, left, right, fake }) => {
      const count = feature.length;
      const isBehind = (child: number, node: number) => child > node && child < count;
      return (
        [threshold, left, right, fake].every(({ length }) => length === count) &&
        feature.every(
          (each, node) =>
            each === -1 || (each >= 0 && isBehind(left[node]!, node) && isBehind(right[node]!, node)),
        )
      );
    },
    { error: 'the nodes of a tree do not lead to leaves' },
  );
export type FlatTree = z.infer<typeof flatTree>;

/** Share of fakes in the leaf of a vector. */
export function leafShare({ feature, threshold, left, right, fake }: FlatTree, vector: Float32Array): number {
  let node = 0;
  while (feature[node]! >= 0) {
    node = vector[feature[node]!]! < threshold[node]! ? left[node]! : right[node]!;
  }
  return fake[node]!;
}
