/**
 * Xception without training: He-uniform kernels (He et al. 2015, section 2.2) and batch norms that change nothing.
 * Experiments can use it if no ImageNet weights were imported; its name says that its features are random. The bytes
 * are the same on every machine.
 */
import type { EmbedderEntry } from '../inference/manifest.ts';
import type { Weights } from '../inference/onnx-graph.ts';
import { createRandom, type Random } from '../support/random.ts';
import { xceptionEntry } from './net-entries.ts';
import type { TensorShape } from './normalized-net.ts';
import { xception, xceptionTensors } from './xception.ts';

const seed = 1;

export const xceptionUntrained: EmbedderEntry = {
  ...xceptionEntry,
  role: 'embedder',
  name: 'xception-untrained',
  file: 'xception-untrained.onnx',
  sha256: '66005f07a006df280fe1c0c9545cbbc3934999ccafc114e672215fb8649c3767',
  architecture: 'Xception (Chollet 2017), untrained: random weights, maximum over the last map',
  identity: null,
  licence: 'MIT',
  origin: `built by Exhibit: He-uniform weights, seed ${seed}`,
};

/** The model's bytes, 83 MB. */
export function buildXceptionUntrained(): Uint8Array {
  const random = createRandom(seed);
  const weights = new Map(xceptionTensors().map((tensor) => [tensor.name, initial(tensor, random)]));
  return xception(weights, `never trained; He-uniform, seed ${seed}`);
}

function initial({ name, dims }: TensorShape, random: Random): Weights {
  const data = new Float32Array(dims.reduce((product, dim) => product * dim, 1));
  if (dims.length === 1) return { dims, data: data.fill(/\.(weight|running_var)$/.test(name) ? 1 : 0) };
  const fanIn = dims.slice(1).reduce((product, dim) => product * dim, 1);
  const limit = Math.sqrt(6 / fanIn);
  return { dims, data: data.map(() => (2 * random.next() - 1) * limit) };
}
