import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireSelfContained } from '../../../../src-main/engine/inference/self-contained.ts';
import { message, type Content } from '../../../support/onnx-message.ts';
import { tinyNet } from '../../../support/tiny-network.ts';

const location = message([1, 'location'], [2, 'weights.bin']);
/** By each of the two fields that say so, alone. */
const elsewhere = [message([8, 'w'], [14, 1]), message([8, 'w'], [13, location]), message([8, 'w'], [14, 2])];
const node = (...attributes: [number, Content][]) =>
  message([4, 'Constant'], [5, message([1, 'value'], ...attributes)]);
const graph = (...fields: [number, Content][]) => message(...fields);
const model = (...fields: [number, Content][]) => message([1, 8], ...fields);

/** Every place that can hold a tensor. */
const places: [string, (tensor: Uint8Array) => Uint8Array][] = [
  ['an initializer', (t) => model([7, graph([5, t])])],
  ['a sparse initializer, its values', (t) => model([7, graph([15, message([1, t])])])],
  ['a sparse initializer, its places', (t) => model([7, graph([15, message([2, t])])])],
  ['a Constant node', (t) => model([7, graph([1, node([5, t])])])],
  ['a list of tensors', (t) => model([7, graph([1, node([10, t])])])],
  ['a sparse attribute', (t) => model([7, graph([1, node([22, message([1, t])])])])],
  ['a list of sparse attributes', (t) => model([7, graph([1, node([23, message([2, t])])])])],
  ['a branch', (t) => model([7, graph([1, node([6, graph([5, t])])])])],
  ['a list of graphs', (t) => model([7, graph([1, node([11, graph([1, node([5, t])])])])])],
  ['the start of a training', (t) => model([20, message([1, graph([5, t])])])],
  ['the step of a training', (t) => model([20, message([2, graph([1, node([5, t])])])])],
  ['a second part of the graph', (t) => model([7, graph()], [7, graph([5, t])])],
];

const refused = (text: string) =>
  expect.objectContaining({ code: 'models/invalid', message: expect.stringContaining(text) as string });

describe('a network with numbers in another file', () => {
  it.each(places)('is refused where they are those of %s', (_place, modelWith) => {
    for (const tensor of elsewhere) {
      expect(() => requireSelfContained(modelWith(tensor), 'n')).toThrow(refused('another file'));
    }
    expect(() => requireSelfContained(modelWith(message([8, 'w'], [14, 0])), 'n')).not.toThrow();
  });
});

describe('a network with operators that are not part of ONNX', () => {
  const foreign = message([4, 'Attention'], [7, 'com.microsoft']);
  it.each<[string, Uint8Array]>([
    ['the graph', model([7, graph([1, foreign])])],
    ['a branch', model([7, graph([1, node([6, graph([1, foreign])])])])],
    ['a training', model([20, message([2, graph([1, foreign])])])],
  ])('is refused where they are in %s', (_place, bytes) => {
    expect(() => requireSelfContained(bytes, 'n')).toThrow(refused('com.microsoft.Attention'));
  });
});

it.each(['Loop', 'Scan', 'SequenceMap'])(
  'is refused with the loop %s, in the graph or in a branch, because nobody could stop it',
  (operator) => {
    const loop = message([4, operator]);
    for (const bytes of [model([7, graph([1, loop])]), model([7, graph([1, node([6, graph([1, loop])])])])]) {
      expect(() => requireSelfContained(bytes, 'n')).toThrow(refused(`a loop (${operator})`));
    }
  },
);

it('is refused where it defines operators, which could call each other without bound', () => {
  const bytes = model([25, message([1, 'twice'])], [7, graph()]);
  expect(() => requireSelfContained(bytes, 'n')).toThrow(refused('operators of its own'));
});

it('is refused where a message has millions of fields', () => {
  const fields = Buffer.alloc(2 * 1_100_000, Buffer.from([0x08, 0x01]));
  expect(() => requireSelfContained(fields, 'n')).toThrow(refused('damaged'));
});

it('is refused in the runtime’s own format, and as a puzzle of graphs within graphs', () => {
  const disguised = message([2, 'xxORTM'], [7, graph()]);
  expect(Buffer.from(disguised.subarray(4, 8)).toString()).toBe('ORTM');
  expect(() => requireSelfContained(disguised, 'n')).toThrow(refused('format of ONNX Runtime'));
  let nested = graph();
  for (let depth = 0; depth < 500; depth += 1) nested = graph([1, node([6, nested])]);
  expect(() => requireSelfContained(model([7, nested]), 'n')).toThrow(refused('without end'));
});

it('is refused where it is cut short or no ONNX', () => {
  expect(() => requireSelfContained(tinyNet().subarray(0, 40), 'n')).toThrow(refused('damaged'));
});

it('passes all networks that Exhibit brings and builds', async () => {
  expect(() => requireSelfContained(tinyNet(), 'n')).not.toThrow();
  const folder = join(import.meta.dirname, '..', '..', '..', '..', 'models');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.onnx'));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) requireSelfContained(await readFile(join(folder, file)), file);
});
