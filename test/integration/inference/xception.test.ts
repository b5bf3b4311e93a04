import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { xception, xceptionTensors } from '../../../src-main/engine/embedding/xception.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';
import { ruledImage, ruledWeights } from '../../support/ruled-weights.ts';
import { goldenPath } from '../../support/shared-data.ts';

const golden = z.object({
  tensors: z.array(z.tuple([z.string(), z.array(z.number())])),
  output: z.array(z.number()),
});

describe('Xception by seed', () => {
  const read = () => golden.parse(JSON.parse(readFileSync(goldenPath('xception.json'), 'utf8')));

  it('wants the tensors of the PyTorch port but its classifier, in the same order and shape', () => {
    const wanted = xceptionTensors().map(({ name, dims }) => [name, [...dims]]);
    expect(wanted).toEqual(read().tensors.filter(([name]) => !name.startsWith('last_linear')));
  });

  it('computes what the PyTorch port computes with the same weights', async () => {
    const { tensors, output } = read();
    const session = await openSession(xception(ruledWeights(tensors)), { provider: 'cpu', threads: 2 });
    try {
      const { average, maximum } = await session.run({ image: ruledImage(299) });
      // A number near zero is what large ones leave of each other: it is judged beside the typical one.
      const typical = output.reduce((sum, value) => sum + value, 0) / output.length;
      const differences = output.map(
        (value, i) => Math.abs(value - average!.data[i]!) / Math.max(value, typical),
      );
      expect(Math.max(...differences)).toBeLessThan(1e-4);
      // A maximum over places after a ReLU is at least the mean, and above it unless the map is flat.
      expect(maximum!.data.every((value, i) => value >= average!.data[i]! && value >= 0)).toBe(true);
      expect(maximum!.data.some((value, i) => value > 1.5 * average!.data[i]!)).toBe(true);
    } finally {
      await session.dispose();
    }
  });
});
