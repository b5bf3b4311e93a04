/**
 * Reads weights that Keras 2 wrote to HDF5: one dataset per tensor, such as `block1_conv1/block1_conv1/kernel:0`, in a
 * file of weights or under `model_weights` of a whole model. The HDF5 library is compiled to WebAssembly, so a
 * malformed file cannot reach beyond its memory. We use the build for browsers, which keeps its files in that memory.
 * The build for Node works on the disk of this machine, where an HDF5 file may load numbers and even code from other
 * files.
 */
import { randomUUID } from 'node:crypto';
import { Dataset, ExternalLink, File, Group, ready } from 'h5wasm';
import { EngineError } from '../../shared/errors.ts';
import { countOf, MAX_AXES, requireUnpackable, unreadable, type StoredTensor } from './stored-tensor.ts';

export interface KerasTensor extends StoredTensor {
  /** The groups around it, outermost first; one of them is its layer. */
  readonly groups: readonly string[];
  /** Its role in the layer, such as `kernel`, `gamma` or `moving_mean`. */
  readonly role: string;
}

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
/** The class of floating-point numbers in the HDF5 file format. */
const HDF5_FLOAT = 1;
/** Deeper than any nested model. A group may link to a group that contains it, which would never end. */
const MAX_DEPTH = 12;
/** Of groups and datasets; groups that link to each other are met once on each way. Xception has about 600. */
const MAX_OBJECTS = 20_000;

interface Found {
  dataset: Dataset;
  path: readonly string[];
}

export const isHdf5 = (bytes: Uint8Array): boolean => signature.every((byte, index) => bytes[index] === byte);

/** @throws EngineError models/unreadable-weights */
export async function readKerasFile(bytes: Uint8Array): Promise<KerasTensor[]> {
  const { FS, activate_throwing_error_handler: throwErrors } = await ready;
  // Otherwise the library prints errors and continues.
  throwErrors();
  const name = `/${randomUUID()}.h5`;
  try {
    FS.writeFile(name, bytes);
    const file = new File(name, 'r');
    try {
      return readTensors(file, bytes.length);
    } finally {
      file.close();
    }
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unreadable(
      'The HDF5 file is damaged, or its numbers are in another file. Get it again as one file.',
      error,
    );
  } finally {
    FS.unlink(name);
  }
}

function readTensors(file: File, fileBytes: number): KerasTensor[] {
  const model = file.get('model_weights');
  const root = model instanceof Group ? model : file;
  const found = datasetsIn(root);
  if (found.some(({ path }) => path.includes('vars'))) {
    throw unreadable(
      'The file was written by Keras 3, which does not store the names of weights. Write it with Keras 2 in Python: model.save_weights("weights.h5"), and add that file.',
    );
  }
  const sizes = found.map((each) => numbersBytes(each));
  requireUnpackable(
    sizes.reduce((sum, size) => sum + size, 0),
    fileBytes,
  );
  return found.map(tensorOf);
}

function datasetsIn(root: Group): Found[] {
  const found: Found[] = [];
  let objects = 0;
  const collect = (group: Group, path: readonly string[]): void => {
    const keys = group.keys();
    objects += keys.length;
    if (path.length > MAX_DEPTH || objects > MAX_OBJECTS) {
      throw unreadable(
        'The HDF5 file is damaged: its groups contain each other, or far too much. Get the file again.',
      );
    }
    for (const key of keys) {
      const entity = group.get(key);
      if (entity instanceof Dataset) found.push({ dataset: entity, path: [...path, key] });
      else if (entity instanceof Group) collect(entity, [...path, key]);
      else if (entity instanceof ExternalLink) {
        throw unreadable(
          `The HDF5 file loads ${key} from another file. Write everything to one file and add that file.`,
        );
      }
    }
  };
  collect(root, []);
  return found;
}

/** What it would take in memory. @throws EngineError models/unreadable-weights for what is no tensor of numbers */
function numbersBytes({ dataset, path }: Found): number {
  const { type, size } = dataset.metadata;
  const dims = dataset.shape ?? [];
  if (type !== HDF5_FLOAT || size > 8 || dims.length > MAX_AXES) throw notWeights(path.join('/'));
  return size * countOf(dims);
}

function tensorOf({ dataset, path }: Found): KerasTensor {
  const name = path.join('/');
  const value = dataset.value;
  const numbers = value instanceof Float64Array ? Float32Array.from(value) : value;
  if (!(numbers instanceof Float32Array)) throw notWeights(name);
  return {
    dims: dataset.shape ?? [],
    groups: path.slice(0, -1),
    role: path.at(-1)!.replace(/:\d+$/, ''),
    read: () => numbers,
  };
}

const notWeights = (name: string) =>
  unreadable(
    `${name} has no floating-point numbers, so this is not a file of Keras weights. Check the file.`,
  );
