/** A trained decision tree as a few flat arrays: small and fast. */
import { z } from 'zod';

/** Node i goes to `left[i]` when feature < threshold, else to `right[i]`; a leaf has feature −1. */
export const flatTree = z.object({
  feature: z.array(z.number().int()),
  threshold: z.array(z.number()),
  left: z.array(z.number().int()),
  right: z.array(z.number().int()),
  /** Share of fakes among the training faces in this leaf. */
  fake: z.array(z.number()),
});
export type FlatTree = z.infer<typeof flatTree>;

/** Share of fakes in the leaf of a vector. */
export function leafShare({ feature, threshold, left, right, fake }: FlatTree, vector: Float32Array): number {
  let node = 0;
  while (feature[node]! >= 0) {
    node = vector[feature[node]!]! < threshold[node]! ? left[node]! : right[node]!;
  }
  return fake[node]!;
}
