import { expect, it } from 'vitest';
import { occlusionCells, partWithMap } from '../../../../src-renderer/lib/occlusion-cells.ts';

const by = { classifier: 'a'.repeat(64), provider: 'cpu', exhibit: 'test' } as const;
const map = (changes: (number | null)[]) => ({
  ...{ faceId: 1, side: 2, score: 0.9, changes, by },
  corners: [
    { x: 0.2, y: 0.2 },
    { x: 0.8, y: 0.2 },
    { x: 0.2, y: 0.8 },
  ] as [{ x: number; y: number }, { x: number; y: number }, { x: number; y: number }],
});

it('lays patches over the square, row by row, each as strong as its change beside the largest', () => {
  const cells = occlusionCells(map([-0.4, 0.2, null, 0]));
  expect(cells.map(({ change, strength }) => [change, strength])).toEqual([
    [-0.4, 1],
    [0.2, 0.5],
    [0, 0],
  ]);
  expect(cells[0]!.points).toBe('0.2,0.2 0.5,0.2 0.5,0.5 0.2,0.5');
  expect(cells[2]!.middle.x).toBeCloseTo(0.65, 6);
  expect(cells[2]!.middle.y).toBeCloseTo(0.65, 6);
});

it('turns with the head', () => {
  const turned = {
    ...map([1, 0, 0, 0]),
    corners: [
      { x: 1, y: 0 },
      { x: 1, y: 1 },
      { x: 0, y: 0 },
    ] as never,
  };
  expect(occlusionCells(turned)[1]!.middle).toEqual({ x: 0.75, y: 0.75 });
});

it('is shown with a little around the square', () => {
  const { x, y, side } = partWithMap(map([0, 0, 0, 0]));
  expect([x + side / 2, y + side / 2].map((value) => value.toFixed(6))).toEqual(['0.500000', '0.500000']);
  expect(side).toBeGreaterThan(0.6);
  expect(side).toBeLessThan(0.8);
});

it('does not make a large thing of small changes', () => {
  const strengths = occlusionCells(map([0.005, -0.005, 0, 0])).map(({ strength }) => strength);
  expect(Math.max(...strengths)).toBeCloseTo(0.1, 6);
});
