import { describe, expect, it } from 'vitest';
import { xception, xceptionTensors } from '../../../../src-main/engine/embedding/xception.ts';

const count = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);

describe('Xception', () => {
  const tensors = xceptionTensors();
  const sum = (chosen: typeof tensors) => chosen.reduce((total, { dims }) => total + count(dims), 0);

  it('has the 20,861,480 numbers of the published net without its classifier, 20,806,952 of them learnt', () => {
    const statistics = tensors.filter(({ name }) => /running_(mean|var)$/.test(name));
    expect(sum(tensors)).toBe(20_861_480);
    expect(sum(tensors) - sum(statistics)).toBe(20_806_952);
  });

  it('names each tensor once', () => {
    expect(new Set(tensors.map(({ name }) => name)).size).toBe(tensors.length);
  });

  it('has 36 convolutional layers that extract features, 34 of them separable', () => {
    const pointwise = tensors.filter(({ name }) => name.endsWith('.pointwise.weight'));
    expect(pointwise).toHaveLength(34);
    expect(tensors.map(({ name }) => name)).toEqual(expect.arrayContaining(['conv1.weight', 'conv2.weight']));
  });

  it('refuses weights that lack a tensor, naming it and the shape it should have', () => {
    expect(() => xception(new Map())).toThrow(
      expect.objectContaining({
        code: 'models/invalid',
        message: expect.stringContaining('conv1.weight is missing, but must be [32, 3, 3, 3]') as string,
      }) as Error,
    );
  });
});
