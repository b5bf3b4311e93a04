/**
 * The training loop of both softmax networks. Part of the samples is held out. In each epoch the others are shuffled
 * and divided into batches, with a step of Nadam for each batch. Then loss and accuracy are measured on the held-out
 * part.
 *
 * Every epoch draws one number, the seed of all its random numbers. A run that continues from a checkpoint skips the
 * numbers of the finished epochs, so it gives the same result as a run without a stop.
 */
import { z } from 'zod';
import { EngineError } from '../../shared/errors.ts';
import { createRandom } from '../support/random.ts';
import type { Random } from '../support/random.ts';
import { checkFits } from '../support/training-checkpoint.ts';
import type { CheckpointHook } from '../support/training-checkpoint.ts';
import { holdOut } from './hold-out.ts';
import type { GroupedSample } from './hold-out.ts';
import { createNadam } from './nadam.ts';
import type { NadamSettings } from './nadam.ts';

export interface EpochSettings extends NadamSettings {
  epochs: number;
  batchSize: number;
  /** Held-out share of the samples, by whole groups; 0 holds nothing out. */
  validationShare: number;
}

/** `loss` and `accuracy` are means over the epoch's samples during training, with dropout. */
export const softmaxEpoch = z.object({
  epoch: z.number().int(),
  loss: z.number(),
  accuracy: z.number(),
  /** Null if no group could be held out. */
  validationLoss: z.number().nullable(),
  validationAccuracy: z.number().nullable(),
});
export type SoftmaxEpoch = z.infer<typeof softmaxEpoch>;

export interface SoftmaxHooks {
  signal?: AbortSignal | undefined;
  onEpoch?: ((epoch: SoftmaxEpoch) => void) | undefined;
  checkpoint?: CheckpointHook<SoftmaxEpoch> | undefined;
}

export interface BatchCost {
  /** Mean over the batch. */
  loss: number;
  /** Number of right answers. */
  right: number;
}

interface TrainableNetwork {
  /** Changed in place by training. */
  parameters: Float32Array[];
  /** Loss, right answers and gradients of a batch; gradients are in the order of the parameters. */
  learn(batch: readonly number[], random: Random): BatchCost & { gradients: Float32Array[] };
  /** Loss and right answers of a batch without dropout. */
  judge(batch: readonly number[]): BatchCost;
}

/**
 * @param random draws the held-out part and the seed of each epoch
 * @returns the history; the network's parameters are those after the last epoch
 * @throws EngineError train/too-little-data if a class has no sample
 */
export async function trainEpochs(
  network: TrainableNetwork,
  samples: readonly GroupedSample[],
  settings: EpochSettings,
  { signal, onEpoch, checkpoint }: SoftmaxHooks,
  random: Random,
): Promise<SoftmaxEpoch[]> {
  checkClasses(samples);
  const { epochs, batchSize, validationShare } = settings;
  const { parameters } = network;
  const lengths = parameters.map(({ length }) => length);
  const { training, validation } = holdOut(samples, validationShare, random);
  const resumed = checkpoint?.load() ?? null;
  if (resumed) {
    checkFits(resumed, lengths);
    resumed.parameters.forEach((values, index) => parameters[index]!.set(values));
  }
  const nadam = createNadam(lengths, settings, resumed?.optimizer);
  const history: SoftmaxEpoch[] = [...(resumed?.history ?? [])];
  random.skip(history.length);
  for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
    const chance = createRandom(random.integer(2 ** 32));
    const trained = await meanOver(batches(chance.shuffled(training), batchSize), signal, (batch) => {
      const { gradients, ...cost } = network.learn(batch, chance);
      nadam.step(parameters, gradients);
      return cost;
    });
    const held = await meanOver(batches(validation, batchSize), signal, (batch) => network.judge(batch));
    const record: SoftmaxEpoch = {
      ...{ epoch, loss: trained!.loss, accuracy: trained!.accuracy },
      validationLoss: held?.loss ?? null,
      validationAccuracy: held?.accuracy ?? null,
    };
    history.push(record);
    onEpoch?.(record);
    checkpoint?.save({
      history: [...history],
      parameters: parameters.map((values) => values.slice()),
      optimizer: nadam.state(),
    });
  }
  return history;
}

/** Null if there are no batches. */
async function meanOver(
  all: readonly number[][],
  signal: AbortSignal | undefined,
  costOf: (batch: readonly number[]) => BatchCost,
): Promise<{ loss: number; accuracy: number } | null> {
  let [loss, right, count] = [0, 0, 0];
  for (const batch of all) {
    // A batch takes tens of milliseconds; between two batches the process can handle an abort.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const cost = costOf(batch);
    loss += cost.loss * batch.length;
    right += cost.right;
    count += batch.length;
  }
  return count === 0 ? null : { loss: loss / count, accuracy: right / count };
}

/** The last batch has the remaining indices. */
function batches(indices: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(indices.length / size) }, (_, batch) =>
    indices.slice(batch * size, (batch + 1) * size),
  );
}

function checkClasses(samples: readonly GroupedSample[]): void {
  for (const label of ['real', 'fake'] as const) {
    if (samples.some((sample) => sample.label === label)) continue;
    throw new EngineError(
      'train/too-little-data',
      `There is no ${label} clip to train on: all are held out. Add ${label} clips of other people.`,
    );
  }
}
