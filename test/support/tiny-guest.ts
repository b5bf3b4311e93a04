/** The smallest detector that a lab can bring: one convolution and a mean, and what a description of it says. */
import { OnnxGraph } from '../../src-main/engine/inference/onnx-graph.ts';

export const guestDescription = {
  name: 'redness',
  architecture: 'one convolution',
  input: {
    name: 'image',
    sizePx: 16,
    layout: 'nchw',
    channels: 'rgb',
    range: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
    batch: null,
  },
  output: { name: 'score', gives: 'logit', classes: ['fake'] },
  crop: { by: 'box', margin: 0 },
  training: 'nothing',
  licence: 'MIT',
  origin: 'this test',
};

interface TinyGuest {
  /** Of red, green and blue. */
  weights: readonly number[];
  batch?: number | string;
  /** Numbers a face. */
  length?: number;
  sizePx?: number;
}

/** The mean of red, green and blue, each by its weight. */
export function tinyGuest({ weights, batch = 'batch', length = 1, sizePx = 16 }: TinyGuest): Uint8Array {
  const graph = new OnnxGraph('tiny guest');
  const x = graph.input('image', [batch, 3, sizePx, sizePx]);
  const data = Float32Array.from({ length: 3 * length }, (_, i) => weights[i % weights.length]!);
  const y = graph.flatten(
    graph.globalAveragePool(graph.conv(x, { weight: { dims: [length, 3, 1, 1], data } })),
  );
  graph.output('score', y, [batch, length]);
  return graph.toBytes();
}
