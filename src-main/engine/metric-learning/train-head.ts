/**
 * Trains the projection head with triplet loss and Adam (Kingma and Ba 2015). TensorFlow.js runs the network
 * and its gradients; mining and loss are plain code (`triplet-loss.ts`), whose gradient with respect to the
 * batch is sent back through the network.
 */
import type { AdamOptimizer, Rank, Variable } from '@tensorflow/tfjs-core';
import type { Label } from '../../shared/domain.ts';
import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import { createBatches } from './batches.ts';
import { backward, dropoutMask, forward, stacked } from './head-network.ts';
import { createHead } from './projection-head.ts';
import type { ProjectionHead } from './projection-head.ts';
import type { TensorFlow, TensorFlowRuntime } from './tensorflow.ts';
import { tripletLoss } from './triplet-loss.ts';
import type { TripletLoss } from './triplet-loss.ts';

export interface HeadSample {
  embedding: Float32Array;
  label: Label;
  video: string;
}

export interface HeadSettings {
  seed: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  margin: number;
  /** Widths in order: ReLU after all but the last. */
  layers: readonly number[];
  /** Share of activations set to zero after each hidden layer while training, in [0, 1). */
  dropout: number;
}

/** The values of the method's authors (Ayyappan, Singh and Datta): 238,272 parameters for 512 inputs. */
export const defaultHeadSettings: HeadSettings = {
  seed: 1,
  epochs: 100,
  batchSize: 32,
  learningRate: 3e-4,
  margin: 1,
  layers: [256, 256, 128, 64],
  dropout: 0.1,
};

export interface EpochRecord {
  epoch: number;
  /** Means over the epoch's batches, with dropout on. */
  loss: number;
  violating: number;
}

export interface HeadTraining {
  head: ProjectionHead;
  history: EpochRecord[];
}

export interface HeadHooks {
  signal?: AbortSignal | undefined;
  onEpoch?: ((record: EpochRecord) => void) | undefined;
}

interface LayerVariables {
  kernel: Variable<Rank.R2>;
  bias: Variable<Rank.R1>;
}

type Cost = Pick<TripletLoss, 'loss' | 'violating'>;

/**
 * Same samples, settings and backend: same head.
 * @throws EngineError train/too-little-data
 */
export async function trainHead(
  { tf }: TensorFlowRuntime,
  samples: readonly HeadSample[],
  { seed, epochs, batchSize, learningRate, margin, layers: widths, dropout }: HeadSettings,
  { signal, onEpoch }: HeadHooks = {},
): Promise<HeadTraining> {
  const random = createRandom(seed);
  const nextEpoch = createBatches(samples, batchSize, random);
  const start = createHead(samples[0]!.embedding.length, widths, random);
  // A variable copies what it is made from; the tidy frees the originals.
  const layers = start.map(({ inputs, outputs, kernel, bias }) => ({
    kernel: tf.tidy(() => tf.variable(tf.tensor2d(kernel, [inputs, outputs]))),
    bias: tf.tidy(() => tf.variable(tf.tensor1d(bias))),
  }));
  const optimizer = tf.train.adam(learningRate);
  const history: EpochRecord[] = [];
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const costs: Cost[] = [];
      for (const batch of nextEpoch()) {
        // A step takes milliseconds; between two of them the process can hear an abort.
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
        const members = batch.map((index) => samples[index]!);
        costs.push(step(tf, optimizer, layers, members, { margin, dropout }, random));
      }
      const mean = (key: keyof Cost) => costs.reduce((sum, cost) => sum + cost[key], 0) / costs.length;
      const record = { epoch, loss: mean('loss'), violating: mean('violating') };
      history.push(record);
      onEpoch?.(record);
    }
    const head = start.map(({ inputs, outputs }, index) => ({
      ...{ inputs, outputs },
      kernel: Float32Array.from(layers[index]!.kernel.dataSync()),
      bias: Float32Array.from(layers[index]!.bias.dataSync()),
    }));
    return { head, history };
  } finally {
    optimizer.dispose();
    for (const { kernel, bias } of layers) tf.dispose([kernel, bias]);
  }
}

/** One step of Adam. @returns what the batch cost before it */
function step(
  tf: TensorFlow,
  optimizer: AdamOptimizer,
  layers: readonly LayerVariables[],
  batch: readonly HeadSample[],
  { margin, dropout }: Pick<HeadSettings, 'margin' | 'dropout'>,
  random: Random,
): Cost {
  const labels = batch.map(({ label }) => label);
  const masks = layers
    .slice(0, -1)
    .map(({ bias }) => dropoutMask(batch.length * bias.shape[0], dropout, random));
  return tf.tidy(() => {
    const embeddings = stacked(
      tf,
      batch.map(({ embedding }) => embedding),
    );
    const pass = forward(tf, layers, embeddings, masks);
    const { gradient, ...cost } = tripletLoss(pass.output.dataSync<'float32'>(), labels, margin);
    const gradients = backward(tf, layers, pass, tf.tensor2d(gradient, pass.output.shape), dropout);
    optimizer.applyGradients(
      layers.flatMap(({ kernel, bias }, index) => [
        { name: kernel.name, tensor: gradients[index]!.kernel },
        { name: bias.name, tensor: gradients[index]!.bias },
      ]),
    );
    return cost;
  });
}
