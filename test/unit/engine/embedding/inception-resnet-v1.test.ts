import { describe, expect, it } from 'vitest';
import {
  inceptionResnetV1,
  inceptionResnetV1Tensors,
} from '../../../../src-main/engine/embedding/inception-resnet-v1.ts';

const count = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);

describe('Inception-ResNet v1', () => {
  const tensors = inceptionResnetV1Tensors();
  const statistics = tensors.filter(({ name }) => /running_(mean|var)$/.test(name));

  it('has the 23,482,624 trainable parameters of the published 512-d net', () => {
    const all = tensors.reduce((sum, { dims }) => sum + count(dims), 0);
    const learnt = all - statistics.reduce((sum, { dims }) => sum + count(dims), 0);
    expect(learnt).toBe(23_482_624);
  });

  it('names each tensor once', () => {
    expect(new Set(tensors.map(({ name }) => name)).size).toBe(tensors.length);
  });

  it('refuses weights that lack a tensor, naming it and the shape it should have', () => {
    expect(() => inceptionResnetV1(new Map())).toThrow(
      expect.objectContaining({
        code: 'models/invalid',
        message: expect.stringContaining(
          'conv2d_1a.conv.weight is missing, but must be [32, 3, 3, 3]',
        ) as string,
      }) as Error,
    );
  });

  it('refuses a tensor of another shape', () => {
    const weights = new Map([
      ['conv2d_1a.conv.weight', { dims: [32, 3, 5, 5], data: new Float32Array(2400) }],
    ]);
    expect(() => inceptionResnetV1(weights)).toThrow('conv2d_1a.conv.weight is [32, 3, 5, 5]');
  });
});
