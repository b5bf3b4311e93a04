import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkModels,
  loadEmbedderModel,
  loadModel,
  readManifest,
} from '../../../../src-main/engine/inference/manifest.ts';
import { sha256Of } from '../../../../src-main/engine/support/sha256.ts';

const bytes = Buffer.from('a network');
const point = { x: 0.5, y: 0.5 };

const entry = (name: string, sha256: string) => ({
  role: 'embedder',
  name,
  file: `${name}.onnx`,
  sha256,
  architecture: 'none',
  input: {
    name: 'image',
    sizePx: 8,
    layout: 'nchw',
    channels: 'rgb',
    mean: [0, 0, 0],
    divisor: 1,
    batch: null,
  },
  output: { name: 'embedding', length: 4 },
  template: [point, point, point, point, point],
  identity: { same: 0.14, other: 0.25 },
  licence: 'MIT',
  origin: 'this test',
});

describe('the manifest of models', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-models-'));
    const models = [
      entry('good', sha256Of(bytes)),
      entry('changed', sha256Of(bytes)),
      entry('lost', sha256Of(bytes)),
    ];
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models }));
    await writeFile(join(folder, 'good.onnx'), bytes);
    await writeFile(join(folder, 'changed.onnx'), 'another network');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('gives a model whose hash is right', async () => {
    const model = await loadEmbedderModel(folder, 'good');
    expect(Buffer.from(model.bytes)).toEqual(bytes);
    expect(model.entry.output.length).toBe(4);
  });

  it('refuses a model that was changed, and says how to get the right one', async () => {
    await expect(loadModel(folder, 'changed')).rejects.toMatchObject({
      code: 'models/hash-mismatch',
      message: expect.stringContaining('npm run models') as string,
    });
  });

  it('says how to get a model that is missing', async () => {
    await expect(loadModel(folder, 'lost')).rejects.toMatchObject({
      code: 'models/missing',
      message: expect.stringContaining('npm run models') as string,
    });
  });

  it('names the models there are when asked for another', async () => {
    await expect(loadModel(folder, 'best')).rejects.toMatchObject({
      code: 'models/unknown',
      message: expect.stringContaining('good, changed, lost') as string,
    });
  });

  it('tells the state of every model, the broken ones included', async () => {
    const states = (await checkModels(folder)).map(({ entry: { name }, state }) => [name, state]);
    expect(states).toEqual([
      ['good', 'ok'],
      ['changed', 'hash-mismatch'],
      ['lost', 'missing'],
    ]);
  });

  it('tells when the list of whom a network was trained on is missing or changed', async () => {
    const list = Buffer.from('identity,donors,source\nann,,clip 1\n');
    const listed = (file: string) => ({
      ...{ ...entry(file, sha256Of(bytes)), file: 'good.onnx' },
      trainedOn: { file, sha256: sha256Of(list) },
    });
    const models = ['whole.csv', 'changed.csv', 'lost.csv'].map(listed);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models }));
    await writeFile(join(folder, 'whole.csv'), list);
    await writeFile(join(folder, 'changed.csv'), 'identity,donors,source\n');
    const states = (await checkModels(folder)).map(({ state }) => state);
    expect(states).toEqual(['ok', 'list-changed', 'list-changed']);
  });

  it('refuses a manifest that it cannot read in full', async () => {
    const path = join(folder, 'manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"nchw"', '"chwn"'));
    await expect(readManifest(folder)).rejects.toMatchObject({ code: 'models/invalid' });
  });
});

describe('the committed manifest', () => {
  it('names each model once, with a licence and an origin', async () => {
    const { models } = await readManifest(join(import.meta.dirname, '..', '..', '..', '..', 'models'));
    expect(new Set(models.map(({ name }) => name)).size).toBe(models.length);
    for (const { licence, origin } of models) expect([licence, origin]).not.toContain('');
  });
});
