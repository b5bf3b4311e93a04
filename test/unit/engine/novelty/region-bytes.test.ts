import { expect, it } from 'vitest';
import { regionFromBytes, regionToBytes } from '../../../../src-main/engine/novelty/region-bytes.ts';

const region = {
  references: [Float32Array.of(1, 2), Float32Array.of(3, 4.5)],
  mahalanobis: {
    means: [Float32Array.of(5, 6), Float32Array.of(7, 8)] as const,
    whitening: Float32Array.of(9, 10, 11),
  },
};

it('is read back as it was written', () => {
  expect(regionFromBytes(regionToBytes(region), 2)).toEqual(region);
});

it('is refused for embeddings of another length', () => {
  expect(() => regionFromBytes(regionToBytes(region), 4)).toThrow(RangeError);
  expect(() => regionFromBytes({ ...regionToBytes(region), references: new Uint8Array() }, 2)).toThrow(
    RangeError,
  );
});
