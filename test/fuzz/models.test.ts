/** Networks, weights and models that a stranger hands over, changed at random. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { File, ready } from 'h5wasm';
import { expect, it } from 'vitest';
import { importModelApart, importNetworkApart } from '../../src-main/engine/models/import-apart.ts';
import { MANIFEST_FILE } from '../../src-main/engine/models/model-folder.ts';
import type { Random } from '../../src-main/engine/support/random.ts';
import { sha256Of } from '../../src-main/engine/support/sha256.ts';
import { reportOf } from '../../src-main/shared/errors.ts';
import { engineScripts } from '../support/engine-scripts.ts';
import { project } from '../support/face-clip.ts';
import { guestDescription, tinyGuest } from '../support/tiny-guest.ts';
import { tinyDescription, tinyNet } from '../support/tiny-network.ts';
import { torchLegacy, torchZip } from '../support/torch-writer.ts';
import { fuzz } from './support/fuzz.ts';
import { mutatedBytes, mutatedText } from './support/mutate.ts';

const builtIn = join(project, 'models');
const process = { script: engineScripts.modelImport };
const memoryMb = 1024;

/** The product reads these in a process of its own, whose end by itself is told with a code. */
const codeOf = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'right',
    (error: unknown) => reportOf(error).code,
  );

async function modelApart(path: string): Promise<string> {
  const library = `${path}.library`;
  try {
    return await codeOf(importModelApart(path, library, [], process));
  } finally {
    rmSync(library, { recursive: true, force: true });
  }
}

async function networkApart(path: string): Promise<string> {
  const imported = `${path}.imported`;
  try {
    const wish = { net: 'onnx', path, description: `${path}.json` } as const;
    return await codeOf(importNetworkApart(wish, { builtIn, imported }, [], process));
  } finally {
    rmSync(imported, { recursive: true, force: true });
  }
}

const modelFiles: Record<string, Uint8Array> = Object.fromEntries(
  readdirSync(join(builtIn, 'default')).map((name) => [name, readFileSync(join(builtIn, 'default', name))]),
);

it('takes a model file in whole, or refuses it with a code', async () => {
  const archive = zipSync(modelFiles, { level: 1 });
  const counts = await fuzz({
    ...{ reader: 'model', count: 16, memoryMb, apart: modelApart },
    make(random, into, number) {
      const path = join(into, `${number}.zip`);
      writeFileSync(path, mutatedBytes(archive, random));
      return path;
    },
  });
  expect(counts['uncoded']).toBeUndefined();
});

it('takes nothing for granted in a model whose hashes are right', async () => {
  await fuzz({
    ...{ reader: 'model', count: 24, memoryMb, apart: modelApart },
    make(random, into, number) {
      const path = join(into, `${number}.zip`);
      writeFileSync(path, zipSync(withChangedFile(random), { level: 1 }));
      return path;
    },
  });
});

/** One file is changed, and the manifest has its hash; or the manifest is changed itself. */
function withChangedFile(random: Random): Record<string, Uint8Array> {
  const names = Object.keys(modelFiles);
  const name = names[random.integer(names.length)]!;
  const before = Buffer.from(modelFiles[name]!);
  const bytes = name.endsWith('.json')
    ? Buffer.from(mutatedText(before.toString('utf8'), random))
    : mutatedBytes(before, random);
  if (name === MANIFEST_FILE) return { ...modelFiles, [name]: bytes };
  const manifest = Buffer.from(modelFiles[MANIFEST_FILE]!)
    .toString('utf8')
    .replace(sha256Of(before), sha256Of(bytes));
  return { ...modelFiles, [name]: bytes, [MANIFEST_FILE]: Buffer.from(manifest) };
}

it('takes a network in that runs, or refuses it with a code', async () => {
  const guest = JSON.stringify(guestDescription);
  const embedder = JSON.stringify(tinyDescription);
  await fuzz({
    ...{ reader: 'network', count: 40, memoryMb, more: { builtIn }, apart: networkApart },
    make(random, into, number) {
      const path = join(into, `${number}.onnx`);
      const isGuest = number % 2 === 0;
      const net = isGuest ? tinyGuest({ weights: [1, 2, 3] }) : tinyNet();
      const said = isGuest ? guest : embedder;
      // Of four, one has another description.
      const changesText = number % 4 === 3;
      writeFileSync(path, changesText ? net : mutatedBytes(net, random));
      writeFileSync(`${path}.json`, changesText ? mutatedText(said, random) : said);
      return path;
    },
  });
});

const tensors = new Map([
  ['conv.weight', { dims: [4, 3, 3, 3], data: Float32Array.from({ length: 108 }, (_, i) => i / 7) }],
  ['conv.bias', { dims: [4], data: Float32Array.of(1, 2, 3, 4) }],
]);

it('reads weights of PyTorch, or refuses them with a code', async () => {
  const forms = [torchZip(tensors), torchLegacy(tensors)];
  await fuzz({
    ...{ reader: 'torch', count: 80, memoryMb },
    make(random, into, number) {
      const path = join(into, `${number}.pt`);
      writeFileSync(path, mutatedBytes(forms[number % 2]!, random));
      return path;
    },
  });
});

it('reads weights of Keras, or refuses them with a code', async () => {
  const { FS } = await ready;
  const file = new File('/fuzz.h5', 'w');
  file.create_group('conv');
  for (const [name, shape] of [
    ['kernel', [3, 3, 3, 4]],
    ['bias', [4]],
  ] as const) {
    const length = shape.reduce((a, b) => a * b, 1);
    const data = Float32Array.from({ length }, (_, i) => i / 7);
    file.create_dataset({ name: `conv/${name}:0`, data, shape: [...shape], dtype: '<f4' });
  }
  file.close();
  const whole = FS.readFile('/fuzz.h5');
  await fuzz({
    ...{ reader: 'keras', count: 80, memoryMb },
    make(random, into, number) {
      const path = join(into, `${number}.h5`);
      writeFileSync(path, mutatedBytes(whole, random));
      return path;
    },
  });
});
