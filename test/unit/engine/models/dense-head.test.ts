import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { OnnxGraph, type Value } from '../../../../src-main/engine/inference/onnx-graph.ts';
import { createHead, headToOnnx } from '../../../../src-main/engine/metric-learning/projection-head.ts';
import { isDenseHead } from '../../../../src-main/engine/models/dense-head.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

function head(layers: (graph: OnnxGraph, faces: Value) => Value): Uint8Array {
  const graph = new OnnxGraph('head');
  graph.output('vector', layers(graph, graph.input('embedding', ['batch', 4])), ['batch', 4]);
  return graph.toBytes();
}

it('is what training writes', async () => {
  expect(isDenseHead(headToOnnx(createHead(8, [6, 4], createRandom(1))))).toBe(true);
  const own = join(import.meta.dirname, '..', '..', '..', '..', 'models', 'default', 'head.onnx');
  expect(isDenseHead(await readFile(own))).toBe(true);
});

it.each<[string, Uint8Array]>([
  ['faces by faces', head((g, x) => g.node('Gemm', [x, x], { transB: 1 }))],
  ['the same, by another operator', head((g, x) => g.node('MatMul', [x, g.node('Transpose', [x])]))],
  ['a size of its own', head((g) => g.node('ConstantOfShape', [g.integers('huge', [100_000, 100_000])]))],
  ['no ONNX', Buffer.from('no ONNX')],
])('takes no more than its widths for each face: %s is none', (_what, bytes) => {
  expect(isDenseHead(bytes)).toBe(false);
});
