import { describe, expect, it } from 'vitest';
import {
  boxOf,
  cornersOf,
  intersectionOverUnion,
  pixelsInside,
  regress,
  squared,
  suppress,
} from '../../../../src-main/engine/faces/boxes.ts';

const corners = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
const scored = (score: number, ...box: [number, number, number, number]) => ({ ...corners(...box), score });

describe('overlap of boxes', () => {
  it('is 1 for a box with itself and 0 for boxes that only touch', () => {
    expect(intersectionOverUnion(corners(0, 0, 4, 2), corners(0, 0, 4, 2))).toBe(1);
    expect(intersectionOverUnion(corners(0, 0, 4, 2), corners(4, 0, 8, 2))).toBe(0);
  });

  it('is a third for two squares that share half of each', () => {
    expect(intersectionOverUnion(corners(0, 0, 2, 2), corners(1, 0, 3, 2))).toBeCloseTo(1 / 3, 12);
  });

  it('reads corners from a box and gives the box back', () => {
    const box = { x: -2.5, y: 3, width: 10, height: 7.25 };
    expect(boxOf(cornersOf(box))).toEqual(box);
  });
});

describe('non-maximum suppression', () => {
  it('keeps the highest score of a cluster and every box that stands apart', () => {
    const boxes = [scored(0.7, 1, 0, 11, 10), scored(0.9, 0, 0, 10, 10), scored(0.6, 50, 50, 60, 60)];
    expect(suppress(boxes, 0.5).map(({ score }) => score)).toEqual([0.9, 0.6]);
  });

  it('keeps a box whose only stronger neighbour was itself removed', () => {
    const chain = [scored(0.9, 0, 0, 10, 10), scored(0.8, 4, 0, 14, 10), scored(0.7, 8, 0, 18, 10)];
    expect(suppress(chain, 0.4).map(({ score }) => score)).toEqual([0.9, 0.7]);
  });

  it('removes a small box inside a large one only when measured against the smaller', () => {
    const nested = [scored(0.9, 0, 0, 100, 100), scored(0.8, 40, 40, 60, 60)];
    expect(suppress(nested, 0.7, 'union')).toHaveLength(2);
    expect(suppress(nested, 0.7, 'smaller')).toHaveLength(1);
  });

  it('keeps boxes that overlap by exactly the threshold', () => {
    const pair = [scored(0.9, 0, 0, 3, 1), scored(0.8, 1, 0, 4, 1)];
    expect(suppress(pair, 0.5)).toHaveLength(2);
  });

  it('puts equal scores in the order given and leaves its input alone', () => {
    const boxes = [scored(0.5, 0, 0, 1, 1), scored(0.5, 5, 0, 6, 1), scored(0.9, 9, 0, 10, 1)];
    expect(suppress(boxes, 0.5).map(({ left }) => left)).toEqual([9, 0, 5]);
    expect(boxes.map(({ left }) => left)).toEqual([0, 5, 9]);
  });
});

describe('box arithmetic of the cascade', () => {
  it('moves each corner in parts of the size, counted with or without the last pixel', () => {
    const box = corners(10, 10, 29, 49);
    expect(regress(box, [0.1, 0, -0.1, 0.5], 0)).toEqual(corners(11.9, 10, 27.1, 68.5));
    expect(regress(box, [0.1, 0, -0.1, 0.5], 1)).toEqual(corners(12, 10, 27, 69));
  });

  it('squares a box around its centre at its longer side', () => {
    expect(squared(corners(10, 0, 20, 40))).toEqual(corners(-5, 0, 35, 40));
  });

  it('cuts a box at the edges of the picture and drops one outside', () => {
    expect(pixelsInside(corners(-5.5, 3.9, 12.7, 400), 10, 200)).toEqual(corners(0, 2, 10, 200));
    expect(pixelsInside(corners(30, 3, 60, 9), 20, 20)).toBeNull();
  });
});
