/** The smallest embedder that can be imported: one convolution, and what a description of it says. */
import { OnnxGraph } from '../../src-main/engine/inference/onnx-graph.ts';

const point = { x: 0.5, y: 0.5 };

export const tinyDescription = {
  name: 'tiny',
  architecture: 'one convolution',
  input: {
    name: 'image',
    sizePx: 8,
    layout: 'nchw',
    channels: 'rgb',
    mean: [0, 0, 0],
    divisor: 255,
    batch: null,
  },
  output: { name: 'embedding', length: 4 },
  template: [point, point, point, point, point],
  licence: 'MIT',
  origin: 'this test',
};

/** @param batch pictures a run */
export function tinyNet(batch: number | string = 'batch'): Uint8Array {
  const graph = new OnnxGraph('tiny');
  const x = graph.input('image', [batch, 3, 8, 8]);
  const weight = { dims: [4, 3, 1, 1], data: new Float32Array(12).fill(0.5) };
  const y = graph.flatten(graph.globalAveragePool(graph.conv(x, { weight })));
  graph.output('embedding', y, [batch, 4]);
  return graph.toBytes();
}
