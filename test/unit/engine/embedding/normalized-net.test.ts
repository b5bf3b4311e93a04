import { describe, expect, it } from 'vitest';
import { NormalizedNet } from '../../../../src-main/engine/embedding/normalized-net.ts';
import { openSession } from '../../../../src-main/engine/inference/onnx-session.ts';

/** The largest and the mean value of each channel after the picture was standardised. */
async function standardised(pixels: readonly number[]): Promise<{ largest: number[]; mean: number[] }> {
  const net = new NormalizedNet({ name: 'standardise', doc: '', epsilon: 1e-3 });
  const x = net.standardise(net.image(2), 2);
  net.output('largest', net.globalMax(x));
  net.output('mean', net.globalAverage(x));
  const session = await openSession(net.toBytes(), { provider: 'cpu', threads: 1 });
  try {
    const image = { dims: [1, 3, 2, 2], data: Float32Array.from(pixels) };
    const { largest, mean } = await session.run({ image });
    return { largest: [...largest!.data], mean: [...mean!.data] };
  } finally {
    await session.dispose();
  }
}

describe('a picture standardised by itself, as the FaceNet of 2017 wants it', () => {
  it('has zero mean and unit variance over pixels and channels together', async () => {
    // Mean 100; deviations −20, 0, 20 by channel, so a standard deviation of 20 · √(2/3).
    const { largest } = await standardised([80, 80, 80, 80, 100, 100, 100, 100, 120, 120, 120, 120]);
    const expected = [-Math.sqrt(1.5), 0, Math.sqrt(1.5)];
    for (const [channel, value] of expected.entries()) expect(largest[channel]).toBeCloseTo(value, 5);
  });

  it('stays finite when it is of one colour', async () => {
    expect(await standardised(Array(12).fill(37))).toEqual({ largest: [0, 0, 0], mean: [0, 0, 0] });
  });
});
