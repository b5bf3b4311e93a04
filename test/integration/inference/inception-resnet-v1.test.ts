import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  inceptionResnetV1,
  inceptionResnetV1Tensors,
} from '../../../src-main/engine/embedding/inception-resnet-v1.ts';
import type { Weights } from '../../../src-main/engine/inference/onnx-graph.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';
import { hasShared, sharedPath } from '../../support/shared-data.ts';

const golden = z.object({
  tensors: z.array(z.tuple([z.string(), z.array(z.number())])),
  output: z.array(z.number()),
});

/** Numerical Recipes' linear congruential generator over 32 bits, as numbers in [0, 1). */
function uniforms(count: number, seed: number): Float64Array {
  const values = new Float64Array(count);
  let x = seed >>> 0;
  for (let i = 0; i < count; i++) {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    values[i] = x / 2 ** 32;
  }
  return values;
}

/** Weights by the golden file's own rule, so that no file of weights is needed. */
function ruledWeights(name: string, dims: readonly number[], index: number): Weights {
  const u = uniforms(
    dims.reduce((a, b) => a * b, 1),
    Math.imul(index + 1, 2654435761),
  );
  const fanIn = dims.slice(1).reduce((a, b) => a * b, 1);
  const symmetric = (width: number) => Float32Array.from(u, (value) => (2 * value - 1) * width);
  if (dims.length >= 2) return { dims, data: symmetric(Math.sqrt(6 / fanIn)) };
  if (/(bias|running_mean)$/.test(name)) return { dims, data: symmetric(0.1) };
  return { dims, data: Float32Array.from(u, (value) => 0.5 + value) };
}

describe.skipIf(!hasShared('golden', 'inception-resnet-v1.json'))('Inception-ResNet v1 by seed', () => {
  const read = () =>
    golden.parse(JSON.parse(readFileSync(sharedPath('golden', 'inception-resnet-v1.json'), 'utf8')));

  it('wants the tensors of facenet-pytorch, in the same order and shape', () => {
    const wanted = inceptionResnetV1Tensors().map(({ name, dims }) => [name, [...dims]]);
    expect(wanted).toEqual(read().tensors);
  });

  it('computes what facenet-pytorch computes with the same weights', async () => {
    const { tensors, output } = read();
    const weights = new Map(tensors.map(([name, dims], index) => [name, ruledWeights(name, dims, index)]));
    const image = Float32Array.from(uniforms(3 * 160 * 160, 12345), (u) => 2 * u - 1);
    const session = await openSession(inceptionResnetV1(weights), { provider: 'cpu', threads: 2 });
    try {
      const { embedding } = await session.run({ image: { dims: [1, 3, 160, 160], data: image } });
      const norm = Math.hypot(...embedding!.data);
      const differences = output.map((value, i) => Math.abs(value - embedding!.data[i]! / norm));
      // Unit vectors of 512 numbers, so a typical one is 0.04; PyTorch and ONNX Runtime differ by rounding.
      expect(Math.max(...differences)).toBeLessThan(1e-6);
    } finally {
      await session.dispose();
    }
  });
});
