import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  checkNetworks,
  installedTrainedOn,
  listEmbedders,
  loadInstalledEmbedder,
  loadInstalledGuest,
} from '../../../../src-main/engine/embedding/installed-embedders.ts';
import { OnnxGraph } from '../../../../src-main/engine/inference/onnx-graph.ts';
import { importNetwork, removeNetwork } from '../../../../src-main/engine/weights/import-network.ts';
import { guestDescription as description, tinyGuest } from '../../../support/tiny-guest.ts';

const builtIn = join(import.meta.dirname, '..', '..', '..', '..', 'models');
const weights = [1, -1, 0];
let folder: string;
const folders = () => ({ builtIn, imported: join(folder, 'networks') });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'exhibit-guests-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function bring(model: Uint8Array, said: object | string = description) {
  const [path, manifest] = [join(folder, 'net.onnx'), join(folder, 'net.json')];
  await writeFile(path, model);
  await writeFile(manifest, typeof said === 'string' ? said : JSON.stringify(said));
  return importNetwork({ net: 'detector', path, description: manifest }, folders(), ['default']);
}

/** A message of the ONNX file format: numbers, texts and inner messages by their field. */
function message(...fields: [number: number, value: number | string | Uint8Array][]): Uint8Array {
  const writer = new BinaryWriter();
  for (const [number, value] of fields) {
    if (typeof value === 'number') writer.tag(number, WireType.Varint).int64(value);
    else writer.tag(number, WireType.LengthDelimited).bytes(Buffer.from(value));
  }
  return writer.finish();
}

describe('a detector that a lab brings', () => {
  it('is kept under its name and hash, and is no embedder', async () => {
    await bring(tinyGuest({ weights }));
    const { entry, bytes } = await loadInstalledGuest(folders(), 'redness');
    expect(entry).toMatchObject({ role: 'guest', training: 'nothing', origin: 'this test (net.onnx)' });
    expect(Buffer.from(bytes)).toEqual(Buffer.from(tinyGuest({ weights })));
    expect((await listEmbedders(folders())).map(({ name }) => name)).not.toContain('redness');
    await expect(loadInstalledEmbedder(folders(), 'redness')).rejects.toMatchObject({
      code: 'models/unknown',
    });
    await expect(loadInstalledGuest(folders(), 'artefact')).rejects.toMatchObject({ code: 'models/unknown' });
  });

  it('is refused once its file was changed, and goes with its file', async () => {
    await bring(tinyGuest({ weights }));
    await writeFile(join(folder, 'networks', 'redness.onnx'), 'another');
    expect((await checkNetworks(folders())).at(-1)).toMatchObject({ state: 'hash-mismatch' });
    await expect(loadInstalledGuest(folders(), 'redness')).rejects.toMatchObject({
      code: 'models/hash-mismatch',
    });
    await removeNetwork('redness', [], folders());
    expect(await readdir(join(folder, 'networks'))).toEqual(['manifest.json']);
  });

  it('may not have the name of a model: the command to remove it would mean the model', async () => {
    await expect(bring(tinyGuest({ weights }), { ...description, name: 'Default' })).rejects.toMatchObject({
      code: 'models/name-taken',
    });
  });

  it('may bring the list of whom it was trained on', async () => {
    await writeFile(join(folder, 'seen.csv'), 'identity,donors,source\nAnna,,clip 7\n');
    await bring(tinyGuest({ weights }), { ...description, trainedOn: 'seen.csv' });
    expect([...(await installedTrainedOn(folders(), 'redness'))!.people]).toEqual(['anna']);
  });

  it('may take a fixed number of pictures a run, or give a number for each class', async () => {
    const input = { ...description.input, batch: 4 };
    await bring(tinyGuest({ weights, batch: 4 }), { ...description, name: 'four', input });
    const output = { name: 'score', gives: 'logit', classes: ['real', 'fake'] };
    await bring(tinyGuest({ weights: [...weights, 0, 0, 0], length: 2 }), {
      ...{ ...description, name: 'two' },
      output,
    });
    expect((await checkNetworks(folders())).slice(-2).map(({ state }) => state)).toEqual(['ok', 'ok']);
  });
});

