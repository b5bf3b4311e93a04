/**
 * Trains the projection head by metric learning, with Adam (Kingma and Ba 2015). TensorFlow.js runs the network
 * and its gradients; mining and loss are plain code (`losses`). Their gradient with respect to the batch is sent back
 * through the network.
 *
 * A run that continues from a checkpoint gives the same numbers as a run without a stop: the batches of the finished
 * epochs are drawn again and the random numbers of their dropout masks are skipped, so the random numbers continue at
 * the same place.
 */
import type { Rank, Variable } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Label } from '../../shared/domain.ts';
import { metricDefaults } from '../../shared/lab-defaults.ts';
import type { MetricLoss } from '../../shared/lab.ts';
import { createRandom } from '../support/random.ts';
import type { Random } from '../support/random.ts';
import { checkFits } from '../support/training-checkpoint.ts';
import type { CheckpointHook } from '../support/training-checkpoint.ts';
import { createAdam, values } from './adam.ts';
import type { Adam } from './adam.ts';
import { createBatches } from './batches.ts';
import { backward, dropoutMask, forward, stacked } from './head-network.ts';
import type { BatchLoss, BatchLossFunction } from './losses/batch-loss.ts';
import { metricLoss } from './losses/metric-loss.ts';
import { createHead } from './projection-head.ts';
import type { ProjectionHead } from './projection-head.ts';
import type { TensorFlow, TensorFlowRuntime } from './tensorflow.ts';

interface HeadSample {
  embedding: Float32Array;
  label: Label;
  video: string;
}

export interface HeadSettings {
  seed: number;
  epochs: number;
  batchSize: number;
  learningRate: number;
  loss: MetricLoss;
  /** For the losses with a margin: see `metricLoss`. */
  margin: number;
  /** Widths in order: ReLU after all but the last. */
  layers: readonly number[];
  /** Share of activations set to zero after each hidden layer while training, in [0, 1). */
  dropout: number;
}

/** The values of the method's authors (Ayyappan, Singh and Datta): 238,272 parameters for 512 inputs. */
const { seed, epochs, batchSize, learningRate, loss, margin, layers, dropout } = metricDefaults;
export const defaultHeadSettings: HeadSettings = {
  ...{ seed, epochs, batchSize, learningRate, loss, margin, layers, dropout },
};

const figures = z.object({ loss: z.number(), violating: z.number() });

/** Means over the epoch's batches, with dropout; and over the validation batches after the epoch, without dropout. */
export const epochRecord = z.object({
  epoch: z.number().int(),
  ...figures.shape,
  validation: figures.exactOptional(),
});
export type EpochRecord = z.infer<typeof epochRecord>;

interface HeadTraining {
  head: ProjectionHead;
  history: EpochRecord[];
}

interface HeadHooks {
  signal?: AbortSignal | undefined;
  onEpoch?: ((record: EpochRecord) => void) | undefined;
  /** Kernel and bias of each layer in turn, and Adam's state. */
  checkpoint?: CheckpointHook<EpochRecord> | undefined;
  /** Faces for validation only, from at least two videos of each class; they change no other number. */
  validation?: readonly HeadSample[] | undefined;
}

interface LayerVariables {
  kernel: Variable<Rank.R2>;
  bias: Variable<Rank.R1>;
}

type Cost = Pick<BatchLoss, 'loss' | 'violating'>;

/**
 * The same samples, settings and backend give the same head.
 * @throws EngineError train/too-little-data
 */
