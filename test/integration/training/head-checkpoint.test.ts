import { beforeAll, describe, expect, it } from 'vitest';
import { loadTensorFlow } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import type { TensorFlowRuntime } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import {
  defaultHeadSettings,
  epochRecord,
  trainHead,
} from '../../../src-main/engine/metric-learning/train-head.ts';
import {
  checkpointFromBytes,
  checkpointToBytes,
} from '../../../src-main/engine/support/training-checkpoint.ts';
import { metricLosses } from '../../../src-main/shared/lab.ts';
import { syntheticFaces } from '../../support/synthetic-faces.ts';

const faces = syntheticFaces({ videosPerClass: 5, facesPerVideo: 8, length: 64, trace: 1 });
const settings = { ...defaultHeadSettings, epochs: 6, layers: [32, 16, 8], dropout: 0.2 };

let runtime: TensorFlowRuntime;
beforeAll(async () => {
  runtime = await loadTensorFlow();
});

/** Trains until the process would die in the middle of an epoch. @returns what was saved last, as bytes */
async function trainUntil(killedIn: number): Promise<Uint8Array> {
  let saved = new Uint8Array();
  const stop = new AbortController();
  const checkpoint = {
    load: () => null,
    save: (state: Parameters<typeof checkpointToBytes>[0]) => {
      saved = Uint8Array.from(checkpointToBytes(state));
    },
  };
  const onEpoch = ({ epoch }: { epoch: number }) => {
    // Heard after the first batch of the next epoch, of which nothing is kept.
    if (epoch === killedIn - 1) setImmediate(() => setImmediate(() => stop.abort()));
  };
  await expect(
    trainHead(runtime, faces, settings, { signal: stop.signal, onEpoch, checkpoint }),
  ).rejects.toThrow();
  return saved;
}

describe('a training of the head that was killed', () => {
  it('goes on to the very numbers of one that was not', async () => {
    const whole = await trainHead(runtime, faces, settings);
    const state = checkpointFromBytes(await trainUntil(4), epochRecord);
    expect(state.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    const trained: number[] = [];
    const resumed = await trainHead(runtime, faces, settings, {
      onEpoch: ({ epoch }) => trained.push(epoch),
      checkpoint: { load: () => state, save: () => undefined },
    });
    expect(trained).toEqual([4, 5, 6]);
    expect(resumed).toEqual(whole);
  });

  it('trains nothing more where all epochs were done', async () => {
    let last: Parameters<typeof checkpointToBytes>[0] | undefined;
    const whole = await trainHead(runtime, faces, settings, {
      checkpoint: { load: () => null, save: (state) => (last = state) },
    });
    const bytes = checkpointToBytes(last!);
    const again = await trainHead(runtime, faces, settings, {
      onEpoch: () => expect.unreachable(),
      checkpoint: { load: () => checkpointFromBytes(bytes, epochRecord), save: () => expect.unreachable() },
    });
    expect(again).toEqual(whole);
  });

  it('refuses the state of another network', async () => {
    const state = checkpointFromBytes(await trainUntil(3), epochRecord);
    const checkpoint = { load: () => state, save: () => undefined };
    await expect(trainHead(runtime, faces, { ...settings, layers: [32, 8] }, { checkpoint })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('validation of the head', () => {
  it('changes no other number, and sees the loss on faces that were not trained on', async () => {
    const isHeld = ({ video }: { video: string }) => /-(0|1|5|6)$/.test(video);
    const [held, rest] = [faces.filter(isHeld), faces.filter((face) => !isHeld(face))];
    const plain = await trainHead(runtime, rest, settings);
    const watched = await trainHead(runtime, rest, settings, { validation: held });
    expect(watched.head).toEqual(plain.head);
    expect(watched.history.map(({ validation: _, ...record }) => record)).toEqual(plain.history);
    const losses = watched.history.map(({ validation }) => validation!.loss);
    expect(losses.every((loss) => Number.isFinite(loss) && loss >= 0)).toBe(true);
    expect(losses.at(-1)).not.toBe(losses[0]);
  });
});

describe.each(metricLosses)('the loss "%s"', (loss) => {
  it('comes down in training', async () => {
    const { history } = await trainHead(runtime, faces, {
      ...{ ...settings, loss, epochs: 15, dropout: 0, margin: 0.5, learningRate: 2e-3 },
    });
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss);
    expect(history.at(-1)!.violating).toBeLessThan(history[0]!.violating);
  });
});
