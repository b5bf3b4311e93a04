/**
 * Weights as Keras 2 writes them into HDF5: one dataset a tensor, such as
 * `block1_conv1/block1_conv1/kernel:0`, in a file of weights or under `model_weights` of a whole model. Read
 * with the HDF5 library itself, compiled to WebAssembly: a malformed file cannot reach beyond its memory. The build
 * is the one for browsers, whose files lie in that memory too; the build for Node works on the disk of this
 * machine, where an HDF5 file may name others to take numbers and even code from.
 */
import { randomUUID } from 'node:crypto';
import { Dataset, ExternalLink, File, Group, ready } from 'h5wasm';
import { EngineError } from '../../shared/errors.ts';
import { countOf, MAX_WEIGHTS_BYTES, unreadable, type StoredTensor } from './stored-tensor.ts';

export interface KerasTensor extends StoredTensor {
  /** Groups that it lies in, outermost first; one of them is its layer. */
  readonly groups: readonly string[];
  /** What it is in its layer, such as `kernel`, `gamma` or `moving_mean`. */
  readonly role: string;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** Deeper than any model within a model; a group may link back to one that holds it. */
const MAX_DEPTH = 12;

export const isHdf5 = (bytes: Uint8Array): boolean => signature.every((byte, index) => bytes[index] === byte);

/** @throws EngineError models/unreadable-weights */
export async function readKerasFile(bytes: Uint8Array): Promise<KerasTensor[]> {
  const { FS, activate_throwing_error_handler: throwErrors } = await ready;
  // Otherwise the library prints them and goes on.
  throwErrors();
  const name = `/${randomUUID()}.h5`;
  try {
    FS.writeFile(name, bytes);
    const file = new File(name, 'r');
    try {
      return readTensors(file);
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unreadable(
      'the HDF5 file is damaged, or keeps its numbers in another file; get it again, as one file',
      error,
    );
  } finally {
    FS.unlink(name);
  }
}

function readTensors(file: File): KerasTensor[] {
  const model = file.get('model_weights');
  const root = model instanceof Group ? model : file;
  const found: { dataset: Dataset; path: readonly string[] }[] = [];
  collect(root, [], found);
  if (found.some(({ path }) => path.includes('vars'))) {
    throw unreadable(
      'the file was written by Keras 3, which names weights by their order alone. Write it with Keras 2, in Python: model.save_weights("weights.h5"), and add that file',
    );
  }
  const total = found.reduce((sum, { dataset }) => sum + 4 * countOf(dataset.shape ?? []), 0);
  if (total > MAX_WEIGHTS_BYTES) {
    throw unreadable('the file claims to hold more than any file of weights does; it was not read');
  }
  return found.map(({ dataset, path }) => tensorOf(dataset, path));
}

function collect(
  group: Group,
  path: readonly string[],
  found: { dataset: Dataset; path: readonly string[] }[],
) {
  if (path.length > MAX_DEPTH)
    throw unreadable('the groups of the HDF5 file lie in each other; it is damaged');
  for (const key of group.keys()) {
    const entity = group.get(key);
    if (entity instanceof Dataset) found.push({ dataset: entity, path: [...path, key] });
    else if (entity instanceof Group) collect(entity, [...path, key], found);
    else if (entity instanceof ExternalLink) {
      throw unreadable(`the HDF5 file takes ${key} from another file; write it as one file, and add that`);
    }
  }
}

function tensorOf(dataset: Dataset, path: readonly string[]): KerasTensor {
  const name = path.join('/');
  const value = dataset.value;
  const numbers = value instanceof Float64Array ? Float32Array.from(value) : value;
  if (!(numbers instanceof Float32Array)) {
    throw unreadable(`${name} holds no floating-point numbers, so the file is none of Keras's weights`);
  }
  return {
    dims: dataset.shape ?? [],
    groups: path.slice(0, -1),
    role: path.at(-1)!.replace(/:\d+$/, ''),
    read: () => numbers,
  };
}
