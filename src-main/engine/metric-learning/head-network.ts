/** The head in TensorFlow.js: forward pass, backward pass and dropout. */
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Random } from '../support/random.ts';
import type { ProjectionHead } from './projection-head.ts';
import type { TensorFlow, TensorFlowRuntime } from './tensorflow.ts';

/** Plain tensors, or variables during training. */
export interface LayerTensors {
  kernel: Tensor2D;
  bias: Tensor1D;
}

interface ForwardPass {
  /** Input of each layer, [batch, inputs] of that layer. */
  inputs: Tensor2D[];
  /** [batch, outputs] of the last layer */
  output: Tensor2D;
}

/**
 * @param embeddings [batch, inputs]
 * @param masks one per hidden layer, [batch × outputs]; without masks there is no dropout
 */
export function forward(
  tf: TensorFlow,
  layers: readonly LayerTensors[],
  embeddings: Tensor2D,
  masks: readonly Float32Array[] = [],
): ForwardPass {
  const inputs = [embeddings];
  for (const [index, { kernel, bias }] of layers.entries()) {
    const sums: Tensor2D = tf.add(tf.matMul(inputs[index]!, kernel), bias);
    if (index === layers.length - 1) return { inputs, output: sums };
    const active = tf.relu(sums);
    const mask = masks[index];
    inputs.push(mask ? tf.mul(active, tf.tensor2d(mask, active.shape)) : active);
  }
  throw new RangeError('a head needs at least one layer');
}

/**
 * Gradients of the loss with respect to every kernel and bias, by the chain rule. TensorFlow.js's own gradients
 * multiply transposed matrices, which is three times as slow in the WebAssembly backend. The tests compare both.
 * @param gradient of the loss with respect to the output, [batch, outputs] of the last layer; dropout was on in the
 *   forward pass
 */
export function backward(
  tf: TensorFlow,
  layers: readonly LayerTensors[],
  { inputs }: ForwardPass,
  gradient: Tensor2D,
  dropout: number,
): LayerTensors[] {
  let delta = gradient;
  return layers
    .map((layer, index) => ({ layer, input: inputs[index]!, first: index === 0 }))
    .reverse()
    .map(({ layer, input, first }) => {
      const gradients = {
        kernel: tf.matMul<Tensor2D>(tf.transpose(input), delta),
        bias: tf.sum<Tensor1D>(delta, 0),
      };
      if (!first) {
        // An input above 0 passed ReLU and dropout, which scaled it. Other inputs were stopped.
        const slope = tf.mul(tf.step(input), 1 / (1 - dropout));
        delta = tf.mul(tf.matMul(delta, tf.transpose(layer.kernel)), slope);
      }
      return gradients;
    })
    .reverse();
}

/**
 * Inverted dropout with our own seeded numbers. With a seed, TensorFlow.js repeats the same mask at every step; without
 * a seed, a run cannot be repeated.
 */
export function dropoutMask(length: number, dropout: number, random: Random): Float32Array {
  const mask = new Float32Array(length);
  for (let index = 0; index < length; index++) mask[index] = random.next() < dropout ? 0 : 1 / (1 - dropout);
  return mask;
}

/** Embeddings as the rows of one tensor. */
export function stacked(tf: TensorFlow, embeddings: readonly Float32Array[]): Tensor2D {
  const length = embeddings[0]!.length;
  const data = new Float32Array(embeddings.length * length);
  for (const [index, embedding] of embeddings.entries()) data.set(embedding, index * length);
  return tf.tensor2d(data, [embeddings.length, length]);
}

/** Embeddings to vectors of the last layer's width, without dropout, in the given order. */
export function project(
  { tf }: TensorFlowRuntime,
  head: ProjectionHead,
  embeddings: readonly Float32Array[],
): Float32Array[] {
  if (embeddings.length === 0) return [];
  const length = head.at(-1)!.outputs;
  // Not returned from the tidy, because it would search every number for tensors.
  let flat!: Float32Array;
  tf.tidy(() => {
    const layers = head.map(({ inputs, outputs, kernel, bias }) => ({
      kernel: tf.tensor2d(kernel, [inputs, outputs]),
      bias: tf.tensor1d(bias),
    }));
    flat = forward(tf, layers, stacked(tf, embeddings)).output.dataSync<'float32'>();
  });
  return embeddings.map((_, index) => flat.slice(index * length, (index + 1) * length));
}
