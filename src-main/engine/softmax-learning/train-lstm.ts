/** Trains the LSTM on the features of each video's frames: row 2 of Table III of the paper. */
import type { TensorFlow, TensorFlowRuntime } from '../metric-learning/tensorflow.ts';
import { createRandom } from '../support/random.ts';
import type { GroupedSample } from './hold-out.ts';
import { backwardLstm } from './lstm-gradients.ts';
import { createLstm, forwardLstm, lstmParameters } from './lstm.ts';
import type { LstmNetwork } from './lstm.ts';
import { crossEntropy, fakeProbabilities } from './softmax.ts';
import { trainEpochs } from './train-epochs.ts';
import type { BatchCost, EpochSettings, SoftmaxEpoch, SoftmaxHooks } from './train-epochs.ts';

export interface LstmSample extends GroupedSample {
  /** Features of the frames in order, at least one frame; the same length for all. */
  frames: readonly Float32Array[];
}

interface LstmSettings extends EpochSettings {
  seed: number;
  units: number;
}

/** Videos per run when scoring. */
const CHUNK = 32;

interface LstmTraining {
  network: LstmNetwork;
  history: SoftmaxEpoch[];
}

/**
 * The same samples, settings and backend give the same network.
 * @throws EngineError train/too-little-data
 */
export async function trainLstm(
  { tf }: TensorFlowRuntime,
  samples: readonly LstmSample[],
  settings: LstmSettings,
  hooks: SoftmaxHooks = {},
): Promise<LstmTraining> {
  const random = createRandom(settings.seed);
  const network = createLstm(samples[0]?.frames[0]?.length ?? 0, settings.units, random);
  const membersOf = (batch: readonly number[]) => batch.map((index) => samples[index]!);
  const trainable = {
    parameters: lstmParameters(network),
    learn: (batch: readonly number[]) => learnLstm(tf, network, membersOf(batch)),
    judge: (batch: readonly number[]) => {
      const members = membersOf(batch);
      const { loss, right } = crossEntropy(logitsOf(tf, network, members), labelsOf(members));
      return { loss, right };
    },
  };
  const history = await trainEpochs(trainable, samples, settings, hooks, random);
  return { network, history };
}

/** Mean cross-entropy of a batch, and its gradients in the order of `lstmParameters`. */
export function learnLstm(
  tf: TensorFlow,
  network: LstmNetwork,
  batch: readonly LstmSample[],
): BatchCost & { gradients: Float32Array[] } {
  // Not returned from the tidy, because it would search every number of an array for tensors.
  let learned!: BatchCost & { gradients: Float32Array[] };
  tf.tidy(() => {
    const pass = forwardLstm(tf, network, framesOf(batch));
    const { gradient, ...cost } = crossEntropy(pass.logits, labelsOf(batch));
    learned = { ...cost, gradients: backwardLstm(tf, network, pass, gradient) };
  });
  return learned;
}

/** @returns the probability of fake of each video */
export function scoreLstm(
  { tf }: TensorFlowRuntime,
  network: LstmNetwork,
  videos: readonly Pick<LstmSample, 'frames'>[],
): number[] {
  const chunks = Array.from({ length: Math.ceil(videos.length / CHUNK) }, (_, chunk) =>
    videos.slice(chunk * CHUNK, (chunk + 1) * CHUNK),
  );
  return chunks.flatMap((chunk) => fakeProbabilities(logitsOf(tf, network, chunk)));
}

function logitsOf(tf: TensorFlow, network: LstmNetwork, batch: readonly Pick<LstmSample, 'frames'>[]) {
  let logits!: Float32Array;
  tf.tidy(() => {
    ({ logits } = forwardLstm(tf, network, framesOf(batch)));
  });
  return logits;
}

const framesOf = (batch: readonly Pick<LstmSample, 'frames'>[]) => batch.map(({ frames }) => frames);
const labelsOf = (batch: readonly LstmSample[]) => batch.map(({ label }) => label);
