/**
 * Layer names of Inception-ResNet v1 in the Keras ports of FaceNet. They are the original TensorFlow names:
 * `Block17_3_Branch_1_Conv2d_0b_1x7` is PyTorch's `repeat_2.2.branch1.1`, and the name of its batch norm ends in
 * `_BatchNorm`.
 */
import type { TensorShape } from '../embedding/normalized-net.ts';
import type { KerasTensor } from './keras-file.ts';
import { namedLikePytorch, normRoles, type KerasPlace } from './keras-layers.ts';
import type { StoredTensors } from './stored-tensor.ts';

const repeats: Readonly<Record<string, string>> = {
  repeat_1: 'Block35',
  repeat_2: 'Block17',
  repeat_3: 'Block8',
};

export function facenetFromKeras(
  tensors: readonly KerasTensor[],
  wanted: readonly TensorShape[],
): StoredTensors {
  const kernels = new Map(
    wanted.filter(({ dims }) => dims.length === 4).map(({ name, dims }) => [name, dims.slice(2)]),
  );
  return namedLikePytorch(tensors, wanted, ({ name }) => placeOf(name, kernels));
}

function placeOf(name: string, kernels: ReadonlyMap<string, readonly number[]>): KerasPlace | null {
  const dot = name.lastIndexOf('.');
  const [owner, part] = [name.slice(0, dot), name.slice(dot + 1)];
  const norm = (layer: string) => ({ layer: `${layer}_BatchNorm`, role: normRoles[part]! });
  if (owner === 'last_linear') return { layer: 'Bottleneck', role: 'kernel' };
  if (owner === 'last_bn') return norm('Bottleneck');
  const up = /^(.+)\.conv2d$/.exec(owner);
  if (up) return { layer: `${block(up[1]!)}_Conv2d_1x1`, role: part === 'weight' ? 'kernel' : 'bias' };
  const layer = convolution(owner.replace(/\.(conv|bn)$/, ''), kernels);
  return owner.endsWith('.bn') ? norm(layer) : { layer, role: 'kernel' };
}

/**
 * A name has the kernel's size and the layer's place in its branch: 0a, 0b, 0c; 1a is the last layer of a reduction.
 */
function convolution(name: string, kernels: ReadonlyMap<string, readonly number[]>): string {
  const size = kernels.get(`${name}.conv.weight`)!.join('x');
  const [, owner, branch, step] = /^(.+)\.branch(\d)(?:\.(\d))?$/.exec(name) ?? [];
  if (owner === undefined) return `C${name.slice(1)}_${size}`;
  const number = step === undefined ? null : Number(step);
  const isLast = !kernels.has(`${owner}.branch${branch}.${(number ?? 0) + 1}.conv.weight`);
  const within = number === null ? '' : `0${'abc'[number]}_`;
  const place = owner.startsWith('mixed') && isLast ? '1a_' : within;
  return `${block(owner)}_Branch_${branch}_Conv2d_${place}${size}`;
}

function block(name: string): string {
  if (name === 'block8') return 'Block8_6';
  const [kind, index] = name.split('.');
  return index === undefined ? `M${name.slice(1)}` : `${repeats[kind!]}_${Number(index) + 1}`;
}
