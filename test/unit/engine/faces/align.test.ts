import { describe, expect, it } from 'vitest';
import type { Landmarks, Point } from '../../../../src-main/shared/domain.ts';
import { alignFace, fitSimilarity, invert } from '../../../../src-main/engine/faces/align.ts';
import type { Frame } from '../../../../src-main/engine/media/frame.ts';

const template: Landmarks = [
  { x: 0.34, y: 0.46 },
  { x: 0.66, y: 0.46 },
  { x: 0.5, y: 0.64 },
  { x: 0.37, y: 0.82 },
  { x: 0.63, y: 0.82 },
];

function apply({ a, b, dx, dy }: ReturnType<typeof fitSimilarity>, { x, y }: Point): Point {
  return { x: a * x - b * y + dx, y: b * x + a * y + dy };
}

function frameOf(
  width: number,
  height: number,
  colour: (x: number, y: number) => [number, number, number],
): Frame {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) rgb.set(colour(x, y), (y * width + x) * 3);
  return { frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb };
}

describe('the similarity between two sets of points', () => {
  it('recovers a turn of 30°, a scale of 2.5 and a shift', () => {
    const turn = Math.PI / 6;
    const truth = { a: 2.5 * Math.cos(turn), b: 2.5 * Math.sin(turn), dx: -7, dy: 40 };
    const found = fitSimilarity(
      template,
      template.map((point) => apply(truth, point)),
    );
    for (const key of ['a', 'b', 'dx', 'dy'] as const) expect(found[key]).toBeCloseTo(truth[key], 10);
  });

  it('never mirrors: reversed points shrink towards their centre instead', () => {
    const mirrored = template.map(({ x, y }) => ({ x: 1 - x, y }));
    const swapped = [mirrored[1]!, mirrored[0]!, mirrored[2]!, mirrored[4]!, mirrored[3]!];
    const straight = fitSimilarity(template, swapped);
    expect(straight.a).toBeCloseTo(1, 10);
    const crossed = fitSimilarity(template, mirrored);
    expect(crossed.a ** 2 + crossed.b ** 2).toBeLessThan(1);
  });

  it('is the least-squares one: any small change fits noisy points worse', () => {
    const noisy = template.map(({ x, y }, i) => ({ x: 3 * x + 0.1 * (i % 2), y: 3 * y - 0.07 * (i % 3) }));
    const best = fitSimilarity(template, noisy);
    const error = (similarity: typeof best) =>
      template.reduce((sum, point, i) => {
        const { x, y } = apply(similarity, point);
        return sum + (x - noisy[i]!.x) ** 2 + (y - noisy[i]!.y) ** 2;
      }, 0);
    for (const key of ['a', 'b', 'dx', 'dy'] as const) {
      for (const step of [-0.01, 0.01]) {
        expect(error({ ...best, [key]: best[key] + step })).toBeGreaterThan(error(best));
      }
    }
  });

  it('is undone by its inverse', () => {
    const there = { a: 0.8, b: -1.3, dx: 12, dy: -4 };
    const back = apply(invert(there), apply(there, { x: 3.25, y: -8 }));
    expect(back.x).toBeCloseTo(3.25, 10);
    expect(back.y).toBeCloseTo(-8, 10);
  });

  it('refuses points that all coincide', () => {
    const one = Array.from({ length: 5 }, () => ({ x: 4, y: 4 }));
    expect(() => fitSimilarity(one, template)).toThrow(RangeError);
  });
});

describe('an aligned face', () => {
  const placed = (size: number, dx = 0, dy = 0) =>
    template.map(({ x, y }) => ({ x: x * size + dx, y: y * size + dy })) as unknown as Landmarks;

  it('is the frame itself when the landmarks already lie on the template', () => {
    const frame = frameOf(64, 64, (x, y) => [4 * x, 4 * y, (x * y) % 251]);
    expect(alignFace(frame, placed(64), 64, template)).toEqual(frame.rgb);
  });

  it('brings each landmark of a turned face to its place in the template', () => {
    const marks = placed(60, 40, 50).map(({ x, y }) => ({
      x: 100 - y + 20,
      y: x - 10,
    })) as unknown as Landmarks;
    const frame = frameOf(160, 160, (x, y) => {
      const index = marks.findIndex((mark) => Math.hypot(mark.x - x, mark.y - y) < 4);
      return index < 0 ? [0, 0, 0] : [50 + 40 * index, 0, 255];
    });
    const crop = alignFace(frame, marks, 60, template);
    for (const [index, { x, y }] of template.entries()) {
      const at = (Math.round(y * 60) * 60 + Math.round(x * 60)) * 3;
      expect([...crop.subarray(at, at + 3)]).toEqual([50 + 40 * index, 0, 255]);
    }
  });

  it('turns texture finer than its pixels into its mean, not into moiré', () => {
    const stripes = frameOf(320, 320, (x) => (x % 2 === 0 ? [255, 255, 255] : [0, 0, 0]));
    const crop = alignFace(stripes, placed(320), 40, template);
    const inside = crop.filter((_, i) => Math.floor(i / 3) % 40 > 0 && Math.floor(i / 3) % 40 < 39);
    expect(Math.max(...inside)).toBeLessThan(140);
    expect(Math.min(...inside)).toBeGreaterThan(115);
  });

  it("repeats the frame's edge where it reaches beyond it", () => {
    const frame = frameOf(40, 40, (x) => (x < 2 ? [200, 100, 50] : [0, 0, 0]));
    const crop = alignFace(frame, placed(40, -20), 40, template);
    expect([...crop.subarray(0, 3)]).toEqual([200, 100, 50]);
  });
});
