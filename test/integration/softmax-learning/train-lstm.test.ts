import * as layers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorFlow } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import type { TensorFlowRuntime } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import { createRandom } from '../../../src-main/engine/support/random.ts';
import { createLstm, forwardLstm, lstmParameters } from '../../../src-main/engine/softmax-learning/lstm.ts';
import type { LstmNetwork } from '../../../src-main/engine/softmax-learning/lstm.ts';
import { defaultNadam } from '../../../src-main/engine/softmax-learning/nadam.ts';
import { crossEntropy } from '../../../src-main/engine/softmax-learning/softmax.ts';
import { softmaxEpoch } from '../../../src-main/engine/softmax-learning/train-epochs.ts';
import type { SoftmaxEpoch } from '../../../src-main/engine/softmax-learning/train-epochs.ts';
import { learnLstm, scoreLstm, trainLstm } from '../../../src-main/engine/softmax-learning/train-lstm.ts';
import type { LstmSample } from '../../../src-main/engine/softmax-learning/train-lstm.ts';
import {
  checkpointFromBytes,
  checkpointToBytes,
} from '../../../src-main/engine/support/training-checkpoint.ts';
import type { TrainingCheckpoint } from '../../../src-main/engine/support/training-checkpoint.ts';
import { centralDifferences, relativeError } from '../../support/central-differences.ts';

let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await loadTensorFlow();
});

/** Frames whose first component steps up by one at an early frame in fakes, and at a late one in genuine clips. */
function videos(count: number, frames: number, length: number, seed: number): LstmSample[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, clip) => {
    const label = clip % 2 === 0 ? 'real' : 'fake';
    const own = frames - random.integer(3);
    const at = label === 'fake' ? 2 : frames - 4;
    return {
      ...{ label, group: `clip ${clip}` },
      frames: Array.from({ length: own }, (_, step) =>
        Float32Array.from({ length }, (_, k) => random.next() - 0.5 + (k === 0 && step === at ? 3 : 0)),
      ),
    };
  });
}

const logitsOf = (network: LstmNetwork, batch: readonly LstmSample[]) => {
  let logits!: Float32Array;
  runtime.tf.tidy(() => {
    ({ logits } = forwardLstm(
      runtime.tf,
      network,
      batch.map(({ frames }) => frames),
    ));
  });
  return logits;
};

describe('the LSTM', () => {
  it("gives the states that Keras's layer gives, as TensorFlow.js carries it", () => {
    const { tf } = runtime;
    const network = createLstm(5, 4, createRandom(1));
    const [sample] = videos(1, 7, 5, 2) as [LstmSample];
    const steps = sample.frames.length;
    const initial = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros' } as const;
    const layer = layers.layers.lstm({ units: 4, recurrentActivation: 'sigmoid', ...initial });
    const input = tf.tensor3d(
      sample.frames.flatMap((frame) => [...frame]),
      [1, steps, 5],
    );
    // The first call makes the weights that are then set.
    layer.apply(input);
    layer.setWeights([
      tf.tensor2d(network.kernel, [5, 16]),
      tf.tensor2d(network.recurrent, [4, 16]),
      tf.tensor1d(network.bias),
    ]);
    const expected = (layer.apply(input) as typeof input).dataSync<'float32'>();
    const { hidden } = forwardLstm(tf, network, [sample.frames]);
    for (let unit = 0; unit < 4; unit++) expect(hidden[steps * 4 + unit]).toBeCloseTo(expected[unit]!, 6);
  });

  it('has the gradients that central differences give, over videos of different lengths', () => {
    const network = createLstm(3, 4, createRandom(3));
    const batch = videos(4, 6, 3, 4);
    expect(new Set(batch.map(({ frames }) => frames.length)).size).toBeGreaterThan(1);
    const { gradients } = learnLstm(runtime.tf, network, batch);
    for (const [index, parameter] of lstmParameters(network).entries()) {
      const reference = centralDifferences(parameter, 1e-2, (moved) => {
        const changed = structuredClone(network);
        lstmParameters(changed)[index]!.set(moved);
        return crossEntropy(
          logitsOf(changed, batch),
          batch.map(({ label }) => label),
        ).loss;
      });
      expect(relativeError(gradients[index]!, reference)).toBeLessThan(2e-3);
    }
  });

  it('does not see the padding: a video alone scores as beside a longer one', () => {
    const network = createLstm(3, 4, createRandom(5));
    const [long, short] = videos(2, 9, 3, 6) as [LstmSample, LstmSample];
    const cut = { ...short, frames: short.frames.slice(0, 4) };
    const [, beside] = scoreLstm(runtime, network, [long, cut]) as [number, number];
    expect(beside).toBeCloseTo(scoreLstm(runtime, network, [cut])[0]!, 6);
  });

  it('starts with a forget bias of one, so that it remembers at first', () => {
    const { bias } = createLstm(3, 2, createRandom(1));
    expect([...bias]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  });
});

describe('training it', () => {
  const settings = {
    ...{ ...defaultNadam, seed: 1, learningRate: 0.01, epochs: 6 },
    ...{ batchSize: 8, units: 12, validationShare: 0.15 },
  };
  const clips = videos(60, 12, 6, 7);

  it('learns when something happened, which no mean over frames can tell', async () => {
    const { network, history } = await trainLstm(runtime, clips, { ...settings, epochs: 30, batchSize: 16 });
    expect(history.at(-1)!.loss).toBeLessThan(0.3);
    const fresh = videos(40, 12, 6, 8);
    const scores = scoreLstm(runtime, network, fresh);
    const right = scores.filter((score, index) => score >= 0.5 === (fresh[index]!.label === 'fake')).length;
    expect(right).toBeGreaterThan(34);
  });

  it('goes on after a stop to the very numbers of a run that was not stopped, and leaves no tensor', async () => {
    const { numTensors } = runtime.tf.memory();
    const whole = await trainLstm(runtime, clips, settings);
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
    await expect(
      trainLstm(runtime, clips, settings, { signal: stop.signal, onEpoch, checkpoint }),
    ).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    const state = checkpointFromBytes(saved!, softmaxEpoch);
    const resumed = await trainLstm(runtime, clips, settings, {
      checkpoint: { load: () => state, save: () => undefined },
    });
    expect(state.history).toHaveLength(3);
    expect(resumed).toEqual(whole);
    expect(runtime.tf.memory().numTensors).toBe(numTensors);
  });
});
