/** Trains the dense softmax head on the features of faces: Table I of the paper, and rows 1 and 3 of its Table III. */
import { createRandom } from '../support/random.ts';
import type { TensorFlowRuntime } from '../metric-learning/tensorflow.ts';
import { createDenseSoftmax, denseLogits, denseParameters, learnDense } from './dense-softmax.ts';
import type { DenseSoftmax } from './dense-softmax.ts';
import type { GroupedSample } from './hold-out.ts';
import { crossEntropy } from './softmax.ts';
import { trainEpochs } from './train-epochs.ts';
import type { EpochSettings, SoftmaxEpoch, SoftmaxHooks } from './train-epochs.ts';

export interface SoftmaxSample extends GroupedSample {
  /** Pooled; one length for all samples. */
  features: Float32Array;
}

export interface SoftmaxSettings extends EpochSettings {
  seed: number;
  /** Width of the hidden layer. */
  hidden: number;
  /** After the features and after the hidden layer, in [0, 1). */
  dropouts: readonly [number, number];
}

interface SoftmaxTraining {
  network: DenseSoftmax;
  history: SoftmaxEpoch[];
}

/**
 * The same samples, settings and backend give the same network.
 * @throws EngineError train/too-little-data
 */
export async function trainSoftmax(
  runtime: TensorFlowRuntime,
  samples: readonly SoftmaxSample[],
  settings: SoftmaxSettings,
  hooks: SoftmaxHooks = {},
): Promise<SoftmaxTraining> {
  const random = createRandom(settings.seed);
  const network = createDenseSoftmax(samples[0]?.features.length ?? 0, settings.hidden, random);
  const membersOf = (batch: readonly number[]) => ({
    features: batch.map((index) => samples[index]!.features),
    labels: batch.map((index) => samples[index]!.label),
  });
  const trainable = {
    parameters: denseParameters(network),
    learn: (batch: readonly number[], chance: typeof random) =>
      learnDense(runtime, network, membersOf(batch), settings.dropouts, chance),
    judge: (batch: readonly number[]) => {
      const { features, labels } = membersOf(batch);
      return crossEntropy(denseLogits(runtime, network, features), labels);
    },
  };
  const history = await trainEpochs(trainable, samples, settings, hooks, random);
  return { network, history };
}
