/**
 * Reads a PyTorch state dict from its pickle: the few Python names that it needs, and its tensors. The tensors are
 * views of storages, whose bytes are elsewhere in the file.
 */
import {
  countOf,
  gather,
  MAX_AXES,
  stridesOf,
  unreadable,
  type StoredTensor,
  type StoredTensors,
} from './stored-tensor.ts';
import type { PickleDict, PickleGlobal, PickleWorld } from './unpickle.ts';

/** A flat array of numbers in the file. */
export class StorageReference {
  /** PyTorch's name of the type, such as `FloatStorage`. */
  readonly type: string;
  readonly key: string;
  /** In elements. */
  readonly length: number;

  constructor(type: string, key: string, length: number) {
    this.type = type;
    this.key = key;
    this.length = length;
  }

  get sizeBytes(): number {
    return this.length * storageTypes.get(this.type)!;
  }
}

class TensorView {
  readonly storage: StorageReference;
  readonly offset: number;
  readonly dims: readonly number[];
  readonly strides: readonly number[];

  constructor(
    storage: StorageReference,
    offset: number,
    dims: readonly number[],
    strides: readonly number[],
  ) {
    this.storage = storage;
    this.offset = offset;
    this.dims = dims;
    this.strides = strides;
  }
}

/** Bytes of one element. */
const storageTypes: ReadonlyMap<string, number> = new Map([
  ['FloatStorage', 4],
  ['DoubleStorage', 8],
  ['HalfStorage', 2],
  ['BFloat16Storage', 2],
  ['LongStorage', 8],
  ['IntStorage', 4],
  ['ShortStorage', 2],
  ['CharStorage', 1],
  ['ByteStorage', 1],
  ['BoolStorage', 1],
]);

/** Counters such as `num_batches_tracked`, which are not weights. */
const countingTypes = /^(Long|Int|Short|Char|Byte|Bool)Storage$/;

const known: readonly PickleGlobal[] = [
  { name: 'collections.OrderedDict', call: orderedDict },
  { name: 'torch._utils._rebuild_tensor', call: rebuildTensor },
  { name: 'torch._utils._rebuild_tensor_v2', call: rebuildTensor },
  { name: 'torch._utils._rebuild_parameter', call: ([data]) => data },
  ...[...storageTypes.keys()].map((type) => ({ name: `torch.${type}` })),
];

/** All Python names that are allowed in a state dict. */
export const stateDictGlobals: PickleWorld['globals'] = new Map(known.map((each) => [each.name, each]));

/**
 * @param root content of the file's pickle: a state dict, or a checkpoint that contains one
 * @param bytesOf the bytes of a storage, little-endian
 * @throws EngineError models/unreadable-weights
 */
export function readStateDict(
  root: unknown,
  bytesOf: (storage: StorageReference) => Uint8Array,
): StoredTensors {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, value] of innermost(root)) {
    if (typeof name !== 'string' || !(value instanceof TensorView)) continue;
    if (countingTypes.test(value.storage.type)) continue;
    tensors.set(name, { dims: value.dims, read: () => readView(name, value, bytesOf) });
  }
  if (tensors.size > 0) return tensors;
  throw unreadable(
    'The file contains no state dict. Save one in Python: torch.save(model.state_dict(), "weights.pt"), and add that file.',
  );
}

/** A checkpoint contains the state dict beside other data, such as the optimiser's state. */
function innermost(root: unknown): PickleDict {
  if (!(root instanceof Map)) return new Map();
  const dict = root as PickleDict;
  for (const key of ['state_dict', 'model_state_dict', 'model']) {
    const inner = dict.get(key);
    if (inner instanceof Map) return inner as PickleDict;
  }
  return dict;
}

function readView(
  name: string,
  { storage, offset, dims, strides }: TensorView,
  bytesOf: (storage: StorageReference) => Uint8Array,
): Float32Array {
  const numbers = numbersOf(name, storage, bytesOf(storage), offset, lastOf(offset, dims, strides) + 1);
  const rowMajor = String(strides) === String(stridesOf(dims));
  return rowMajor ? numbers : gather(numbers, dims, strides);
}

/** Those from one to before another; of a storage that many tensors share, each takes its part alone. */
function numbersOf(
  name: string,
  storage: StorageReference,
  bytes: Uint8Array,
  from: number,
  to: number,
): Float32Array {
  if (bytes.length < storage.sizeBytes) throw impossible();
  const width = storageTypes.get(storage.type)!;
  // A copy, because a view of 4-byte numbers must start at a multiple of four.
  const { buffer } = Uint8Array.from(bytes.subarray(width * from, width * Math.max(from, to)));
  if (storage.type === 'FloatStorage') return new Float32Array(buffer);
  if (storage.type === 'DoubleStorage') return Float32Array.from(new Float64Array(buffer));
  throw unreadable(
    `${name} has half precision (${storage.type}). Save single precision in Python: torch.save(model.float().state_dict(), "weights.pt"), and add that file.`,
  );
}

function orderedDict(args: readonly unknown[]): PickleDict {
  const [pairs = []] = args;
  if (!Array.isArray(pairs)) throw impossible();
  return new Map(
    pairs.map((pair: unknown) => {
      if (!Array.isArray(pair) || pair.length !== 2) throw impossible();
      return [pair[0], pair[1]] as const;
    }),
  );
}

/** `_rebuild_tensor(storage, storage_offset, size, stride, …)`; the other arguments matter only for training. */
function rebuildTensor([storage, offset, dims, strides]: readonly unknown[]): TensorView {
  if (!(storage instanceof StorageReference) || !isCount(offset)) throw impossible();
  if (!isCounts(dims) || !isCounts(strides) || dims.length !== strides.length) throw impossible();
  if (dims.length > MAX_AXES) throw impossible();
  const count = countOf(dims);
  const last = lastOf(offset, dims, strides);
  // Without this check, a small file could ask for any amount of memory.
  if (count > storage.length || (count > 0 && last >= storage.length)) throw impossible();
  return new TensorView(storage, offset, dims, strides);
}

/** Place of a tensor's last number in its storage; before its first where it has none. */
const lastOf = (offset: number, dims: readonly number[], strides: readonly number[]): number =>
  dims.includes(0) ? offset - 1 : dims.reduce((sum, dim, axis) => sum + (dim - 1) * strides[axis]!, offset);

/** `('storage', type, key, location, length)`, and in files of 2017 a part of another storage. */
export function storageOf(id: unknown): StorageReference {
  if (!Array.isArray(id)) throw impossible();
  const [kind, type, key, , length, part = null] = id as unknown[];
  const name = known.find((each) => each === type)?.name.replace('torch.', '');
  if (kind !== 'storage' || part !== null || name === undefined || !storageTypes.has(name))
    throw impossible();
  if (typeof key !== 'string' || !isCount(length)) throw impossible();
  return new StorageReference(name, key, length);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

const impossible = () =>
  unreadable('The file is damaged: it describes tensors that it does not contain. Get the file again.');
