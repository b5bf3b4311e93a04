import { describe, expect, it } from 'vitest';
import { sha256Of } from '../../../../src-main/engine/support/sha256.ts';
import { OnnxGraph } from '../../../../src-main/engine/inference/onnx-graph.ts';

function tinyNet(): OnnxGraph {
  const graph = new OnnxGraph('tiny', 'made by hand');
  const x = graph.input('x', ['batch', 2]);
  const weight = { dims: [1, 2], data: Float32Array.of(1, 2) };
  graph.output('y', graph.relu(graph.gemm(x, { weight })), ['batch', 1]);
  return graph;
}

describe('the ONNX writer', () => {
  it('writes the same bytes for the same net', () => {
    expect(tinyNet().toBytes()).toEqual(tinyNet().toBytes());
  });

  it('writes the bytes that it always wrote, by which models are known', () => {
    const graph = new OnnxGraph('Größe', 'ü'.repeat(300));
    const x = graph.input('x', [1, 3, 8, 8]);
    const perChannel = { dims: [3], data: Float32Array.of(1, 2, 3) };
    const statistics = { scale: perChannel, shift: perChannel, mean: perChannel, variance: perChannel };
    const rows = graph.transpose(graph.batchNorm(x, { ...statistics, epsilon: 1e-3 }), [0, 2, 3, 1]);
    const flat = graph.node('Reshape', [rows, graph.integers('s', [-1, 192])]);
    graph.output('y', graph.softmax(flat, -1), ['b', 192]);
    const expected = '276c63bcdde2e8fd53f0f8dfa611a1bf49291598ab1c200641877a5721d83333';
    expect(sha256Of(graph.toBytes())).toBe(expected);
  });

  it('says who wrote the file and where its weights come from', () => {
    const text = Buffer.from(tinyNet().toBytes()).toString('latin1');
    expect(text).toContain('exhibit');
    expect(text).toContain('made by hand');
  });

  it('refuses numbers that do not fill their dimensions', () => {
    const graph = new OnnxGraph('broken');
    const x = graph.input('x', ['batch', 2]);
    const weight = { dims: [3, 2], data: new Float32Array(5) };
    expect(() => graph.gemm(x, { weight, name: 'head' })).toThrow(
      'head.weight: 5 numbers do not fill [3, 2]',
    );
  });

  it('refuses the same name twice', () => {
    const graph = new OnnxGraph('twice');
    graph.input('x', [1]);
    expect(() => graph.input('x', [1])).toThrow('the name x is taken');
  });
});
