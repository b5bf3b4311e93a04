import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { File, ready } from 'h5wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { importNetwork, removeNetwork } from '../../../src-main/engine/weights/import-network.ts';
import { loadInstalledEmbedder } from '../../../src-main/engine/embedding/installed-embedders.ts';
import { openEmbedder } from '../../../src-main/engine/embedding/open-embedder.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { openSession } from '../../../src-main/engine/inference/onnx-session.ts';
import type { Weights } from '../../../src-main/engine/inference/onnx-graph.ts';
import { kerasFacenet } from '../../support/keras-layers.ts';
import { ruledImage, ruledWeights } from '../../support/ruled-weights.ts';
import { goldenPath } from '../../support/shared-data.ts';
import { torchLegacy, torchZip } from '../../support/torch-writer.ts';

const builtIn = join(import.meta.dirname, '..', '..', '..', 'models');

const golden = z.object({
  tensors: z.array(z.tuple([z.string(), z.array(z.number())])),
  output: z.array(z.number()),
});

/** PyTorch's names and roles of what Keras keeps under others. */
const roles: Record<string, string> = {
  kernel: 'weight',
  bias: 'bias',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
};

/** [out, in, height, width] → [height, width, in, out], and [out, in] → [in, out] */
function towardsKeras({ dims, data }: Weights): Float32Array {
  const [out = 1, input = 1, height = 1, width = 1] = dims;
  if (dims.length === 1) return data;
  const turned = new Float32Array(data.length);
  let from = 0;
  for (let o = 0; o < out; o++)
    for (let i = 0; i < input; i++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) turned[((y * width + x) * input + i) * out + o] = data[from++]!;
  return turned;
}

async function kerasFile(weights: ReadonlyMap<string, Weights>): Promise<Uint8Array> {
  const { FS } = await ready;
  const name = `/${randomUUID()}.h5`;
  const file = new File(name, 'w');
  for (const { layer, module, tensors } of kerasFacenet(512)) {
    file.create_group(layer);
    file.create_group(`${layer}/${layer}`);
    for (const [role, shape] of Object.entries(tensors)) {
      const data = towardsKeras(weights.get(`${module}.${roles[role]}`)!);
      file.create_dataset({ name: `${layer}/${layer}/${role}:0`, data, shape: [...shape], dtype: '<f4' });
    }
  }
  file.close();
  const bytes = FS.readFile(name);
  FS.unlink(name);
  return bytes;
}

describe('xception-untrained', () => {
  it('is built where it is first asked for, the same on every machine, and kept', async () => {
    const imported = await mkdtemp(join(tmpdir(), 'exhibit-untrained-'));
    try {
      const { entry, bytes } = await loadInstalledEmbedder({ builtIn, imported }, 'xception-untrained');
      expect(sha256Of(bytes)).toBe(entry.sha256);
      expect(sha256Of(await readFile(join(imported, entry.file)))).toBe(entry.sha256);
      const embedder = await openEmbedder(
        'xception-untrained',
        { builtIn, imported },
        { provider: 'cpu', threads: 2 },
      );
      try {
        const rgb = Uint8Array.from({ length: 299 * 299 * 3 }, (_, i) => (i * i) % 251);
        const frame = { frameIndex: 0, pts: 0, ptsMs: 0, width: 299, height: 299, rgb };
        const [left, right] = [
          { x: 100, y: 120 },
          { x: 200, y: 120 },
        ];
        const landmarks = [left, right, { x: 150, y: 170 }, { x: 107, y: 210 }, { x: 193, y: 210 }] as const;
        const [embedding] = await embedder.embed([{ frame, landmarks: [...landmarks] }]);
        expect(embedding).toHaveLength(2048);
        expect(Math.hypot(...embedding!)).toBeCloseTo(1, 5);
      } finally {
        await embedder.dispose();
      }
    } finally {
      await rm(imported, { recursive: true });
    }
  });
});

describe('weights of FaceNet', () => {
  let folder: string;
  let weights: ReadonlyMap<string, Weights>;
  let output: readonly number[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-imports-'));
    const text = await readFile(goldenPath('inception-resnet-v1.json'), 'utf8');
    const read = golden.parse(JSON.parse(text));
    weights = ruledWeights(read.tensors);
    output = read.output;
  });
  afterAll(() => rm(folder, { recursive: true }));

  const folders = () => ({ builtIn, imported: join(folder, 'networks') });

  /** The unit vector of the golden file's picture by the network that was imported. */
  async function embedding(): Promise<Float32Array> {
    const { bytes } = await loadInstalledEmbedder(folders(), 'facenet');
    const session = await openSession(bytes, { provider: 'cpu', threads: 2 });
    try {
      const { embedding: vector } = await session.run({ image: ruledImage(160) });
      const norm = Math.hypot(...vector!.data);
      return vector!.data.map((value) => value / norm);
    } finally {
      await session.dispose();
    }
  }

  const largest = (given: Float32Array, wanted: ArrayLike<number>) =>
    given.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0);

  async function bring(file: string, bytes: Uint8Array) {
    const path = join(folder, file);
    await writeFile(path, bytes);
    return importNetwork({ net: 'facenet', path }, folders());
  }

  it('from a .pt, new or old, give facenet-pytorch’s vector, and the same network', async () => {
    const extra = new Map([...weights, ['logits.weight', { dims: [1], data: Float32Array.of(1) }]]);
    const entry = await bring('facenet.pt', torchZip(extra));
    expect(entry.origin).toMatch(/^facenet\.pt, PyTorch, SHA-256 [0-9a-f]{64}$/);
    expect(largest(await embedding(), output)).toBeLessThan(1e-6);
    await expect(bring('again.pt', torchZip(weights))).rejects.toMatchObject({ code: 'models/name-taken' });
    await removeNetwork('facenet', [], folders());
    const old = await bring('facenet-old.pt', torchLegacy(weights));
    expect(old.sha256).toBe(entry.sha256);
    await removeNetwork('facenet', [], folders());
  });

  it('from a Keras .h5, whose batch norms have no scale, give the vector of the same weights at scale one', async () => {
    const scaleless = new Map(
      [...weights].map(([name, each]) => [
        name,
        /bn\.weight$/.test(name) ? { ...each, data: new Float32Array(each.data.length).fill(1) } : each,
      ]),
    );
    const keras = await bring('facenet.h5', await kerasFile(scaleless));
    await removeNetwork('facenet', [], folders());
    const torch = await bring('facenet-one.pt', torchZip(scaleless));
    expect(keras.sha256).toBe(torch.sha256);
    await removeNetwork('facenet', [], folders());
  });

  it('are refused by name when one has another shape', async () => {
    const wrong = new Map(weights).set('last_linear.weight', { dims: [512, 1], data: new Float32Array(512) });
    await expect(bring('wrong.pt', torchZip(wrong))).rejects.toMatchObject({
      code: 'models/unreadable-weights',
      message: expect.stringContaining('last_linear.weight [512, 1] instead of [512, 1792]') as string,
    });
  });
});
