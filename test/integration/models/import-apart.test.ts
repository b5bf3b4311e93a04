import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OnnxGraph } from '../../../src-main/engine/inference/onnx-graph.ts';
import { importModelApart, importNetworkApart } from '../../../src-main/engine/models/import-apart.ts';
import { packModel } from '../../../src-main/engine/models/model-archive.ts';
import { importedNetworks } from '../../../src-main/engine/embedding/installed-embedders.ts';
import { modelFiles } from '../../../src-main/engine/models/model-folder.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { changedModel, named } from '../../support/changed-model.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';
import { tinyDescription, tinyNet } from '../../support/tiny-network.ts';

const builtIn = join(project, 'models');
const settings = { script: engineScripts.modelImport };
let folder: string;
let library: string;
const folders = () => ({ builtIn, imported: join(folder, 'networks') });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-apart-'));
  library = join(folder, 'library');
});
afterEach(() => rmSync(folder, { recursive: true }));

function network(model: Uint8Array) {
  const [path, description] = [join(folder, 'net.onnx'), join(folder, 'net.json')];
  writeFileSync(path, model);
  writeFileSync(description, JSON.stringify(tinyDescription));
  return { net: 'onnx' as const, path, description };
}

/** Small, with the right input and output; one run multiplies for hours, with the same numbers again and again. */
function endlessNet(): Uint8Array {
  const graph = new OnnxGraph('endless');
  const image = graph.input('image', ['batch', 3, 8, 8]);
  const kernel = (out: number, ins: number) => ({
    dims: [out, ins, 1, 1],
    data: new Float32Array(out * ins),
  });
  let x = graph.conv(image, { weight: kernel(256, 3), padding: 150 });
  const square = graph.constant('square', kernel(256, 256));
  for (let layer = 0; layer < 5000; layer++) x = graph.node('Conv', [x, square], { kernel_shape: [1, 1] });
  const y = graph.flatten(graph.globalAveragePool(graph.conv(x, { weight: kernel(4, 256) })));
  graph.output('embedding', y, ['batch', 4]);
  return graph.toBytes();
}

/** The default model under another name, with one file of it changed, and the hash of that file in its manifest. */
async function packed(file: string, change: (content: string) => string): Promise<string> {
  const own = join(folder, 'own');
  changedModel(own, named('changed'));
  const files: Record<string, Uint8Array> = {};
  for (const name of await readdir(own)) files[name] = await readFile(join(own, name));
  files[file] = Buffer.from(change(Buffer.from(files[file]!).toString('utf8')));
  const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString('utf8')) as {
    files: Record<string, string>;
  };
  manifest.files[file] = sha256Of(files[file]);
  files['manifest.json'] = Buffer.from(JSON.stringify(manifest));
  const path = join(folder, 'changed.exhibit-model');
  writeFileSync(path, zipSync(files));
  return path;
}

describe('a network of a stranger, read by a process of its own', () => {
  it('is stored as it is', async () => {
    await importNetworkApart(network(tinyNet()), folders(), [], settings);
    expect((await importedNetworks(folders().imported)).models.map(({ name }) => name)).toEqual(['tiny']);
  });

  it('keeps the code of what is wrong with it', async () => {
    await importNetworkApart(network(tinyNet()), folders(), [], settings);
    await expect(importNetworkApart(network(tinyNet()), folders(), [], settings)).rejects.toMatchObject({
      code: 'models/name-taken',
    });
  });

  it('is not added where its first run takes hours, and leaves nothing', async () => {
    await expect(
      importNetworkApart(network(endlessNet()), folders(), [], { ...settings, limitMs: 15_000 }),
    ).rejects.toMatchObject({
      code: 'models/timed-out',
      message: expect.stringContaining('could not be read and tried within 15 s') as string,
    });
    expect(existsSync(folders().imported)).toBe(false);
  });
});

describe('a model of a stranger, tried by a process of its own', () => {
  it('is in the library under its name', async () => {
    const path = await packed(modelFiles.card, (text) => text);
    expect(await importModelApart(path, library, [], settings)).toBe(join(library, 'changed'));
    expect(readdirSync(library)).toEqual(['changed']);
    await packModel(join(library, 'changed'), join(folder, 'again.exhibit-model'));
  });

  it('is refused where a tree leads back to its root, and leaves nothing', async () => {
    const path = await packed(modelFiles.forest, (text) => text.replace(/"left":\[\d+/, '"left":[0'));
    await expect(importModelApart(path, library, [], settings)).rejects.toMatchObject({
      code: 'models/invalid',
    });
    expect(readdirSync(library)).toEqual([]);
  });

  it('leaves nothing when it takes too long', async () => {
    const path = await packed(modelFiles.card, (text) => text);
    await expect(importModelApart(path, library, [], { ...settings, limitMs: 10 })).rejects.toMatchObject({
      code: 'models/timed-out',
      message: expect.stringContaining('within 0 s') as string,
    });
    expect(readdirSync(library)).toEqual([]);
  });

  it('clears away what an import left whose program was ended, and leaves one under way alone', async () => {
    const drafts = ['old.part', 'new.part'].map((name) => join(library, name));
    for (const draft of drafts) mkdirSync(draft, { recursive: true });
    const before = new Date(Date.now() - 2 * 24 * 3600 * 1000);
    utimesSync(drafts[0]!, before, before);
    await importModelApart(await packed(modelFiles.card, (text) => text), library, [], settings);
    expect(readdirSync(library).sort()).toEqual(['changed', 'new.part']);
  });
});
