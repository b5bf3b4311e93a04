/** Writes state dicts as `torch.save` does, opcode by opcode, for want of PyTorch here. */
import AdmZip from 'adm-zip';
import type { Weights } from '../../src-main/engine/inference/onnx-graph.ts';

const ascii = (text: string) => Buffer.from(text, 'latin1');
const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const text = (value: string) => [ascii('X'), uint32(Buffer.byteLength(value)), Buffer.from(value)];
const integer = (value: number) => [ascii('J'), uint32(value)];
const global = (module: string, name: string) => ascii(`c${module}\n${name}\n`);
const tuple = (...items: Buffer[]) => [ascii('('), ...items, ascii('t')];
const protocol = Buffer.from([0x80, 2]);
const emptyDict = [global('collections', 'OrderedDict'), ascii(')R')];

const rowMajor = (dims: readonly number[]) =>
  dims.map((_, axis) => dims.slice(axis + 1).reduce((a, b) => a * b, 1));

interface WrittenTensor extends Weights {
  /** Row-major when left out. */
  strides?: readonly number[];
  /** In the storage; that of `data` when left out. */
  claims?: number;
  /** Of the first number in the storage. */
  offset?: number;
}

type Tensors = ReadonlyMap<string, WrittenTensor>;

function tensor(
  { dims, data, strides = rowMajor(dims), claims = data.length, offset = 0 }: WrittenTensor,
  key: number,
) {
  const storage = tuple(
    ...text('storage'),
    global('torch', 'FloatStorage'),
    ...text(String(key)),
    ...text('cpu'),
    ...integer(claims),
  );
  const numbers = (values: readonly number[]) => tuple(...values.flatMap(integer));
  const args = [...storage, ascii('Q'), ...integer(offset), ...numbers(dims), ...numbers(strides)];
  return [
    global('torch._utils', '_rebuild_tensor_v2'),
    ...tuple(...args, Buffer.from([0x89]), ...emptyDict),
    ascii('R'),
  ];
}

/** @param within key under which a checkpoint keeps it */
export function stateDictPickle(tensors: Tensors, within?: string): Buffer {
  const items = [...tensors].flatMap(([name, each], index) => [...text(name), ...tensor(each, index)]);
  const dict = [...emptyDict, ascii('('), ...items, ascii('u')];
  const root = within === undefined ? dict : [ascii('}'), ...text(within), ...dict, ascii('s')];
  return Buffer.concat([protocol, ...root, ascii('.')]);
}

/** @param pickle another than that of the tensors */
export function torchZip(tensors: Tensors, pickle = stateDictPickle(tensors)): Buffer {
  const zip = new AdmZip();
  zip.addFile('weights/data.pkl', pickle);
  zip.addFile('weights/byteorder', ascii('little'));
  for (const [index, { data }] of [...tensors.values()].entries()) {
    zip.addFile(`weights/data/${index}`, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  }
  // As torch.save leaves them: stored, not packed.
  for (const entry of zip.getEntries()) entry.header.method = 0;
  return zip.toBuffer();
}

/** As PyTorch wrote before 1.6. */
export function torchLegacy(tensors: Tensors): Buffer {
  const magic = Buffer.from([0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]);
  const system = [ascii('}'), ...text('little_endian'), Buffer.from([0x88]), ascii('s')];
  const keys = [...tensors.keys()].flatMap((_, index) => text(String(index)));
  const list = [ascii(']('), ...keys, ascii('e')];
  const pickles = [[magic], [ascii('M'), Buffer.from([0xe9, 0x03])], system].map((body) =>
    Buffer.concat([protocol, ...body, ascii('.')]),
  );
  const storages = [...tensors.values()].flatMap(({ data }) => {
    const count = Buffer.alloc(8);
    count.writeBigUInt64LE(BigInt(data.length));
    return [count, Buffer.from(data.buffer, data.byteOffset, data.byteLength)];
  });
  return Buffer.concat([
    ...pickles,
    stateDictPickle(tensors),
    Buffer.concat([protocol, ...list, ascii('.')]),
    ...storages,
  ]);
}
