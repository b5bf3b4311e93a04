import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Embedder, FaceInFrame } from '../../../src-main/engine/embedding/embedder.ts';
import { openEmbedder } from '../../../src-main/engine/embedding/open-embedder.ts';
import type { Landmarks } from '../../../src-main/shared/domain.ts';

const project = join(import.meta.dirname, '..', '..', '..');
const folders = { builtIn: join(project, 'models'), imported: join(tmpdir(), 'exhibit-no-networks') };
const photo = join(project, 'node_modules', '@vladmandic', 'face-api', 'demo', 'sample1.jpg');

let embedder: Embedder;
beforeAll(async () => {
  embedder = await openEmbedder('artefact', folders, { provider: 'cpu', threads: 2 });
});
afterAll(() => embedder.dispose());

/** Some place of the photograph; what is on it does not matter here. */
async function place(mirrored: boolean): Promise<FaceInFrame> {
  const picture = sharp(photo).removeAlpha().flop(mirrored);
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const frame = { frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb: data };
  const at = (x: number, y: number) => ({ x: mirrored ? width - x : x, y });
  const [left, right, nose, mouthLeft, mouthRight] = [
    ...[at(200, 200), at(260, 205), at(230, 235), at(207, 268), at(255, 270)],
  ] as unknown as Landmarks;
  const landmarks: Landmarks = mirrored
    ? [right, left, nose, mouthRight, mouthLeft]
    : [left, right, nose, mouthLeft, mouthRight];
  return { frame, landmarks };
}

it('gives a face and its mirror image one embedding, of unit length', async () => {
  const [face, mirrored] = await embedder.embed([await place(false), await place(true)]);
  expect(Math.hypot(...face!)).toBeCloseTo(1, 5);
  const cosine = face!.reduce((sum, value, index) => sum + value * mirrored![index]!, 0);
  expect(cosine).toBeGreaterThan(0.9999);
});
