import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  inceptionResnetV1,
  inceptionResnetV1Tensors,
} from '../../../src-main/engine/embedding/inception-resnet-v1.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';
import { ruledImage, ruledWeights } from '../../support/ruled-weights.ts';
import { goldenPath } from '../../support/shared-data.ts';

const golden = z.object({
  tensors: z.array(z.tuple([z.string(), z.array(z.number())])),
  output: z.array(z.number()),
});

describe('Inception-ResNet v1 by seed', () => {
  const read = () => golden.parse(JSON.parse(readFileSync(goldenPath('inception-resnet-v1.json'), 'utf8')));

  it('wants the tensors of facenet-pytorch, in the same order and shape', () => {
    const wanted = inceptionResnetV1Tensors().map(({ name, dims }) => [name, [...dims]]);
    expect(wanted).toEqual(read().tensors);
  });

  it('computes what facenet-pytorch computes with the same weights', async () => {
    const { tensors, output } = read();
    const model = inceptionResnetV1(ruledWeights(tensors));
    const session = await openSession(model, { provider: 'cpu', threads: 2 });
    try {
      const { embedding } = await session.run({ image: ruledImage(160) });
      const norm = Math.hypot(...embedding!.data);
      const differences = output.map((value, i) => Math.abs(value - embedding!.data[i]! / norm));
      // Unit vectors of 512 numbers, so a typical one is 0.04; PyTorch and ONNX Runtime differ by rounding.
      expect(Math.max(...differences)).toBeLessThan(1e-6);
    } finally {
      await session.dispose();
    }
  });
});
