import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { squaredEuclidean } from '../../../src-main/engine/embedding/distance.ts';
import type { Embedder, FaceInFrame } from '../../../src-main/engine/embedding/embedder.ts';
import { openEmbedder } from '../../../src-main/engine/embedding/open-embedder.ts';
import { createMtcnn } from '../../../src-main/engine/faces/mtcnn/mtcnn.ts';
import { loadModel } from '../../../src-main/engine/inference/manifest.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';

const project = join(import.meta.dirname, '..', '..', '..');
const modelsFolder = join(project, 'models');
const folders = { builtIn: modelsFolder, imported: join(tmpdir(), 'exhibit-no-networks') };
const photo = join(project, 'node_modules', '@vladmandic', 'face-api', 'demo', 'sample1.jpg');
const onCpu = { provider: 'cpu', threads: 2 } as const;

/** The photograph's faces from left to right. */
async function facesOf(picture: Sharp): Promise<FaceInFrame[]> {
  const { data, info } = await picture.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const frame = { frameIndex: 0, pts: 0, ptsMs: 0, width: info.width, height: info.height, rgb: data };
  const [pnet, rnet, onet] = await Promise.all(
    ['mtcnn-pnet', 'mtcnn-rnet', 'mtcnn-onet'].map(async (name) =>
      openSession((await loadModel(modelsFolder, name)).bytes, onCpu),
    ),
  );
  const detector = createMtcnn(
    { pnet: pnet!, rnet: rnet!, onet: onet! },
    { minFacePx: 40, detectSizePx: null },
  );
  try {
    const [detections] = await detector.detect([frame]);
    return detections!
      .filter(({ detection }) => detection > 0.95)
      .sort((a, b) => a.box.x - b.box.x)
      .map(({ landmarks }) => ({ frame, landmarks }));
  } finally {
    await detector.dispose();
  }
}

const distances = (a: readonly Float32Array[], b: readonly Float32Array[]) =>
  a.map((one) => b.map((other) => squaredEuclidean(one, other)));

describe.each([
  ['dlib-face-recognition', 128],
  ['faceplugin-feature', 512],
])('%s', (name, length) => {
  let embedder: Embedder;
  let faces: FaceInFrame[];
  let messaged: FaceInFrame[];

  beforeAll(async () => {
    embedder = await openEmbedder(name, folders, onCpu);
    faces = await facesOf(sharp(photo));
    const { width } = await sharp(photo).metadata();
    const small = await sharp(photo)
      .resize(Math.round(width * 0.6))
      .jpeg({ quality: 50 })
      .toBuffer();
    messaged = await facesOf(sharp(small));
  });

  afterAll(() => embedder.dispose());

  it(`gives ${length} numbers of unit length`, async () => {
    const [embedding] = await embedder.embed(faces.slice(0, 1));
    expect(embedding).toHaveLength(length);
    expect(Math.hypot(...embedding!)).toBeCloseTo(1, 6);
  });

  it('knows each person again after the photograph was made smaller and compressed', async () => {
    expect(faces.length).toBeGreaterThan(2);
    expect(messaged).toHaveLength(faces.length);
    const table = distances(await embedder.embed(faces), await embedder.embed(messaged));
    const same = table.map((row, i) => row[i]!);
    const different = table.flatMap((row, i) => row.filter((_, j) => j !== i));
    expect(Math.max(...same)).toBeLessThan(0.5 * Math.min(...different));
  });

  it('does not depend on the faces beside it in the batch', async () => {
    const alone = await embedder.embed(faces.slice(1, 2));
    const among = await embedder.embed([...faces, ...messaged, ...faces]);
    const difference = alone[0]!.map((value, i) => Math.abs(value - among[1]![i]!));
    expect(Math.max(...difference)).toBeLessThan(1e-6);
  });

  it('does not depend on the number of threads', async () => {
    const single = await openEmbedder(name, folders, { provider: 'cpu', threads: 1 });
    try {
      const [one, two] = [await single.embed(faces), await embedder.embed(faces)];
      const difference = one[0]!.map((value, i) => Math.abs(value - two[0]![i]!));
      expect(Math.max(...difference)).toBeLessThan(1e-6);
    } finally {
      await single.dispose();
    }
  });
});
