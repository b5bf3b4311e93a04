/** MTCNN's layers are rewritten for speed; here they are held against the plain ones they stand for. */
import { describe, expect, it } from 'vitest';
import {
  convPreluPool,
  foldNormalisation,
  padToBlocks,
  pointwiseOverPrelu,
  prelu,
  scaleInputs,
} from '../../../models/build/mtcnn-layers.ts';
import type { Layer } from '../../../models/build/mtcnn-layers.ts';
import { OnnxGraph } from '../../../src-main/engine/inference/onnx-graph.ts';
import type { Value } from '../../../src-main/engine/inference/onnx-graph.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';
import { createRandom } from '../../../src-main/engine/support/random.ts';

const random = createRandom(5);
const numbers = (length: number) => Float32Array.from({ length }, () => 2 * random.next() - 1);

function layer(outputs: number, inputs: number, side: number): Layer {
  const dims = [outputs, inputs, side, side];
  return {
    weight: { dims, data: numbers(outputs * inputs * side * side) },
    bias: { dims: [outputs], data: numbers(outputs) },
  };
}

const plainPrelu = (graph: OnnxGraph, x: Value, slopes: Float32Array) =>
  graph.prelu(x, { dims: [slopes.length, 1, 1], data: slopes });

/** Largest difference between two ways to compute, over one picture of random numbers. */
async function difference(
  channels: number,
  plain: (graph: OnnxGraph, x: Value) => Value,
  rewritten: (graph: OnnxGraph, x: Value) => Value,
): Promise<number> {
  const data = numbers(channels * 21 * 18);
  const results: Float32Array[] = [];
  for (const build of [plain, rewritten]) {
    const graph = new OnnxGraph('test');
    const x = graph.input('x', ['n', channels, 'h', 'w']);
    graph.output('y', build(graph, x), ['n', 'c', 'yh', 'yw']);
    const session = await openSession(graph.toBytes(), { provider: 'cpu', threads: 1 });
    try {
      results.push((await session.run({ x: { dims: [1, channels, 21, 18], data } }))['y']!.data);
    } finally {
      await session.dispose();
    }
  }
  const [one, other] = results as [Float32Array, Float32Array];
  expect(other).toHaveLength(one.length);
  expect(Math.max(...one.map(Math.abs))).toBeGreaterThan(0.1);
  return Math.max(...one.map((value, index) => Math.abs(value - other[index]!)));
}

/** Slopes below 0, between 0 and 1, and above 1: each takes its own way. */
const slopes = Float32Array.of(-1.3, -0.2, 0, 0.4, 1, 1.3);

describe('layers rewritten for ONNX Runtime', () => {
  it('pool before the activation what PReLU and then pooling give', async () => {
    const [first, second] = [layer(6, 3, 3), layer(4, 6, 3)];
    const worst = await difference(
      3,
      (graph, x) => {
        const activation = plainPrelu(graph, graph.conv(x, first), slopes);
        return graph.conv(graph.maxPool(activation, { kernel: 2, stride: 2, ceil: true }), second);
      },
      (graph, x) => {
        const { activation, signs } = convPreluPool(graph, x, { ...first, slopes, name: 'first' });
        const { weight } = padToBlocks(scaleInputs(second, signs));
        const own = weight.data.subarray(0, 4 * 16 * 9);
        return graph.conv(activation, { weight: { dims: [4, 16, 3, 3], data: own }, bias: second.bias });
      },
    );
    expect(worst).toBeLessThan(1e-4);
  });

  it.each([
    ['of all kinds', slopes],
    ['up to 1, which spare a pass', slopes.map((slope) => Math.min(slope, 0.9))],
  ])('give PReLU with slopes %s', async (_, own) => {
    const [first, second] = [layer(own.length, 3, 3), layer(16, own.length, 1)];
    const worst = await difference(
      3,
      (graph, x) => graph.conv(plainPrelu(graph, graph.conv(x, first), own), second),
      (graph, x) =>
        graph.conv(prelu(graph, graph.conv(x, padToBlocks(first)), 'p', own), padToBlocks(second)),
    );
    expect(worst).toBeLessThan(1e-4);
  });

  it('give a pointwise layer over PReLU without forming it', async () => {
    const head = layer(5, 6, 1);
    const worst = await difference(
      6,
      (graph, x) => graph.conv(plainPrelu(graph, x, slopes), head),
      (graph, x) => pointwiseOverPrelu(graph, x, { ...head, slopes, name: 'head' }),
    );
    expect(worst).toBeLessThan(1e-4);
  });

  it('take pixels as they are once the normalisation is folded in', async () => {
    const first = layer(4, 3, 3);
    const worst = await difference(
      3,
      (graph, x) => {
        const mean = graph.constant('mean', { dims: [1], data: Float32Array.of(0.25) });
        const scale = graph.constant('scale', { dims: [1], data: Float32Array.of(3) });
        return graph.conv(graph.mul(graph.sub(x, mean), scale), first);
      },
      (graph, x) => graph.conv(x, foldNormalisation(first, 0.25, 3)),
    );
    expect(worst).toBeLessThan(1e-4);
  });
});
