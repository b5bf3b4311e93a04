/**
 * The head of the paper's Xception baseline (Ayyappan, Singh and Datta, Table I): features, dropout, a dense layer
 * with ReLU, dropout, a dense layer to the logits of the two classes. The features come from a frozen network and are
 * pooled already.
 */
import type { Label } from '../../shared/domain.ts';
import { backward, dropoutMask, forward } from '../metric-learning/head-network.ts';
import type { LayerTensors } from '../metric-learning/head-network.ts';
import type { DenseLayer } from '../metric-learning/projection-head.ts';
import type { TensorFlow, TensorFlowRuntime } from '../metric-learning/tensorflow.ts';
import type { Random } from '../support/random.ts';
import { glorotUniform } from './initial-weights.ts';
import { CLASSES, crossEntropy, fakeProbabilities } from './softmax.ts';
import type { BatchCost } from './train-epochs.ts';

/** The hidden layer, then the layer to the logits. */
export type DenseSoftmax = [DenseLayer, DenseLayer];

/** Rows per run when scoring: all rows of a large set would fill the memory of the backend. */
const CHUNK = 512;

export function createDenseSoftmax(inputs: number, hidden: number, random: Random): DenseSoftmax {
  const dense = (from: number, to: number): DenseLayer => ({
    ...{ inputs: from, outputs: to },
    kernel: glorotUniform(from, to, random),
    bias: new Float32Array(to),
  });
  return [dense(inputs, hidden), dense(hidden, CLASSES)];
}

/** In the order of the gradients. */
export function denseParameters(network: DenseSoftmax): Float32Array[] {
  return network.flatMap(({ kernel, bias }) => [kernel, bias]);
}

/** @param dropouts shares of the features and of the hidden activations that are set to zero */
export function learnDense(
  { tf }: TensorFlowRuntime,
  network: DenseSoftmax,
  { features, labels }: { features: readonly Float32Array[]; labels: readonly Label[] },
  [ofFeatures, ofHidden]: readonly [number, number],
  random: Random,
): BatchCost & { gradients: Float32Array[] } {
  const [hidden] = network;
  const kept = dropoutMask(features.length * hidden.inputs, ofFeatures, random);
  const mask = dropoutMask(features.length * hidden.outputs, ofHidden, random);
  const rows = flat(features);
  for (let index = 0; index < rows.length; index++) rows[index]! *= kept[index]!;
  // Not returned from the tidy, because it would search every number of an array for tensors.
  let learned!: BatchCost & { gradients: Float32Array[] };
  tf.tidy(() => {
    const layers = tensorsOf(tf, network);
    const pass = forward(tf, layers, tf.tensor2d(rows, [features.length, hidden.inputs]), [mask]);
    const { gradient, ...cost } = crossEntropy(pass.output.dataSync<'float32'>(), labels);
    const gradients = backward(tf, layers, pass, tf.tensor2d(gradient, pass.output.shape), ofHidden)
      .flatMap(({ kernel, bias }) => [kernel, bias])
      .map((tensor) => tensor.dataSync<'float32'>());
    learned = { ...cost, gradients };
  });
  return learned;
}

/** Logits without dropout: [rows, 2], row by row. */
export function denseLogits(
  { tf }: TensorFlowRuntime,
  network: DenseSoftmax,
  features: readonly Float32Array[],
): Float32Array {
  return tf.tidy(() => {
    const rows = tf.tensor2d(flat(features), [features.length, network[0].inputs]);
    return Float32Array.from(forward(tf, tensorsOf(tf, network), rows).output.dataSync<'float32'>());
  });
}

/** @returns the probability of fake of each face */
export function scoreDense(
  runtime: TensorFlowRuntime,
  network: DenseSoftmax,
  features: readonly Float32Array[],
): number[] {
  const chunks = Array.from({ length: Math.ceil(features.length / CHUNK) }, (_, chunk) =>
    features.slice(chunk * CHUNK, (chunk + 1) * CHUNK),
  );
  return chunks.flatMap((chunk) => fakeProbabilities(denseLogits(runtime, network, chunk)));
}

function tensorsOf(tf: TensorFlow, network: DenseSoftmax): LayerTensors[] {
  return network.map(({ inputs, outputs, kernel, bias }) => ({
    kernel: tf.tensor2d(kernel, [inputs, outputs]),
    bias: tf.tensor1d(bias),
  }));
}

function flat(features: readonly Float32Array[]): Float32Array {
  const length = features[0]!.length;
  const rows = new Float32Array(features.length * length);
  for (const [index, feature] of features.entries()) rows.set(feature, index * length);
  return rows;
}