export async function trainHead(
  { tf }: TensorFlowRuntime,
  samples: readonly HeadSample[],
  { seed, epochs, batchSize, learningRate, loss, margin, layers: widths, dropout }: HeadSettings,
  { signal, onEpoch, checkpoint, validation }: HeadHooks = {},
): Promise<HeadTraining> {
  const lossOf = metricLoss(loss, margin);
  const random = createRandom(seed);
  const nextEpoch = createBatches(samples, batchSize, random);
  const start = createHead(samples[0]!.embedding.length, widths, random);
  const validationBatches = validation && createBatches(validation, batchSize, createRandom(seed))();
  const resumed = checkpoint?.load() ?? null;
  if (resumed) {
    checkFits(
      resumed,
      start.flatMap(({ kernel, bias }) => [kernel.length, bias.length]),
    );
    const masked = widths.slice(0, -1).reduce((sum, width) => sum + width, 0);
    for (let done = 0; done < resumed.history.length; done++) {
      for (const batch of nextEpoch()) random.skip(batch.length * masked);
    }
  }
  // A variable copies its initial value; the tidy frees the originals.
  const layers = start.map(({ inputs, outputs, kernel, bias }, index) => ({
    kernel: tf.tidy(() =>
      tf.variable(tf.tensor2d(resumed?.parameters[2 * index] ?? kernel, [inputs, outputs])),
    ),
    bias: tf.tidy(() => tf.variable(tf.tensor1d(resumed?.parameters[2 * index + 1] ?? bias))),
  }));
  const variables = layers.flatMap(({ kernel, bias }) => [kernel, bias]);
  const adam = createAdam(tf, variables, learningRate, resumed?.optimizer);
  const history: EpochRecord[] = [...(resumed?.history ?? [])];
  const membersOf = (from: readonly HeadSample[], batch: readonly number[]) =>
    batch.map((index) => from[index]!);
  try {
    for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
      const costs: Cost[] = [];
      for (const batch of nextEpoch()) {
        await breathe(signal);
        costs.push(step(tf, adam, layers, membersOf(samples, batch), { lossOf, dropout }, random));
      }
      const record: EpochRecord = { epoch, ...meanOf(costs) };
      if (validation && validationBatches) {
        const unseen: Cost[] = [];
        for (const batch of validationBatches) {
          await breathe(signal);
          unseen.push(costOf(tf, layers, membersOf(validation, batch), lossOf));
        }
        record.validation = meanOf(unseen);
      }
      history.push(record);
      onEpoch?.(record);
      checkpoint?.save({
        history: [...history],
        parameters: variables.map(values),
        optimizer: adam.state(),
      });
    }
    const head = start.map(({ inputs, outputs }, index) => ({
      ...{ inputs, outputs },
      kernel: values(layers[index]!.kernel),
      bias: values(layers[index]!.bias),
    }));
    return { head, history };
  } finally {
    adam.dispose();
    tf.dispose(variables);
  }
}

/** A step takes milliseconds; between two steps the process can handle an abort. */
async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

function meanOf(costs: readonly Cost[]): Cost {
  const mean = (key: keyof Cost) => costs.reduce((sum, cost) => sum + cost[key], 0) / costs.length;
  return { loss: mean('loss'), violating: mean('violating') };
}

/** One step of Adam. @returns the loss of the batch before the step */
function step(
  tf: TensorFlow,
  adam: Adam,
  layers: readonly LayerVariables[],
  batch: readonly HeadSample[],
  { lossOf, dropout }: { lossOf: BatchLossFunction; dropout: number },
  random: Random,
): Cost {
  const masks = layers
    .slice(0, -1)
    .map(({ bias }) => dropoutMask(batch.length * bias.shape[0], dropout, random));
  return tf.tidy(() => {
    const pass = forward(tf, layers, embeddingsOf(tf, batch), masks);
    const { gradient, ...cost } = lossOf(pass.output.dataSync<'float32'>(), labelsOf(batch));
    const gradients = backward(tf, layers, pass, tf.tensor2d(gradient, pass.output.shape), dropout);
    adam.step(gradients.flatMap(({ kernel, bias }) => [kernel, bias]));
    return cost;
  });
}

/** The loss of a batch without dropout. */
function costOf(
  tf: TensorFlow,
  layers: readonly LayerVariables[],
  batch: readonly HeadSample[],
  lossOf: BatchLossFunction,
): Cost {
  const output = tf.tidy(() => forward(tf, layers, embeddingsOf(tf, batch)).output.dataSync<'float32'>());
  const { loss, violating } = lossOf(output, labelsOf(batch));
  return { loss, violating };
}

const labelsOf = (batch: readonly HeadSample[]) => batch.map(({ label }) => label);

const embeddingsOf = (tf: TensorFlow, batch: readonly HeadSample[]) =>
  stacked(
    tf,
    batch.map(({ embedding }) => embedding),
  );
