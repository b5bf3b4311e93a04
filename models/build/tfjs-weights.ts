/**
 * Reads weights in the TensorFlow.js manifest format: one JSON list of tensors over one or more binary
 * files, each tensor float32 or quantised to uint8 as value × scale + min.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Weights } from '../../src-main/engine/inference/onnx-graph.ts';

const groups = z.array(
  z.object({
    paths: z.array(z.string()),
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.number().int()),
        dtype: z.literal('float32'),
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
  }),
);

/** @param manifestPath the `…weights_manifest.json`; binary files are found beside it */
export function readTfjsWeights(manifestPath: string): Map<string, Weights> {
  const tensors = new Map<string, Weights>();
  for (const { paths, weights } of groups.parse(JSON.parse(readFileSync(manifestPath, 'utf8')))) {
    const bytes = Buffer.concat(paths.map((path) => readFileSync(join(dirname(manifestPath), path))));
    let offset = 0;
    for (const { name, shape, quantization } of weights) {
      const count = shape.reduce((product, dim) => product * dim, 1);
      const byteLength = quantization ? count : count * Float32Array.BYTES_PER_ELEMENT;
      const raw = new Uint8Array(bytes.subarray(offset, offset + byteLength));
      const data = quantization
        ? Float32Array.from(raw, (value) => value * quantization.scale + quantization.min)
        : new Float32Array(raw.buffer);
      tensors.set(name, { dims: shape, data });
      offset += byteLength;
    }
  }
  return tensors;
}

/** A convolution kernel from TensorFlow's [height, width, in, out] to ONNX's [out, in, height, width]. */
export function kernelToOihw({ dims, data }: Weights): Weights {
  const [height, width, inputs, outputs] = dims as [number, number, number, number];
  const turned = new Float32Array(data.length);
  const area = height * width;
  for (let from = 0; from < data.length; from++) {
    const out = from % outputs;
    const input = Math.floor(from / outputs) % inputs;
    const place = Math.floor(from / (outputs * inputs));
    turned[(out * inputs + input) * area + place] = data[from]!;
  }
  return { dims: [outputs, inputs, height, width], data: turned };
}
