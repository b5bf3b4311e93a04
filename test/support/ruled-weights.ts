/**
 * Weights by the rule of the golden files, so that a net can be checked against another implementation
 * without any file of weights.
 */
import type { Weights } from '../../src-main/engine/inference/onnx-graph.ts';

/** Numerical Recipes' linear congruential generator over 32 bits, as numbers in [0, 1). */
function uniforms(count: number, seed: number): Float64Array {
  const values = new Float64Array(count);
  let x = seed >>> 0;
  for (let i = 0; i < count; i++) {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    values[i] = x / 2 ** 32;
  }
  return values;
}

/** @param index of the tensor in the golden file's list */
function ruledTensor(name: string, dims: readonly number[], index: number): Weights {
  const u = uniforms(
    dims.reduce((a, b) => a * b, 1),
    Math.imul(index + 1, 2654435761),
  );
  const fanIn = dims.slice(1).reduce((a, b) => a * b, 1);
  const symmetric = (width: number) => Float32Array.from(u, (value) => (2 * value - 1) * width);
  if (dims.length >= 2) return { dims, data: symmetric(Math.sqrt(6 / fanIn)) };
  if (/(bias|running_mean)$/.test(name)) return { dims, data: symmetric(0.1) };
  return { dims, data: Float32Array.from(u, (value) => 0.5 + value) };
}

export function ruledWeights(tensors: readonly (readonly [string, readonly number[]])[]) {
  return new Map(tensors.map(([name, dims], index) => [name, ruledTensor(name, dims, index)]));
}

/** The golden files' picture, [1, 3, side, side] in [-1, 1). */
export function ruledImage(side: number) {
  const data = Float32Array.from(uniforms(3 * side * side, 12345), (u) => 2 * u - 1);
  return { dims: [1, 3, side, side], data };
}
