import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDescriber, type FaceDescriber } from '../../../src-main/engine/pipeline/describe-faces.ts';
import { startFaceWorkers } from '../../../src-main/engine/pipeline/face-workers.ts';
import { decode } from '../../../src-main/engine/media/decode.ts';
import { testDecoder } from '../../support/decoder.ts';
import type { Frame } from '../../../src-main/engine/media/frame.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project, writeFaceClip } from '../../support/face-clip.ts';

const models = {
  folders: { builtIn: join(project, 'models'), imported: join(project, 'models', 'none') },
  identity: 'faceplugin-feature',
  embedder: 'faceplugin-feature',
  guests: [],
};
const parameters = { minFacePx: 40, detectSizePx: 640, picturePx: 64 };
const workers = (count: number) => startFaceWorkers({ script: engineScripts.faceWorker, models, count });

let folder: string;
let clip: Frame[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-workers-'));
  const path = join(folder, 'clip.mp4');
  await writeFaceClip(path);
  const tools = await testDecoder();
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  clip = [];
  for await (const frame of decode({ path, media, index, wanted: [0, 4, 8, 12], tools })) clip.push(frame);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Frames are handed over, so each call gets its own. */
const frames = (...places: number[]) =>
  places.map((place) => ({ ...clip[place]!, rgb: Uint8Array.from(clip[place]!.rgb) }));

async function within<T>(describer: FaceDescriber, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await describer.dispose();
  }
}

describe('faces described on several threads', () => {
  it('are those that one thread finds, number for number, and the pixels come back', async () => {
    const one = await openDescriber(models, { provider: 'cpu', threads: 1 });
    const alone = await within(one, () => one.describe(frames(0, 1), parameters));
    expect(alone[0]!.faces.length).toBeGreaterThan(1);
    const several = await workers(2);
    const [first, second] = await within(several, () =>
      Promise.all([several.describe(frames(0), parameters), several.describe(frames(1), parameters)]),
    );
    expect([...first, ...second]).toEqual(alone);
    expect(second[0]!.frame.rgb).toEqual(clip[1]!.rgb);
  });

  it('answers every call with its own frames when there are more calls than threads', async () => {
    const describer = await workers(2);
    const answers = await within(describer, () =>
      Promise.all([3, 1, 2, 0, 1].map((place) => describer.describe(frames(place), parameters))),
    );
    expect(answers.map(([each]) => each!.frame.frameIndex)).toEqual([12, 4, 8, 0, 4]);
  });

  it('stops waiting at once when cancelled, and works on afterwards', async () => {
    const describer = await workers(1);
    await within(describer, async () => {
      const stop = new AbortController();
      const cancelled = describer.describe(frames(0, 1, 2, 3), parameters, stop.signal);
      stop.abort();
      await expect(cancelled).rejects.toThrow(/abort/i);
      expect(await describer.describe(frames(1), parameters)).toHaveLength(1);
    });
  });

  it('reports a broken call by its reason and keeps the thread', async () => {
    const describer = await workers(1);
    await within(describer, async () => {
      const unlike = [...frames(0), { ...frames(0)[0]!, width: 320, height: 960 }];
      await expect(describer.describe(unlike, parameters)).rejects.toMatchObject({
        message: expect.stringContaining('the same size') as string,
      });
      expect(await describer.describe(frames(1), parameters)).toHaveLength(1);
    });
  });

  it('keeps no frame by the signal of a long batch', async () => {
    const describer = await workers(1);
    const { signal } = new AbortController();
    const [kept] = await within(describer, async () => {
      const [described] = await describer.describe(frames(0), parameters, signal);
      return [new WeakRef(described!.frame)];
    });
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    await expect
      .poll(() => {
        collect();
        return kept!.deref();
      })
      .toBeUndefined();
  });

  it('starts nothing any more once it is disposed of, and refuses whoever waits', async () => {
    const describer = await workers(1);
    const calls = [0, 1, 2].map((place) => describer.describe(frames(place), parameters));
    const settled = Promise.allSettled(calls);
    await describer.dispose();
    const refused = (await settled).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(2);
    await expect(describer.describe(frames(3), parameters)).rejects.toMatchObject({
      code: 'inference/failed',
    });
  });

  it('refuses to start without its networks, naming what is missing', async () => {
    const start = startFaceWorkers({
      script: engineScripts.faceWorker,
      models: { ...models, folders: { builtIn: join(folder, 'nowhere'), imported: folder } },
      count: 2,
    });
    await expect(start).rejects.toMatchObject({ code: 'models/missing' });
  });
});
