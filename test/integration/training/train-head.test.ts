import '@tensorflow/tfjs-layers';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';
import {
  backward,
  dropoutMask,
  forward,
  project,
} from '../../../src-main/engine/metric-learning/head-network.ts';
import { createHead, headToOnnx } from '../../../src-main/engine/metric-learning/projection-head.ts';
import { loadTensorFlow } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import type { TensorFlowRuntime } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import { defaultHeadSettings, trainHead } from '../../../src-main/engine/metric-learning/train-head.ts';
import { createRandom } from '../../../src-main/engine/support/random.ts';
import { syntheticFaces } from '../../support/synthetic-faces.ts';

const faces = syntheticFaces({ videosPerClass: 5, facesPerVideo: 8, length: 64, trace: 1 });
const settings = { ...defaultHeadSettings, epochs: 4 };

let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await loadTensorFlow();
});

describe('training the head', () => {
  it('says which backend it runs on', () => {
    expect(runtime.backend).toMatch(/^(wasm|cpu|tfjs-node-gpu .*)$/);
  });

  it('brings the triplet loss and the share of violating triplets down', async () => {
    const { history } = await trainHead(runtime, faces, { ...settings, epochs: 15 });
    expect(history).toHaveLength(15);
    expect(history.at(-1)!.loss).toBeLessThan(0.5 * history[0]!.loss);
    expect(history.at(-1)!.violating).toBeLessThan(history[0]!.violating);
  });

  it('gives the same head twice from one seed, dropout included, and another from another', async () => {
    const first = await trainHead(runtime, faces, settings);
    const second = await trainHead(runtime, faces, settings);
    const other = await trainHead(runtime, faces, { ...settings, seed: 2 });
    expect(second).toEqual(first);
    expect(other.head[0]!.kernel).not.toEqual(first.head[0]!.kernel);
  });

  it('gives a head of the widths asked for, which dropout changes', async () => {
    const small = { ...settings, epochs: 1, layers: [12, 5] };
    const plain = await trainHead(runtime, faces, { ...small, dropout: 0 });
    const dropped = await trainHead(runtime, faces, { ...small, dropout: 0.5 });
    expect(plain.head.map(({ outputs }) => outputs)).toEqual([12, 5]);
    expect(dropped.head[0]!.kernel).not.toEqual(plain.head[0]!.kernel);
  });

  it('leaves no tensor behind, finished or aborted', async () => {
    const { numTensors } = runtime.tf.memory();
    await trainHead(runtime, faces, { ...settings, epochs: 1 });
    const stop = new AbortController();
    const onEpoch = () => stop.abort();
    await expect(trainHead(runtime, faces, settings, { signal: stop.signal, onEpoch })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
    expect(runtime.tf.memory().numTensors).toBe(numTensors);
  });
});

describe('the head', () => {
  it("has the gradients that TensorFlow.js's own differentiation gives, dropout on", () => {
    const { tf } = runtime;
    const random = createRandom(3);
    const head = createHead(16, settings.layers, random);
    const layers = head.map(({ inputs, outputs, kernel, bias }) => ({
      kernel: tf.variable(tf.tensor2d(kernel, [inputs, outputs])),
      bias: tf.variable(tf.tensor1d(bias)),
    }));
    const inputs = tf.randomUniform([6, 16], -1, 1, 'float32', 1) as Tensor2D;
    const outer = tf.randomUniform([6, 64], -1, 1, 'float32', 2) as Tensor2D;
    const masks = head.slice(0, -1).map(({ outputs }) => dropoutMask(6 * outputs, 0.3, random));
    const loss = () =>
      tf.sum<ReturnType<typeof tf.scalar>>(tf.mul(forward(tf, layers, inputs, masks).output, outer));
    const expected = tf.variableGrads(loss).grads;
    const gradients = backward(tf, layers, forward(tf, layers, inputs, masks), outer, 0.3);
    for (const [index, { kernel, bias }] of layers.entries()) {
      const difference = (a: Tensor1D | Tensor2D, b: (typeof expected)[string]) =>
        tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
      expect(difference(gradients[index]!.kernel, expected[kernel.name]!)).toBeLessThan(1e-5);
      expect(difference(gradients[index]!.bias, expected[bias.name]!)).toBeLessThan(1e-5);
    }
  });

  it('gives in ONNX Runtime what it gives in TensorFlow.js, to 1e-5', async () => {
    const { head } = await trainHead(runtime, faces, settings);
    const embeddings = faces.map(({ embedding }) => embedding);
    const expected = project(runtime, head, embeddings);
    const session = await openSession(headToOnnx(head), { provider: 'cpu', threads: 1 });
    try {
      const data = Float32Array.from(embeddings.flatMap((embedding) => [...embedding]));
      const { vector } = await session.run({ embedding: { dims: [embeddings.length, 64], data } });
      expect(vector!.dims).toEqual([embeddings.length, 64]);
      for (const [index, value] of expected.flatMap((each) => [...each]).entries()) {
        expect(Math.abs(vector!.data[index]! - value)).toBeLessThan(1e-5);
      }
    } finally {
      await session.dispose();
    }
  });
});
