/**
 * Reads weights that `torch.save` wrote. Since PyTorch 1.6 this is a zip archive with a pickle (`data.pkl`) and one
 * file per storage. Before, it was a row of pickles followed by the storages; published weights of FaceNet and
 * Xception have that older form. Nothing in the file is run.
 */
import { PickleCursor } from './pickle-cursor.ts';
import { readStateDict, stateDictGlobals, storageOf, type StorageReference } from './state-dict.ts';
import { unreadable, type StoredTensors } from './stored-tensor.ts';
import { unpickle } from './unpickle.ts';
import { zipEntries } from './zip-entries.ts';

/** The first pickle of the older form is this number, 10 bytes long. */
const legacyMagic = 0x1950a86a20f9469cfc6cn;
const legacyVersion = 1001;

export const isZip = (bytes: Uint8Array): boolean => startsWith(bytes, [0x50, 0x4b, 0x03, 0x04]);

/** Protocol 2, then a number of ten bytes. */
export const isLegacyTorch = (bytes: Uint8Array): boolean => startsWith(bytes, [0x80, 0x02, 0x8a, 0x0a]);

/** @throws EngineError models/unreadable-weights */
export async function readTorchFile(bytes: Buffer): Promise<StoredTensors> {
  return isZip(bytes) ? readZip(await zipEntries(bytes)) : readLegacy(bytes);
}

function readZip(files: ReadonlyMap<string, Uint8Array>): StoredTensors {
  const pickle = [...files.keys()].find((name) => /^(.*\/)?data\.pkl$/.test(name));
  if (pickle === undefined) {
    throw unreadable(
      'The archive contains no data.pkl, so torch.save did not write it. Save a state dict in Python: torch.save(model.state_dict(), "weights.pt"), and add that file.',
    );
  }
  const folder = pickle.slice(0, -'data.pkl'.length);
  const order = files.get(`${folder}byteorder`);
  if (order && Buffer.from(order).toString('latin1') !== 'little') {
    throw unreadable('The file was written on a big-endian machine. Save it again on another machine.');
  }
  const { value } = unpickle(files.get(pickle)!, 0, { globals: stateDictGlobals, persistent: storageOf });
  return readStateDict(value, ({ key }) => files.get(`${folder}data/${key}`) ?? new Uint8Array());
}

function readLegacy(bytes: Uint8Array): StoredTensors {
  const references = new Map<string, StorageReference>();
  const persistent = (id: unknown) => {
    const reference = storageOf(id);
    references.set(reference.key, reference);
    return reference;
  };
  let position = 0;
  const next = () => {
    const { value, end } = unpickle(bytes, position, { globals: stateDictGlobals, persistent });
    position = end;
    return value;
  };
  const [magic, version, system, root, keys] = [next(), next(), next(), next(), next()];
  const littleEndian = system instanceof Map && system.get('little_endian') === true;
  if (magic !== legacyMagic || version !== legacyVersion || !littleEndian) throw otherVersion();
  const storages = legacyStorages(new PickleCursor(bytes, position), keys, references);
  return readStateDict(root, ({ key }) => storages.get(key) ?? new Uint8Array());
}

/** Each storage has its number of elements, then the elements. Their size is in the pickle. */
function legacyStorages(
  cursor: PickleCursor,
  keys: unknown,
  references: ReadonlyMap<string, StorageReference>,
): Map<string, Uint8Array> {
  if (!Array.isArray(keys)) throw otherVersion();
  const storages = new Map<string, Uint8Array>();
  for (const key of keys as unknown[]) {
    const reference = typeof key === 'string' ? references.get(key) : undefined;
    if (!reference || cursor.uint64() !== reference.length) throw otherVersion();
    storages.set(reference.key, cursor.bytes(reference.sizeBytes));
  }
  return storages;
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

const otherVersion = () =>
  unreadable(
    'The file was written by an unknown version of PyTorch. Save it again in Python: torch.save(torch.load("old.pt"), "new.pt"), and add the new file.',
  );