describe('a description', () => {
  const { crop, output, input } = description;
  it.each([
    ['is no JSON', '{ name: '],
    ['has an unknown key', { ...description, threshold: 0.5 }],
    ['has an unknown key inside', { ...description, crop: { ...crop, pad: 1 } }],
    ['does not say what the output means', { ...description, output: { name: 'score' } }],
    ['names one class twice', { ...description, output: { ...output, classes: ['fake', 'fake'] } }],
    ['divides by zero', { ...description, input: { ...input, std: [1, 0, 1] } }],
    ['has a range of its own', { ...description, input: { ...input, range: 2 } }],
    ['has a name that is no file name', { ...description, name: '../redness' }],
    ['does not say what it was trained on', { ...description, training: '' }],
    ['says more than a card can show', { ...description, training: 'x'.repeat(2001) }],
    ['has a licence of 2 MB', { ...description, licence: 'x'.repeat(2_000_000) }],
  ])('is refused where it %s', async (_, said) => {
    await expect(bring(tinyGuest({ weights }), said)).rejects.toMatchObject({ code: 'models/invalid' });
  });
});

describe('a network', () => {
  const twoOutputs = () => {
    const graph = new OnnxGraph('two');
    const y = graph.flatten(graph.globalAveragePool(graph.input('image', ['batch', 3, 16, 16])));
    graph.output('score', y, ['batch', 3]);
    graph.output('map', graph.relu(y), ['batch', 3]);
    return graph.toBytes();
  };
  /** Compares the pictures of a run, as a batch norm does that is still in training. */
  const mixing = () => {
    const graph = new OnnxGraph('mixing');
    const x = graph.input('image', [2, 3, 16, 16]);
    const y = graph.flatten(graph.globalAveragePool(graph.conv(x, oneChannel)));
    graph.output('score', graph.add(y, graph.softmax(y, 0)), [2, 1]);
    return graph.toBytes();
  };
  const oneChannel = { weight: { dims: [1, 3, 1, 1], data: Float32Array.of(90, 0, 0) } };
  const inTwos = { input: { ...description.input, batch: 2 } };

  it.each([
    ['is empty', new Uint8Array(0), {}, 'contains no graph'],
    ['is no ONNX file', Buffer.from('not a network'), {}, ''],
    ['has another size', tinyGuest({ weights, sizePx: 32 }), {}, 'its description says [any, 3, 16, 16]'],
    ['gives two numbers', tinyGuest({ weights, length: 2 }), {}, '2 numbers for 1 faces'],
    ['gives what is not finite', tinyGuest({ weights: [Number.NaN] }), {}, 'not finite'],
    ['gives no probability', tinyGuest({ weights: [9] }), probability(), 'outside 0 to 1'],
    ['has two outputs', twoOutputs(), {}, '2 outputs (score, map)'],
    ['mixes the pictures of a run', mixing(), inTwos, 'depends on the other pictures'],
  ])('is refused that %s', async (_, model, change, text) => {
    await expect(bring(model, { ...description, ...change })).rejects.toMatchObject({
      code: 'models/unreadable-weights',
      message: expect.stringContaining(text) as string,
    });
    expect(await readdir(folder)).not.toContain('networks');
  });

  it('is refused with operators that are not part of ONNX, and with numbers in another file', async () => {
    const modelOf = (node: Uint8Array) => message([7, message([1, node])]);
    const own = message([4, 'Conv'], [7, 'lab']);
    const elsewhere = message([8, 'weights'], [14, 1]);
    const constant = message([4, 'Constant'], [5, message([1, 'value'], [5, elsewhere])]);
    const branch = message([4, 'If'], [5, message([1, 'then_branch'], [6, message([1, own])])]);
    for (const [node, text] of [
      [own, 'lab.Conv'],
      [branch, 'lab.Conv'],
      [constant, 'in another file'],
    ] as const) {
      await expect(bring(modelOf(node))).rejects.toMatchObject({
        code: 'models/invalid',
        message: expect.stringContaining(text) as string,
      });
    }
  });
});

function probability() {
  return { output: { name: 'score', gives: 'probability', classes: ['fake'] } };
}
