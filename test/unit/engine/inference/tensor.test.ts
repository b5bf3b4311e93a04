import { describe, expect, it } from 'vitest';
import { imagesToTensor, writeImage } from '../../../../src-main/engine/inference/tensor.ts';
import type { ImageFormat } from '../../../../src-main/engine/inference/tensor.ts';

const plain: ImageFormat = { layout: 'nchw', channels: 'rgb', mean: [0, 0, 0], divisor: 1 };
/** Two pixels side by side. */
const picture = Uint8Array.of(1, 2, 3, 4, 5, 6);

describe('a picture as a tensor', () => {
  it('has one plane a channel in nchw', () => {
    const { dims, data } = imagesToTensor([picture], 2, 1, plain);
    expect(dims).toEqual([1, 3, 1, 2]);
    expect([...data]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('keeps the channels side by side in nhwc', () => {
    const { dims, data } = imagesToTensor([picture], 2, 1, { ...plain, layout: 'nhwc' });
    expect(dims).toEqual([1, 1, 2, 3]);
    expect([...data]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('puts blue first for nets trained so', () => {
    const bgr = { ...plain, channels: 'bgr' } as const;
    expect([...imagesToTensor([picture], 2, 1, bgr).data]).toEqual([3, 6, 2, 5, 1, 4]);
    expect([...imagesToTensor([picture], 2, 1, { ...bgr, layout: 'nhwc' }).data]).toEqual([3, 2, 1, 6, 5, 4]);
  });

  it('subtracts the mean of each colour, whatever the order of planes, and divides', () => {
    const format: ImageFormat = { layout: 'nhwc', channels: 'bgr', mean: [1, 2, 5], divisor: 2 };
    expect([...imagesToTensor([Uint8Array.of(3, 4, 5)], 1, 1, format).data]).toEqual([0, 1, 1]);
  });

  it('lays the pictures of a batch one after the other', () => {
    const { dims, data } = imagesToTensor([picture, picture.map((v) => v + 10)], 2, 1, plain);
    expect(dims).toEqual([2, 3, 1, 2]);
    expect([...data.subarray(6)]).toEqual([11, 14, 12, 15, 13, 16]);
  });

  it('refuses a picture of another size', () => {
    expect(() => writeImage(new Float32Array(9), picture, plain)).toThrow('6 channel values');
  });
});
