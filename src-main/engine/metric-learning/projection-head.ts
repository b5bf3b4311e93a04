/**
 * The head: a small network on top of a frozen embedder. It has dense layers with ReLU, with dropout after each during
 * training, and a linear layer. Its output is not normalised.
 */
import { OnnxGraph } from '../inference/onnx-graph.ts';
import type { Random } from '../support/random.ts';

export interface DenseLayer {
  inputs: number;
  outputs: number;
  /** [inputs, outputs], row by row. */
  kernel: Float32Array;
  bias: Float32Array;
}

/** Layers in order; ReLU after all but the last. */
export type ProjectionHead = readonly DenseLayer[];

/**
 * Fresh weights: He-uniform before ReLU, Glorot-uniform (Keras's default) for the linear layer; biases 0.
 * @param widths of the layers in order, the linear one last
 */
export function createHead(inputLength: number, widths: readonly number[], random: Random): ProjectionHead {
  return widths.map((outputs, index) => {
    const inputs = widths[index - 1] ?? inputLength;
    const linear = index === widths.length - 1;
    const limit = Math.sqrt(6 / (linear ? inputs + outputs : inputs));
    const kernel = Float32Array.from({ length: inputs * outputs }, () => (2 * random.next() - 1) * limit);
    return { inputs, outputs, kernel, bias: new Float32Array(outputs) };
  });
}

/** An ONNX model with the input `embedding` [batch, inputs] and the output `vector` [batch, outputs]. */
export function headToOnnx(head: ProjectionHead): Uint8Array {
  const first = head[0]!;
  const last = head.at(-1)!;
  const graph = new OnnxGraph('projection-head', 'trained by Exhibit: triplet loss on a frozen embedder');
  let value = graph.input('embedding', ['batch', first.inputs]);
  for (const [index, { inputs, outputs, kernel, bias }] of head.entries()) {
    value = graph.gemm(value, {
      weight: { dims: [inputs, outputs], data: kernel },
      bias: { dims: [outputs], data: bias },
      transposed: false,
      name: `dense_${index + 1}`,
    });
    if (index < head.length - 1) value = graph.relu(value);
  }
  graph.output('vector', value, ['batch', last.outputs]);
  return graph.toBytes();
}
