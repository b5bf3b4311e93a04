import { describe, expect, it } from 'vitest';
import { flatTree, leafShare } from '../../../../src-main/engine/classifiers/flat-tree.ts';

const sound = {
  feature: [0, -1, 1, -1, -1],
  threshold: [0.5, 0, 0.5, 0, 0],
  left: [1, 0, 3, 0, 0],
  right: [2, 0, 4, 0, 0],
  fake: [0, 0.1, 0, 0.2, 0.9],
};

describe('a tree from a file', () => {
  it('leads every vector to a leaf', () => {
    const tree = flatTree.parse(sound);
    expect(leafShare(tree, Float32Array.of(0, 0))).toBe(0.1);
    expect(leafShare(tree, Float32Array.of(1, 1))).toBe(0.9);
  });

  it.each([
    ['a node is its own child: a score would never end', { left: [0, 0, 3, 0, 0] }],
    ['a child stands before its parent', { right: [2, 0, 0, 0, 0] }],
    ['a child is not in it', { right: [2, 0, 5, 0, 0] }],
    ['its arrays have unequal lengths', { threshold: [0.5] }],
    ['it has no node', { feature: [], threshold: [], left: [], right: [], fake: [] }],
    ['a feature is none', { feature: [-2, -1, 1, -1, -1] }],
    ['a share is above 1', { fake: [0, 0.1, 0, 0.2, 9] }],
  ])('is refused where %s', (_, wrong) => {
    expect(flatTree.safeParse({ ...sound, ...wrong }).success).toBe(false);
  });
});
