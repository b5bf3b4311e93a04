import type * as Core from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { xception, xceptionTensors } from '../../../src-main/engine/embedding/xception.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';
import type { Weights } from '../../../src-main/engine/inference/onnx-graph.ts';
import { loadTensorFlow } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import { ruledImage, ruledWeights } from '../../support/ruled-weights.ts';

/** `keras.applications.Xception` (TensorFlow's paddings, ε 1e-3) in TensorFlow.js, from the port's weights. */
function kerasXception(tf: typeof Core, weights: ReadonlyMap<string, Weights>) {
  const kernel = (name: string, order: number[]): Core.Tensor4D => {
    const { dims, data } = weights.get(`${name}.weight`)!;
    return tf.transpose(tf.tensor4d(data, [...dims] as [number, number, number, number]), order);
  };
  const norm = (x: Core.Tensor4D, name: string) => {
    const [scale, shift, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
      tf.tensor1d(weights.get(`${name}.${part}`)!.data),
    );
    return tf.batchNorm4d(x, mean!, variance!, shift, scale, 1e-3);
  };
  const conv = (x: Core.Tensor4D, name: string, stride: number, padding: 'valid' | 'same') =>
    tf.conv2d(x, kernel(name, [2, 3, 1, 0]), stride, padding);
  const separable = (x: Core.Tensor4D, name: string, normName: string) => {
    const depthwise = tf.depthwiseConv2d(x, kernel(`${name}.conv1`, [2, 3, 0, 1]), 1, 'same');
    return norm(conv(depthwise, `${name}.pointwise`, 1, 'same'), normName);
  };
  const halved = (x: Core.Tensor4D, block: string, first: number) => {
    const shortcut = norm(conv(x, `${block}.skip`, 2, 'same'), `${block}.skipbn`);
    const start = first === 0 ? x : tf.relu(x);
    let y = separable(start, `${block}.rep.${first}`, `${block}.rep.${first + 1}`);
    y = separable(tf.relu(y), `${block}.rep.${first + 3}`, `${block}.rep.${first + 4}`);
    return tf.add(tf.maxPool(y, 3, 2, 'same'), shortcut) as Core.Tensor4D;
  };
  const middle = (x: Core.Tensor4D, block: string) => {
    const places = [1, 4, 7];
    const y = places.reduce(
      (input, place) => separable(tf.relu(input), `${block}.rep.${place}`, `${block}.rep.${place + 1}`),
      x,
    );
    return tf.add(x, y) as Core.Tensor4D;
  };
  return (image: Core.Tensor4D) => {
    let x = tf.relu(norm(conv(image, 'conv1', 2, 'valid'), 'bn1'));
    x = tf.relu(norm(conv(x, 'conv2', 1, 'valid'), 'bn2'));
    for (const [index, block] of ['block1', 'block2', 'block3'].entries()) {
      x = halved(x, block, index === 0 ? 0 : 1);
    }
    for (let block = 4; block <= 11; block++) x = middle(x, `block${block}`);
    x = halved(x, 'block12', 1);
    x = tf.relu(separable(x, 'conv3', 'bn3'));
    return tf.max(tf.relu(separable(x, 'conv4', 'bn4')), [1, 2]);
  };
}

describe('Xception with Keras’s habits', () => {
  it('computes what TensorFlow computes with the same weights, and the port’s habits something else', async () => {
    const weights = ruledWeights(xceptionTensors().map(({ name, dims }) => [name, dims] as const));
    const image = ruledImage(299);
    const { tf } = await loadTensorFlow();
    const wanted = tf.tidy(() => {
      const nhwc = tf.transpose(tf.tensor4d(image.data, [1, 3, 299, 299]), [0, 2, 3, 1]);
      return kerasXception(tf, weights)(nhwc).dataSync() as Float32Array;
    });
    const typical = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
    const worst = async (habits: 'keras' | 'pytorch') => {
      const session = await openSession(xception(weights, '', habits), { provider: 'cpu', threads: 2 });
      try {
        const { maximum } = await session.run({ image });
        return maximum!.data.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - wanted[i]!) / Math.max(wanted[i]!, typical)),
          0,
        );
      } finally {
        await session.dispose();
      }
    };
    expect(await worst('keras')).toBeLessThan(1e-4);
    expect(await worst('pytorch')).toBeGreaterThan(1e-3);
  });
});
