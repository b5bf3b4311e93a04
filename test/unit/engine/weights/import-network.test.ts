import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importNetwork, removeNetwork } from '../../../../src-main/engine/weights/import-network.ts';
import {
  installedTrainedOn,
  listEmbedders,
  loadInstalledEmbedder,
} from '../../../../src-main/engine/embedding/installed-embedders.ts';
import { tinyDescription as description, tinyNet } from '../../../support/tiny-network.ts';
import { torchZip } from '../../../support/torch-writer.ts';

const builtIn = join(import.meta.dirname, '..', '..', '..', '..', 'models');
describe('a network that the user brings', () => {
  let folder: string;
  const folders = () => ({ builtIn, imported: join(folder, 'networks') });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-networks-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function bring(model: Uint8Array, said: object = description) {
    const [path, manifest] = [join(folder, 'net.onnx'), join(folder, 'net.json')];
    await writeFile(path, model);
    await writeFile(manifest, JSON.stringify(said));
    return importNetwork({ net: 'onnx', path, description: manifest }, folders());
  }

  it('is found by its name beside the built-in ones, and does not tell people apart unmeasured', async () => {
    await bring(tinyNet());
    const { entry, bytes } = await loadInstalledEmbedder(folders(), 'tiny');
    expect(entry).toMatchObject({ name: 'tiny', identity: null, origin: 'this test (net.onnx)' });
    expect(Buffer.from(bytes)).toEqual(Buffer.from(tinyNet()));
    const listed = await listEmbedders(folders());
    expect(listed.map(({ name, builtIn: own }) => [name, own])).toEqual([
      ['dlib-face-recognition', true],
      ['faceplugin-feature', true],
      ['artefact', true],
      ['xception-untrained', true],
      ['tiny', false],
    ]);
  });

  it('is refused once its file was changed, with the way to repair it', async () => {
    await bring(tinyNet());
    await writeFile(join(folder, 'networks', 'tiny.onnx'), 'another');
    await expect(loadInstalledEmbedder(folders(), 'tiny')).rejects.toMatchObject({
      code: 'models/hash-mismatch',
      message: expect.stringContaining('exhibit models remove tiny') as string,
    });
    expect((await listEmbedders(folders())).at(-1)).toMatchObject({ name: 'tiny', state: 'hash-mismatch' });
  });

  it('goes with its file, unless a model stands on it', async () => {
    await bring(tinyNet());
    await expect(removeNetwork('tiny', ['my model'], folders())).rejects.toMatchObject({
      code: 'models/in-use',
      message: expect.stringContaining('my model') as string,
    });
    await removeNetwork('tiny', [], folders());
    expect(await readdir(join(folder, 'networks'))).toEqual(['manifest.json']);
    await expect(loadInstalledEmbedder(folders(), 'tiny')).rejects.toMatchObject({ code: 'models/unknown' });
  });

  it('keeps the list of whom it was trained on, and loses it with the network', async () => {
    await writeFile(join(folder, 'seen.csv'), 'identity,donors,source\nAnna,Bert;Carl,clip 7\n');
    await bring(tinyNet(), { ...description, trainedOn: 'seen.csv' });
    const known = await installedTrainedOn(folders(), 'tiny');
    expect([...known!.people].sort()).toEqual(['anna', 'bert', 'carl']);
    await writeFile(join(folder, 'networks', 'tiny.trained-on.csv'), 'identity,donors,source\n');
    await expect(installedTrainedOn(folders(), 'tiny')).rejects.toMatchObject({
      code: 'models/hash-mismatch',
    });
    await removeNetwork('tiny', [], folders());
    expect(await readdir(join(folder, 'networks'))).toEqual(['manifest.json']);
  });

  it('is refused where the list is missing or is none, and says nothing where it names none', async () => {
    const said = { ...description, trainedOn: 'seen.csv' };
    await expect(bring(tinyNet(), said)).rejects.toMatchObject({ code: 'models/unreadable-weights' });
    await writeFile(join(folder, 'seen.csv'), 'name\nAnna\n');
    await expect(bring(tinyNet(), said)).rejects.toMatchObject({ code: 'models/invalid' });
    await bring(tinyNet());
    expect(await installedTrainedOn(folders(), 'tiny')).toBeNull();
  });

  it.each(['../outside.csv', '/etc/passwd', 'a/b.csv', '..\\outside.csv', 'C:outside.csv', '..'])(
    'may not name a list elsewhere on this machine: %s',
    async (trainedOn) => {
      await writeFile(join(folder, 'net.csv'), 'identity,donors,source\n');
      await expect(bring(tinyNet(), { ...description, trainedOn })).rejects.toMatchObject({
        code: 'models/invalid',
        message: expect.stringContaining('without folders') as string,
      });
    },
  );

  it.each(['tiny', 'Tiny', 'faceplugin-feature', 'mtcnn-pnet', 'xception-untrained'])(
    'cannot be called %s when there is one of that name',
    async (name) => {
      await bring(tinyNet());
      await expect(bring(tinyNet(), { ...description, name })).rejects.toMatchObject({
        code: 'models/name-taken',
      });
    },
  );

  it('cannot be removed when it comes with Exhibit', async () => {
    await expect(removeNetwork('faceplugin-feature', [], folders())).rejects.toMatchObject({
      code: 'models/unknown',
    });
  });

  it.each([
    [
      'input',
      { input: { ...description.input, name: 'x' } },
      'has the input image, but its description says x',
    ],
    ['size', { input: { ...description.input, sizePx: 16 } }, 'has the shape [any, 3, 8, 8]'],
    ['layout', { input: { ...description.input, layout: 'nhwc' } }, 'its description says [any, 8, 8, 3]'],
    ['output', { output: { name: 'y', length: 4 } }, 'has the output embedding, but its description says y'],
    [
      'length',
      { output: { name: 'embedding', length: 5 } },
      'gives 4 numbers per face, but its description says 5',
    ],
  ])('is refused when the description is wrong about its %s', async (_, wrong, text) => {
    await expect(bring(tinyNet(), { ...description, ...wrong })).rejects.toMatchObject({
      code: 'models/unreadable-weights',
      message: expect.stringContaining(text) as string,
    });
    expect((await listEmbedders(folders())).every((each) => each.builtIn)).toBe(true);
  });

  it('is refused when it takes one picture a run and the description says any number', async () => {
    await expect(bring(tinyNet(1))).rejects.toMatchObject({ code: 'models/unreadable-weights' });
    await bring(tinyNet(1), { ...description, input: { ...description.input, batch: 1 } });
  });

  it('is refused when the description lacks something, by the name of it', async () => {
    await expect(bring(tinyNet(), { ...description, template: undefined })).rejects.toMatchObject({
      code: 'models/invalid',
      message: expect.stringContaining('template') as string,
    });
  });

  it('cannot be named so that its file would lie elsewhere', async () => {
    await expect(bring(tinyNet(), { ...description, name: '../tiny' })).rejects.toMatchObject({
      code: 'models/invalid',
    });
  });

  it('is refused when its weights are for another net, by what is missing', async () => {
    const path = join(folder, 'weights.pt');
    await writeFile(path, torchZip(new Map([['fc1.weight', { dims: [2], data: Float32Array.of(1, 2) }]])));
    await expect(importNetwork({ net: 'facenet', path }, folders())).rejects.toMatchObject({
      code: 'models/unreadable-weights',
      message: expect.stringMatching(
        /missing: conv2d_1a\.conv\.weight \[32, 3, 3, 3\].*not part of the network: fc1\.weight/,
      ) as string,
    });
  });
});
