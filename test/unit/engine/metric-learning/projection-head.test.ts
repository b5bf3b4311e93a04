import { describe, expect, it } from 'vitest';
import { createHead } from '../../../../src-main/engine/metric-learning/projection-head.ts';
import { defaultHeadSettings } from '../../../../src-main/engine/metric-learning/train-head.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

const { layers } = defaultHeadSettings;

describe('projection head', () => {
  it('has the 238,272 parameters of the paper for a 512-d embedder', () => {
    const head = createHead(512, layers, createRandom(1));
    expect(head.reduce((sum, { kernel, bias }) => sum + kernel.length + bias.length, 0)).toBe(238_272);
  });

  it('takes its input length from the embedder', () => {
    expect(createHead(128, layers, createRandom(1))[0]).toMatchObject({ inputs: 128, outputs: 256 });
  });

  it('has the layers that were asked for', () => {
    const shapes = createHead(32, [10, 4], createRandom(1)).map(({ inputs, outputs }) => [inputs, outputs]);
    expect(shapes).toEqual([
      [32, 10],
      [10, 4],
    ]);
  });

  it('starts with He-uniform kernels before ReLU and biases of 0', () => {
    const [first] = createHead(512, layers, createRandom(1));
    const limit = Math.sqrt(6 / 512);
    const largest = first!.kernel.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
    expect(largest / limit).toBeGreaterThan(0.99);
    expect(largest / limit).toBeLessThan(1 + 1e-6);
    const variance = first!.kernel.reduce((sum, x) => sum + x * x, 0) / first!.kernel.length;
    expect(variance / (2 / 512)).toBeCloseTo(1, 1);
    expect(first!.bias.every((x) => x === 0)).toBe(true);
  });

  it('is the same for the same seed', () => {
    expect(createHead(64, layers, createRandom(5))).toEqual(createHead(64, layers, createRandom(5)));
  });
});
