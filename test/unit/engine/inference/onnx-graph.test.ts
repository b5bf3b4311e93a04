import { describe, expect, it } from 'vitest';
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
