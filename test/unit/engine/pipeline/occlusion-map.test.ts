import { expect, it } from 'vitest';
import { artefactTemplate } from '../../../../src-main/engine/embedding/artefact-template.ts';
import type { FaceInFrame } from '../../../../src-main/engine/embedding/embedder.ts';
import { occlusionMap, PATCHES } from '../../../../src-main/engine/pipeline/occlusion-map.ts';
import type { Landmarks } from '../../../../src-main/shared/domain.ts';

/** A face that fills this square of the frame as the network's template has it. */
const square = { left: 20, top: 10, side: 70 };
const landmarksIn = ({ left, top, side }: typeof square) =>
  artefactTemplate.map(({ x, y }) => ({ x: left + x * side, y: top + y * side })) as unknown as Landmarks;

/** Black, with one white pixel. */
function frameWith(width: number, height: number, white: { x: number; y: number }) {
  const rgb = new Uint8Array(width * height * 3);
  rgb.fill(255, (white.y * width + white.x) * 3, (white.y * width + white.x) * 3 + 3);
  return { frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb };
}

/** A model whose score is the brightest pixel of the frame. */
const brightest = {
  embedder: {
    template: artefactTemplate,
    embed: async (faces: readonly FaceInFrame[]) =>
      faces.map(({ frame }) => new Float32Array([frame.rgb.reduce((a, b) => Math.max(a, b)) / 255])),
  },
  classifier: {
    score: async (embeddings: readonly Float32Array[]) =>
      embeddings.map(([score]) => ({ score: score!, classifiers: { sgd: 0, forest: 0 }, novelty: 0 })),
  },
};
const run = (signal = new AbortController().signal, onProgress = () => undefined as void) => ({
  signal,
  onProgress,
});

it('moves the score where the patch is hidden that made it, and nowhere else', async () => {
  // The third row and the fifth column of ten pixels each.
  const frame = frameWith(120, 100, { x: 20 + 45, y: 10 + 25 });
  const before = Uint8Array.from(frame.rgb);
  const { side, score, changes } = await occlusionMap(frame, landmarksIn(square), brightest, run());
  expect(side).toBe(PATCHES);
  expect(score).toBe(1);
  expect(changes.flatMap((change, index) => (change === 0 ? [] : [index]))).toEqual([2 * PATCHES + 4]);
  // By its mean: a hundredth of white, rounded.
  expect(changes[2 * PATCHES + 4]).toBeCloseTo(3 / 255 - 1, 6);
  expect(frame.rgb).toEqual(before);
});

it('has the corners of the square that the network sees, in pixels of the frame', async () => {
  const { corners } = await occlusionMap(
    frameWith(120, 100, { x: 0, y: 0 }),
    landmarksIn(square),
    brightest,
    run(),
  );
  for (const [index, [x, y]] of [
    [20, 10],
    [90, 10],
    [20, 80],
  ].entries()) {
    expect(corners[index]!.x).toBeCloseTo(x!, 6);
    expect(corners[index]!.y).toBeCloseTo(y!, 6);
  }
});

it('says nothing of patches outside the frame', async () => {
  const { changes } = await occlusionMap(
    frameWith(120, 100, { x: 50, y: 50 }),
    landmarksIn({ ...square, left: -20 }),
    brightest,
    run(),
  );
  expect(changes.map((change) => change === null)).toEqual(changes.map((_, index) => index % PATCHES < 2));
});

it('ends between two patches when it is cancelled', async () => {
  const stopping = new AbortController();
  let done = 0;
  const map = occlusionMap(
    frameWith(120, 100, { x: 50, y: 50 }),
    landmarksIn(square),
    brightest,
    run(stopping.signal, () => {
      if ((done += 1) === 5) stopping.abort();
    }),
  );
  await expect(map).rejects.toThrow();
  expect(done).toBeLessThan(8);
});
