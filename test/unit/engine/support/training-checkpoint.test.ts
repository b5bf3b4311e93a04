import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  checkFits,
  checkpointFromBytes,
  checkpointToBytes,
} from '../../../../src-main/engine/support/training-checkpoint.ts';

const epoch = z.object({ epoch: z.number(), loss: z.number() });
const checkpoint = {
  history: [
    { epoch: 1, loss: 0.1 + 0.2 },
    { epoch: 2, loss: 5e-324 },
  ],
  parameters: [Float32Array.of(1.5, -0, 1e-42), Float32Array.of(Math.PI)],
  optimizer: {
    ...{ steps: 64, products: [Math.fround(0.9) ** 5, 0.1] },
    first: [Float32Array.of(1, 2, 3), Float32Array.of(4)],
    second: [Float32Array.of(5, 6, 7), Float32Array.of(8)],
  },
};

describe('a checkpoint as bytes', () => {
  it('gives back every bit', () => {
    expect(checkpointFromBytes(checkpointToBytes(checkpoint), epoch)).toEqual(checkpoint);
  });

  it('is read from the middle of a larger buffer, as a database gives it', () => {
    const bytes = checkpointToBytes(checkpoint);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(checkpointFromBytes(larger.subarray(3), epoch)).toEqual(checkpoint);
  });

  it('is refused when it is cut short, or of another kind of training', () => {
    const bytes = checkpointToBytes(checkpoint);
    expect(() => checkpointFromBytes(bytes.subarray(0, -4), epoch)).toThrow(RangeError);
    expect(() => checkpointFromBytes(bytes, epoch.extend({ accuracy: z.number() }))).toThrow();
  });

  it('fits only a network with arrays of the same lengths', () => {
    expect(() => checkFits(checkpoint, [3, 1])).not.toThrow();
    expect(() => checkFits(checkpoint, [3, 2])).toThrow(RangeError);
  });
});
