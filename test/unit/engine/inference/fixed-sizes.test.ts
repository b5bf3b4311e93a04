import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireFixedSizes } from '../../../../src-main/engine/inference/fixed-sizes.ts';
import { OnnxGraph, type Value } from '../../../../src-main/engine/inference/onnx-graph.ts';
import { disguisedText, message, onnxNode } from '../../../support/onnx-message.ts';
import { tinyNet } from '../../../support/tiny-network.ts';

const refused = (operator: string) =>
  expect.objectContaining({
    code: 'models/invalid',
    message: expect.stringContaining(`the size of what ${operator} gives`) as string,
  });

/** @param layers what is done with the picture, and with a number that is taken from it */
function network(layers: (graph: OnnxGraph, picture: Value, number: Value) => Value): Uint8Array {
  const graph = new OnnxGraph('sized');
  const picture = graph.input('image', ['batch', 3, 8, 8]);
  const number = graph.node('Cast', [graph.node('ReduceSum', [picture], { keepdims: 0 })], { to: 7 });
  graph.output('embedding', layers(graph, picture, number), ['batch', 4]);
  return graph.toBytes();
}

describe('a network with a size that comes from the picture', () => {
  it.each<[string, (graph: OnnxGraph, picture: Value, number: Value) => Value]>([
    ['Range', (g, _, n) => g.node('Range', [g.integers('from', [0]), n, g.integers('step', [1])])],
    ['Expand', (g, x, n) => g.node('Expand', [x, n])],
    ['ConstantOfShape', (g, _, n) => g.node('ConstantOfShape', [n])],
    ['NonZero', (g, x) => g.node('NonZero', [x])],
    ['Tile', (g, x, n) => g.node('Tile', [x, n])],
    ['Pad', (g, x, n) => g.node('Pad', [x, n])],
    ['Slice', (g, x, n) => g.node('Slice', [x, g.integers('start', [0]), n])],
    ['Resize', (g, x, n) => g.node('Resize', [x, g.integers('roi', []), n])],
    // By its sizes, what is computed from them: n × N/n times N/n × n has n × n numbers.
    ['Reshape', (g, x, n) => g.node('Reshape', [x, n])],
    ['TopK', (g, x, n) => g.node('TopK', [x, n])],
    // With no number of samples given, each region has as many as it is large.
    ['RoiAlign', (g, x, n) => g.node('RoiAlign', [x, n, g.integers('batch', [0])])],
    ['OneHot', (g, x, n) => g.node('OneHot', [x, n, g.integers('values', [0, 1])])],
    // Through what is known, and through what is random in every run.
    ['Expand', (g, x, n) => g.node('Expand', [x, g.node('Mul', [n, g.integers('two', [2])])])],
    ['Expand', (g, x) => g.node('Expand', [x, g.node('RandomUniform', [])])],
  ])('is refused: %s', (operator, layers) => {
    expect(() => requireFixedSizes(network(layers), 'n')).toThrow(refused(operator));
  });

  const graph = (...fields: Parameters<typeof message>) =>
    message([7, message([11, message([1, 'abcd'])], ...fields)]);

  it('is refused where the picture says which branch is taken, and where a branch has such a size', () => {
    const branch = (then: Uint8Array, condition: string) =>
      onnxNode('If', [condition], ['y'], [5, message([1, 'then_branch'], [6, message([1, then])])]);
    const constant = onnxNode('Constant', [], ['c']);
    const harmless = onnxNode('Relu', ['abcd'], ['z']);
    const sized = onnxNode('Expand', ['abcd', 'abcd'], ['z']);
    expect(() => requireFixedSizes(graph([1, branch(harmless, 'abcd')]), 'n')).toThrow(refused('If'));
    expect(() => requireFixedSizes(graph([1, constant], [1, branch(sized, 'c')]), 'n')).toThrow(
      refused('Expand'),
    );
    expect(() => requireFixedSizes(graph([1, constant], [1, branch(harmless, 'c')]), 'n')).not.toThrow();
  });

  it('is refused where a value within a branch has the name of one that is known outside', () => {
    const inner = message(
      [1, onnxNode('Cast', ['abcd'], ['c'])],
      [1, onnxNode('Range', ['c', 'c', 'c'], ['z'])],
    );
    const turned = message(
      [1, onnxNode('Range', ['c', 'c', 'c'], ['z'])],
      [1, onnxNode('Cast', ['abcd'], ['c'])],
    );
    for (const then of [inner, turned]) {
      const bytes = graph(
        [1, onnxNode('Constant', [], ['c'])],
        [1, onnxNode('If', ['c'], ['y'], [5, message([1, 'then_branch'], [6, then])])],
      );
      expect(() => requireFixedSizes(bytes, 'n')).toThrow(refused('Range'));
    }
  });

  it('is refused where a field that ONNX Runtime passes over says that the picture is known', () => {
    const constant = Buffer.concat([onnxNode('Constant', [], ['c']), disguisedText(2, 'abcd')]);
    const bytes = graph([1, constant], [1, onnxNode('NonZero', ['abcd'], ['z'])]);
    expect(() => requireFixedSizes(bytes, 'n')).toThrow(refused('NonZero'));
  });
});

it('passes sizes from numbers in the file, and from the size of the input', () => {
  const bytes = network((g, x) => {
    const flat = g.node('Reshape', [x, g.integers('flat', [-1, 192])]);
    const batch = g.node('Gather', [g.node('Shape', [x]), g.integers('first', [0])]);
    const wide = g.node('Concat', [batch, g.integers('width', [192])], { axis: 0 });
    const more = g.node('Expand', [g.node('ConstantOfShape', [wide]), wide]);
    return g.node('Slice', [g.node('Add', [flat, more]), g.integers('start', [0]), g.integers('end', [4])]);
  });
  expect(() => requireFixedSizes(bytes, 'n')).not.toThrow();
});

it('passes all networks that Exhibit brings and builds', async () => {
  requireFixedSizes(tinyNet(), 'n');
  const folder = join(import.meta.dirname, '..', '..', '..', '..', 'models');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.onnx'));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) requireFixedSizes(await readFile(join(folder, file)), file);
});
