/** A tensor in a file of weights: its shape is known at once, its numbers are read when needed. */
import { EngineError } from '../../shared/errors.ts';

export interface StoredTensor {
  readonly dims: readonly number[];
  /** In row-major order. @throws EngineError models/unreadable-weights */
  read(): Float32Array;
}

/** By their names in the file. */
export type StoredTensors = ReadonlyMap<string, StoredTensor>;

/** All networks that Exhibit builds are far smaller. Anything larger would not fit into memory beside the rest. */
export const MAX_WEIGHTS_BYTES = 2 ** 30;

/** Of the numbers in a file once they are unpacked; the networks that Exhibit builds have 110 MB at most. */
export const MAX_UNPACKED_BYTES = 2 ** 29;

/** How many times its own size a file may unpack to. Weights hardly shrink; the files of a model to a fifth. */
const MAX_EXPANSION = 100;
/** A small file may be as empty as it likes. */
const FREE_BYTES = 2 ** 24;

/** A convolution over time and space has six. */
export const MAX_AXES = 8;

/**
 * Is called with the sizes that a file states, before anything is unpacked.
 * @throws EngineError models/unreadable-weights
 */
export function requireUnpackable(totalBytes: number, fileBytes: number): void {
  if (totalBytes <= Math.min(MAX_UNPACKED_BYTES, FREE_BYTES + MAX_EXPANSION * fileBytes)) return;
  throw unreadable(
    `The file would unpack to ${Math.round(totalBytes / 1e6)} MB, too large for a file of weights, and was not unpacked. Check that it is the right file.`,
  );
}

export const countOf = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

export function unreadable(message: string, cause?: unknown): EngineError {
  return new EngineError('models/unreadable-weights', message, { cause });
}

/**
 * The same tensor with its axes in another order: axis i of the result is axis `order[i]` of the stored tensor.
 * Keras stores kernels as height, width, in, out; PyTorch and ONNX as out, in, height, width.
 */
export function permuted(tensor: StoredTensor, order: readonly number[]): StoredTensor {
  const dims = order.map((axis) => tensor.dims[axis]!);
  return {
    dims,
    read() {
      const strides = stridesOf(tensor.dims);
      return gather(
        tensor.read(),
        dims,
        order.map((axis) => strides[axis]!),
      );
    },
  };
}

/** The distance between neighbours along each axis, in row-major order. */
export function stridesOf(dims: readonly number[]): number[] {
  return dims.map((_, axis) => countOf(dims.slice(axis + 1)));
}

/** Reads a view of `source` in row-major order. The caller has checked that the view is inside `source`. */
export function gather(
  source: Float32Array,
  dims: readonly number[],
  strides: readonly number[],
  offset = 0,
): Float32Array {
  const result = new Float32Array(countOf(dims));
  const index = dims.map(() => 0);
  let from = offset;
  for (let to = 0; to < result.length; to++) {
    result[to] = source[from]!;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < dims[axis]!) break;
      from -= dims[axis]! * strides[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
