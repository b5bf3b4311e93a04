import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OnnxGraph } from '../../../src-main/engine/inference/onnx-graph.ts';
import type { Value, Weights } from '../../../src-main/engine/inference/onnx-graph.ts';
import type { ModelSession, Tensor } from '../../../src-main/engine/inference/model-session.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';

const onCpu = { provider: 'cpu', threads: 1 } as const;
const weights = (dims: readonly number[], ...data: number[]): Weights => ({
  dims,
  data: Float32Array.from(data),
});
const tensor = (dims: readonly number[], ...data: number[]): Tensor => weights(dims, ...data);

/** Runs one layer on one input. */
async function layer(
  input: Tensor,
  build: (graph: OnnxGraph, x: Value) => Value,
): Promise<{ dims: number[]; data: number[] }> {
  const graph = new OnnxGraph('layer');
  const sizes = input.dims.map((_, axis) => `d${axis}`);
  graph.output(
    'y',
    build(graph, graph.input('x', sizes)),
    input.dims.map((_, axis) => `e${axis}`),
  );
  const session = await openSession(graph.toBytes(), onCpu);
  try {
    const { y } = await session.run({ x: input });
    return { dims: [...y!.dims], data: [...y!.data] };
  } finally {
    await session.dispose();
  }
}

describe('layers as ONNX Runtime runs them', () => {
  const square = tensor([1, 1, 3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9);

  it('convolves with stride, padding and bias', async () => {
    const weight = weights([1, 1, 2, 2], 1, 0, 0, 1);
    const plain = await layer(square, (net, x) => net.conv(x, { weight, bias: weights([1], 10) }));
    expect(plain).toEqual({ dims: [1, 1, 2, 2], data: [16, 18, 22, 24] });
    const spaced = await layer(square, (net, x) => net.conv(x, { weight, stride: 2, padding: [1, 1, 0, 0] }));
    expect(spaced).toEqual({ dims: [1, 1, 2, 2], data: [1, 3, 7, 14] });
  });

  it('pools over the edge only when told to', async () => {
    const inside = await layer(square, (net, x) => net.maxPool(x, { kernel: 2, stride: 2 }));
    expect(inside).toEqual({ dims: [1, 1, 1, 1], data: [5] });
    const hanging = await layer(square, (net, x) => net.maxPool(x, { kernel: 2, stride: 2, ceil: true }));
    expect(hanging).toEqual({ dims: [1, 1, 2, 2], data: [5, 6, 8, 9] });
    const mean = await layer(square, (net, x) => net.averagePool(x, { kernel: [1, 3], stride: 1 }));
    expect(mean).toEqual({ dims: [1, 1, 3, 1], data: [2, 5, 8] });
  });

  it('takes dense weights as PyTorch and as Keras keep them', async () => {
    const x = tensor([1, 2], 1, 10);
    const torch = await layer(x, (net, v) => net.gemm(v, { weight: weights([3, 2], 1, 2, 3, 4, 5, 6) }));
    expect(torch.data).toEqual([21, 43, 65]);
    const keras = await layer(x, (net, v) =>
      net.gemm(v, {
        weight: weights([2, 3], 1, 3, 5, 2, 4, 6),
        transposed: false,
        bias: weights([3], 1, 1, 1),
      }),
    );
    expect(keras.data).toEqual([22, 44, 66]);
  });

  it('normalises a batch by its stored mean and variance', async () => {
    const { data } = await layer(tensor([1, 1, 1, 2], 3, 5), (net, x) =>
      net.batchNorm(x, {
        scale: weights([1], 2),
        shift: weights([1], 1),
        mean: weights([1], 3),
        variance: weights([1], 3.5),
        epsilon: 0.5,
      }),
    );
    expect(data).toEqual([1, 3]);
  });

  it('gives each channel its own slope below zero', async () => {
    const x = tensor([1, 2, 1, 2], -1, 1, -1, 1);
    const { data } = await layer(x, (net, v) => net.prelu(v, weights([2, 1, 1], 0.5, 0.25)));
    expect(data).toEqual([-0.5, 1, -0.25, 1]);
  });

  it('joins, turns, flattens and adds', async () => {
    const x = tensor([1, 2, 1, 2], 1, 2, 3, 4);
    const twice = await layer(x, (net, v) => net.concat([v, net.mul(v, net.add(v, v))], 1));
    expect(twice).toEqual({ dims: [1, 4, 1, 2], data: [1, 2, 3, 4, 2, 8, 18, 32] });
    const turned = await layer(x, (net, v) => net.transpose(net.sub(v, net.relu(v)), [0, 3, 2, 1]));
    expect(turned.dims).toEqual([1, 2, 1, 2]);
  });

  it('makes probabilities that add up to one', async () => {
    const { data } = await layer(tensor([1, 2], 0, Math.log(3)), (net, x) => net.softmax(x, 1));
    expect(data[0]).toBeCloseTo(0.25, 6);
    expect(data[1]).toBeCloseTo(0.75, 6);
  });
});

describe('a session', () => {
  let session: ModelSession;

  beforeAll(async () => {
    const graph = new OnnxGraph('mean');
    const image = graph.input('image', ['batch', 3, 'height', 'width']);
    graph.output('mean', graph.flatten(graph.globalAveragePool(image)), ['batch', 3]);
    session = await openSession(graph.toBytes(), onCpu);
  });

  afterAll(() => session.dispose());

  it('names its provider, inputs and outputs', () => {
    expect(session).toMatchObject({ provider: 'cpu', inputNames: ['image'], outputNames: ['mean'] });
  });

  it('answers the same numbers every time', async () => {
    const image = { dims: [2, 3, 31, 17], data: Float32Array.from({ length: 3162 }, (_, i) => Math.sin(i)) };
    const [first, second] = [await session.run({ image }), await session.run({ image })];
    expect(second).toEqual(first);
  });

  it('refuses an input that the model does not have', async () => {
    await expect(session.run({ picture: tensor([1, 3, 1, 1], 1, 2, 3) })).rejects.toMatchObject({
      code: 'inference/failed',
      message: 'The network needs the inputs image, but got picture.',
    });
  });

  it('keeps what the runtime said about a shape that does not fit', async () => {
    const error: unknown = await session.run({ image: tensor([3], 1, 2, 3) }).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'inference/failed', cause: expect.any(Error) as Error });
  });

  it('refuses a network with numbers in another file, which would be taken from wherever the program runs', async () => {
    // A tensor (8: its name, 13: where its numbers are) in the graph of a model that is whole otherwise.
    const elsewhere = [
      0x3a,
      0x11,
      0x2a,
      0x0f,
      0x42,
      0x01,
      0x77,
      0x6a,
      0x0a,
      0x0a,
      0x08,
      ...Buffer.from('location'),
    ];
    const graph = new OnnxGraph('whole');
    graph.output('y', graph.input('x', [1]), [1]);
    await expect(
      openSession(Uint8Array.from([...graph.toBytes(), ...elsewhere]), onCpu),
    ).rejects.toMatchObject({
      code: 'models/invalid',
      message: expect.stringContaining('another file') as string,
    });
  });

  it('refuses bytes that are no model', async () => {
    await expect(openSession(Uint8Array.of(1, 2, 3), onCpu)).rejects.toMatchObject({
      code: 'models/invalid',
    });
  });

  it('holds no more memory after many sizes of pictures than after a few', async () => {
    const run = async (from: number, to: number) => {
      for (let i = from; i < to; i++) {
        const [height, width] = [100 + ((i * 37) % 300), 100 + ((i * 91) % 300)];
        const image = { dims: [1, 3, height, width], data: new Float32Array(3 * height * width) };
        await session.run({ image });
      }
      return process.memoryUsage().rss;
    };
    const afterFew = await run(0, 150);
    const afterMany = await run(150, 600);
    // 450 more pictures are 0.3 GB; keeping a plan or a buffer for each size would show.
    expect(afterMany - afterFew).toBeLessThan(100e6);
  });
});
