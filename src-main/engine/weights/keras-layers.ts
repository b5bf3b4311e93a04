/** Finds tensors of a Keras file by layer and gives them PyTorch's names and layout. */
import type { TensorShape } from '../embedding/normalized-net.ts';
import type { KerasTensor } from './keras-file.ts';
import { countOf, permuted, type StoredTensor, type StoredTensors } from './stored-tensor.ts';

/** A tensor by its layer and its role in it. */
export interface KerasPlace {
  layer: string;
  role: string;
}

/** Keras's names for the parts of a batch norm, by PyTorch's names. */
export const normRoles: Readonly<Record<string, string>> = {
  weight: 'gamma',
  bias: 'beta',
  running_mean: 'moving_mean',
  running_var: 'moving_variance',
};

/** [height, width, in, out] or [in, out] → [out, in, …]; of a depthwise kernel → [channels, 1, height, width] */
const orders: Readonly<Record<string, readonly number[]>> = {
  kernel: [3, 2, 0, 1],
  pointwise_kernel: [3, 2, 0, 1],
  depthwise_kernel: [2, 3, 0, 1],
};

/**
 * @param placeOf layer and role of a tensor in Keras
 * @returns all tensors under the names in `wanted`, and the other tensors of the file under Keras's names
 */
export function namedLikePytorch(
  tensors: readonly KerasTensor[],
  wanted: readonly TensorShape[],
  placeOf: (tensor: TensorShape) => KerasPlace | null,
): StoredTensors {
  const left = new Set(tensors);
  const named = new Map<string, StoredTensor>();
  for (const shape of wanted) {
    const place = placeOf(shape);
    const found = place && find(tensors, place);
    if (found) {
      left.delete(found);
      named.set(shape.name, turned(found));
    } else if (place?.role === 'gamma') {
      // With `scale=False` the layer has no gamma.
      const shift = find(tensors, { layer: place.layer, role: 'beta' });
      if (shift) named.set(shape.name, ones(shift.dims));
    }
  }
  for (const each of left) named.set([...each.groups, each.role].join('/'), each);
  return named;
}

const find = (tensors: readonly KerasTensor[], { layer, role }: KerasPlace) =>
  tensors.find((each) => each.groups.includes(layer) && each.role === role);

function turned(tensor: KerasTensor): StoredTensor {
  if (tensor.role === 'kernel' && tensor.dims.length === 2) return permuted(tensor, [1, 0]);
  const order = orders[tensor.role];
  return order && tensor.dims.length === order.length ? permuted(tensor, order) : tensor;
}

const ones = (dims: readonly number[]): StoredTensor => ({
  dims,
  read: () => new Float32Array(countOf(dims)).fill(1),
});
