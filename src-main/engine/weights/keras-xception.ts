/**
 * Layer names of Xception in `keras.applications`: `block3_sepconv2` is `block2.rep.4` of the PyTorch port, whose first
 * block is Keras's second. Shortcuts have names with a number that Keras counts per session, such as `conv2d_3`, so
 * they are recognised by their shapes.
 */
import type { TensorShape } from '../embedding/normalized-net.ts';
import type { KerasTensor } from './keras-file.ts';
import { namedLikePytorch, normRoles, type KerasPlace } from './keras-layers.ts';
import type { StoredTensors } from './stored-tensor.ts';

const plainLayers: Readonly<Record<string, string>> = {
  conv1: 'block1_conv1',
  bn1: 'block1_conv1_bn',
  conv2: 'block1_conv2',
  bn2: 'block1_conv2_bn',
  conv3: 'block14_sepconv1',
  bn3: 'block14_sepconv1_bn',
  conv4: 'block14_sepconv2',
  bn4: 'block14_sepconv2_bn',
};

const counted = { convolution: /^conv(olution)?2d(_\d+)?$/, norm: /^batch_?normalization(_\d+)?$/ };

export function xceptionFromKeras(
  tensors: readonly KerasTensor[],
  wanted: readonly TensorShape[],
): StoredTensors {
  return namedLikePytorch(tensors, wanted, (tensor) => placeOf(tensor, tensors));
}

function placeOf({ name, dims }: TensorShape, tensors: readonly KerasTensor[]): KerasPlace | null {
  const parts = name.split('.');
  const part = parts.at(-1)!;
  if (name.includes('.skip.')) {
    const shape = [1, 1, dims[1], dims[0]];
    return { layer: countedLayer(tensors, counted.convolution, 'kernel', shape), role: 'kernel' };
  }
  if (name.includes('.skipbn.')) {
    return { layer: countedLayer(tensors, counted.norm, 'beta', dims), role: normRoles[part]! };
  }
  const layer = parts[1] === 'rep' ? separable(parts[0]!, parts[2]!) : plainLayers[parts[0]!]!;
  if (parts.at(-2) === 'conv1' && parts.length > 2) return { layer, role: 'depthwise_kernel' };
  if (parts.at(-2) === 'pointwise') return { layer, role: 'pointwise_kernel' };
  if (dims.length === 4) return { layer, role: 'kernel' };
  return { layer: layer.endsWith('_bn') ? layer : `${layer}_bn`, role: normRoles[part]! };
}

/** In the port's blocks, ReLU, convolution and batch norm each have a number. */
function separable(block: string, place: string): string {
  return `block${Number(block.slice('block'.length)) + 1}_sepconv${Math.floor(Number(place) / 3) + 1}`;
}

/** If no layer has this shape, an empty name, which matches no layer. */
function countedLayer(
  tensors: readonly KerasTensor[],
  names: RegExp,
  role: string,
  dims: readonly (number | undefined)[],
): string {
  const found = tensors.find(
    (each) =>
      each.role === role &&
      String(each.dims) === String(dims) &&
      each.groups.some((group) => names.test(group)),
  );
  return found?.groups.find((group) => names.test(group)) ?? '';
}
