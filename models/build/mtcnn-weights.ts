/**
 * MTCNN's weights in the layout of ONNX. The networks were trained on column-major pictures, so the first kernel axis
 * is x. Kernels are transposed here, so that the networks take upright pictures.
 */
import type { Weights } from '../../src-main/engine/inference/onnx-graph.ts';

/** [x, y, in, out] → [out, in, y, x]. */
export function uprightKernel({ dims, data }: Weights): Weights {
  const [width, height, inputs, outputs] = dims as [number, number, number, number];
  const upright = new Float32Array(data.length);
  let target = 0;
  for (let out = 0; out < outputs; out += 1)
    for (let channel = 0; channel < inputs; channel += 1)
      for (let y = 0; y < height; y += 1)
        for (let x = 0; x < width; x += 1)
          upright[target++] = data[((x * height + y) * inputs + channel) * outputs + out]!;
  return { dims: [outputs, inputs, height, width], data: upright };
}

/**
 * A dense layer over a flattened [channels, side, side] map: its inputs were ordered [x, y, channel].
 * @returns [outputs, inputs] with inputs ordered [channel, y, x]
 */
export function uprightDense({ dims, data }: Weights, side: number): Weights {
  const [inputs, outputs] = dims as [number, number];
  const channels = inputs / (side * side);
  const upright = new Float32Array(data.length);
  let target = 0;
  for (let out = 0; out < outputs; out += 1)
    for (let channel = 0; channel < channels; channel += 1)
      for (let y = 0; y < side; y += 1)
        for (let x = 0; x < side; x += 1)
          upright[target++] = data[((x * side + y) * channels + channel) * outputs + out]!;
  return { dims: [outputs, inputs], data: upright };
}
