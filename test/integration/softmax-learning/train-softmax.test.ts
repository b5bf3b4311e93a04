import { beforeAll, describe, expect, it } from 'vitest';
import type { Label } from '../../../src-main/shared/domain.ts';
import { loadTensorFlow } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import type { TensorFlowRuntime } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import { createRandom } from '../../../src-main/engine/support/random.ts';
import {
  createDenseSoftmax,
  denseLogits,
  denseParameters,
  learnDense,
  scoreDense,
} from '../../../src-main/engine/softmax-learning/dense-softmax.ts';
import { defaultNadam } from '../../../src-main/engine/softmax-learning/nadam.ts';
import { crossEntropy } from '../../../src-main/engine/softmax-learning/softmax.ts';
import { softmaxEpoch } from '../../../src-main/engine/softmax-learning/train-epochs.ts';
import type { SoftmaxEpoch } from '../../../src-main/engine/softmax-learning/train-epochs.ts';
import { trainSoftmax } from '../../../src-main/engine/softmax-learning/train-softmax.ts';
import type {
  SoftmaxSample,
  SoftmaxSettings,
} from '../../../src-main/engine/softmax-learning/train-softmax.ts';
import {
  checkpointFromBytes,
  checkpointToBytes,
} from '../../../src-main/engine/support/training-checkpoint.ts';
import type { TrainingCheckpoint } from '../../../src-main/engine/support/training-checkpoint.ts';
import { centralDifferences, relativeError } from '../../support/central-differences.ts';
import { syntheticFaces } from '../../support/synthetic-faces.ts';

const samples: SoftmaxSample[] = syntheticFaces({
  ...{ videosPerClass: 15, facesPerVideo: 6, length: 64, trace: 1 },
}).map(({ embedding, label, video }) => ({ features: embedding.map((x) => 8 * x), label, group: video }));
const settings: SoftmaxSettings = {
  ...{ ...defaultNadam, seed: 1, learningRate: 0.002, epochs: 6, batchSize: 16 },
  ...{ hidden: 32, dropouts: [0.4, 0.5], validationShare: 0.15 },
};

let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await loadTensorFlow();
});

describe('the dense softmax head', () => {
  it('has the gradients that central differences give', () => {
    const random = createRandom(3);
    const network = createDenseSoftmax(5, 7, random);
    const features = Array.from({ length: 6 }, () =>
      Float32Array.from({ length: 5 }, () => 2 * random.next() - 1),
    );
    const labels: Label[] = ['real', 'fake', 'fake', 'real', 'fake', 'real'];
    const { gradients } = learnDense(runtime, network, { features, labels }, [0, 0], random);
    for (const [index, parameter] of denseParameters(network).entries()) {
      const reference = centralDifferences(parameter, 2e-3, (moved) => {
        const changed = structuredClone(network);
        denseParameters(changed)[index]!.set(moved);
        return crossEntropy(denseLogits(runtime, changed, features), labels).loss;
      });
      expect(relativeError(gradients[index]!, reference)).toBeLessThan(2e-3);
    }
  });

  it('drops the shares asked for, and scales what is left', () => {
    // One unit, passed through: the loss shows the logit's margin, features × kept / (1 − share).
    const network = createDenseSoftmax(1, 1, createRandom(1));
    for (const [index, values] of [[1], [0], [0, 1], [0, 0]].entries())
      denseParameters(network)[index]!.set(values);
    const random = createRandom(5);
    const losses = Array.from({ length: 2000 }, () => {
      const batch = { features: [Float32Array.of(1)], labels: ['fake' as const] };
      return learnDense(runtime, network, batch, [0.4, 0.5], random).loss;
    });
    const kept = losses.filter((loss) => loss < 0.5);
    expect(kept.length / 2000).toBeCloseTo(0.6 * 0.5, 1);
    for (const loss of kept) expect(loss).toBeCloseTo(Math.log1p(Math.exp(-1 / (0.6 * 0.5))), 5);
  });
});

describe('training it', () => {
  it('finds the trace of the fakes, on clips that were held out too', async () => {
    const { network, history } = await trainSoftmax(runtime, samples, { ...settings, epochs: 15 });
    expect(history).toHaveLength(15);
    expect(history.at(-1)!.loss).toBeLessThan(0.5 * history[0]!.loss);
    expect(history.at(-1)!.validationAccuracy).toBeGreaterThan(0.7);
    const scores = scoreDense(
      runtime,
      network,
      samples.map(({ features }) => features),
    );
    const right = scores.filter((score, index) => score >= 0.5 === (samples[index]!.label === 'fake')).length;
    expect(right / samples.length).toBeGreaterThan(0.9);
  });

  it('gives the same numbers twice from one seed, others from another, and leaves no tensor behind', async () => {
    const { numTensors } = runtime.tf.memory();
    const first = await trainSoftmax(runtime, samples, settings);
    expect(await trainSoftmax(runtime, samples, settings)).toEqual(first);
    const other = await trainSoftmax(runtime, samples, { ...settings, seed: 2 });
    expect(other.history).not.toEqual(first.history);
    expect(runtime.tf.memory().numTensors).toBe(numTensors);
  });

  it('goes on after a stop to the very numbers of a run that was not stopped', async () => {
    const whole = await trainSoftmax(runtime, samples, settings);
    let saved: Uint8Array | undefined;
    const stop = new AbortController();
    const checkpoint = {
      load: () => null,
      save: (state: TrainingCheckpoint<SoftmaxEpoch>) => {
        saved = checkpointToBytes(state);
      },
    };
    const onEpoch = ({ epoch }: { epoch: number }) => {
      if (epoch === 3) setImmediate(() => setImmediate(() => stop.abort()));
    };
    const killed = trainSoftmax(runtime, samples, settings, { signal: stop.signal, onEpoch, checkpoint });
    await expect(killed).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    const state = checkpointFromBytes(saved!, softmaxEpoch);
    expect(state.history).toHaveLength(3);
    const resumed = await trainSoftmax(runtime, samples, settings, {
      checkpoint: { load: () => state, save: () => undefined },
    });
    expect(resumed).toEqual(whole);
  });

  it('has no figures of validation where nothing can be held out', async () => {
    const joined = samples.map((sample) => ({ ...sample, group: 'one circle of people' }));
    const { history } = await trainSoftmax(runtime, joined, { ...settings, epochs: 1 });
    expect(history[0]).toMatchObject({ validationLoss: null, validationAccuracy: null });
  });

  it('refuses data of one class', async () => {
    const real = samples.filter(({ label }) => label === 'real');
    await expect(trainSoftmax(runtime, real, settings)).rejects.toThrow(
      expect.objectContaining({ code: 'train/too-little-data' }),
    );
  });
});
