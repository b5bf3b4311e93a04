import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipes } from '../../../models/build/recipes.ts';
import { findModel, readManifest } from '../../../src-main/engine/inference/manifest.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { imagesToTensor } from '../../../src-main/engine/inference/tensor.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';

const modelsFolder = join(import.meta.dirname, '..', '..', '..', 'models');

describe('the models out of npm packages', () => {
  it.each(recipes)('$model comes out byte for byte as its manifest says', async ({ model, build }) => {
    expect(sha256Of(build())).toBe(findModel(await readManifest(modelsFolder), model).sha256);
  });

  it('has a recipe for every model of the manifest that git does not keep', async () => {
    const { models } = await readManifest(modelsFolder);
    const built = models.filter(({ file }) => file.startsWith('built/'));
    expect(recipes.map(({ model }) => model).sort()).toEqual(built.map(({ name }) => name).sort());
  });

  it('computes with dlib’s net what face-api computes', async () => {
    const rgb = Uint8Array.from({ length: 150 * 150 * 3 }, (_, i) => (i * i) % 251);
    // face-api divides by 255 where dlib divides by 256.
    const image = imagesToTensor([rgb], 150, 150, {
      layout: 'nchw',
      channels: 'rgb',
      mean: [122.782, 117.001, 104.298],
      divisor: 255,
    });
    const { build } = recipes.find(({ model }) => model === 'dlib-face-recognition')!;
    const session = await openSession(build(), { provider: 'cpu', threads: 2 });
    try {
      const { embedding } = await session.run({ image });
      // @vladmandic/face-api 1.7.15, `faceRecognitionNet.forward`, TensorFlow.js 4.22 on its plain CPU backend.
      const expected = [
        -0.0550052, 0.1220222, 0.0852212, -0.0325542, -0.0819114, -0.0342763, -0.0750314, 0.0213251,
      ];
      for (const [i, value] of expected.entries()) expect(embedding!.data[i]).toBeCloseTo(value, 5);
    } finally {
      await session.dispose();
    }
  });
});
