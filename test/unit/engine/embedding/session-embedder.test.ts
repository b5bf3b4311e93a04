import { describe, expect, it } from 'vitest';
import type { FaceInFrame } from '../../../../src-main/engine/embedding/embedder.ts';
import { SessionEmbedder } from '../../../../src-main/engine/embedding/session-embedder.ts';
import type { EmbedderEntry } from '../../../../src-main/engine/inference/manifest.ts';
import type { ModelSession, Tensor } from '../../../../src-main/engine/inference/model-session.ts';

const entry: EmbedderEntry = {
  role: 'embedder',
  name: 'mean-colour',
  file: 'none.onnx',
  sha256: '0'.repeat(64),
  architecture: 'answers the mean of each channel',
  input: {
    name: 'image',
    sizePx: 4,
    layout: 'nchw',
    channels: 'rgb',
    mean: [0, 0, 0],
    divisor: 1,
    batch: null,
  },
  identity: { same: 0.14, other: 0.25 },
  output: { name: 'embedding', length: 3 },
  template: [
    { x: 0.3, y: 0.3 },
    { x: 0.7, y: 0.3 },
    { x: 0.5, y: 0.5 },
    { x: 0.35, y: 0.7 },
    { x: 0.65, y: 0.7 },
  ],
  licence: 'MIT',
  origin: 'this test',
};

/** Answers the mean of each channel and keeps the size of every batch. */
class MeanColour implements ModelSession {
  readonly provider = 'cpu';
  readonly inputNames = ['image'];
  readonly outputNames = ['embedding'];
  readonly batches: number[] = [];

  run(inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    const { dims, data } = inputs['image']!;
    const [count, channels, height, width] = dims as [number, number, number, number];
    this.batches.push(count);
    const area = height * width;
    const means = Float32Array.from({ length: count * channels }, (_, plane) => {
      return data.subarray(plane * area, (plane + 1) * area).reduce((sum, v) => sum + v, 0) / area;
    });
    return Promise.resolve({ embedding: { dims: [count, channels], data: means } });
  }

  dispose(): Promise<void> {
    return Promise.resolve();
  }
}

/** A face that fills a frame of one colour. */
function face(...colour: [number, number, number]): FaceInFrame {
  const [width, height] = [20, 20];
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => colour[i % 3]!);
  const [a, b, c, d, e] = entry.template.map(({ x, y }) => ({ x: x * width, y: y * height }));
  return {
    frame: { frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb },
    landmarks: [a!, b!, c!, d!, e!],
  };
}

describe('an embedder on one network', () => {
  it('scales every embedding to unit length, in the order of the faces', async () => {
    const embedder = new SessionEmbedder(new MeanColour(), entry);
    const [red, mixed] = await embedder.embed([face(200, 0, 0), face(30, 0, 40)]);
    expect([...red!]).toEqual([1, 0, 0]);
    expect(Math.hypot(...mixed!)).toBeCloseTo(1, 6);
    // Not to more digits: at the crop's edge the colour is a rounded mean with the black outside.
    expect(mixed![2]! / mixed![0]!).toBeCloseTo(4 / 3, 2);
  });

  it('fills the last run of a network with a fixed batch', async () => {
    const session = new MeanColour();
    const fixed = { ...entry, input: { ...entry.input, batch: 4 } };
    const faces = Array.from({ length: 6 }, (_, index) => face(index === 5 ? 200 : 0, 9, 0));
    const embeddings = await new SessionEmbedder(session, fixed).embed(faces);
    expect(session.batches).toEqual([4, 4]);
    expect(embeddings.map(([red]) => red! > 0.5)).toEqual([false, false, false, false, false, true]);
  });

  it('runs at most eight faces at a time', async () => {
    const session = new MeanColour();
    const faces = Array.from({ length: 19 }, () => face(1, 2, 3));
    expect(await new SessionEmbedder(session, entry).embed(faces)).toHaveLength(19);
    expect(session.batches).toEqual([8, 8, 3]);
  });

  it('keeps to the batch that a network was exported with', async () => {
    const session = new MeanColour();
    const single = { ...entry, input: { ...entry.input, batch: 1 } };
    await new SessionEmbedder(session, single).embed([face(1, 2, 3), face(3, 2, 1)]);
    expect(session.batches).toEqual([1, 1]);
  });

  it('runs nothing for no faces', async () => {
    const session = new MeanColour();
    expect(await new SessionEmbedder(session, entry).embed([])).toEqual([]);
    expect(session.batches).toEqual([]);
  });

  it('stops before the next batch when cancelled', async () => {
    const session = new MeanColour();
    const embedding = new SessionEmbedder(session, entry).embed([face(1, 2, 3)], AbortSignal.abort());
    await expect(embedding).rejects.toThrow('abort');
    expect(session.batches).toEqual([]);
  });

  it('refuses a network that answers another length than its manifest says', async () => {
    const long = { ...entry, output: { name: 'embedding', length: 5 } };
    await expect(new SessionEmbedder(new MeanColour(), long).embed([face(1, 2, 3)])).rejects.toMatchObject({
      code: 'inference/failed',
    });
  });
});
