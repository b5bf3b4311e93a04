/**
 * Reads the inputs, outputs and trained tensors of an ONNX file. Field numbers are those of the published onnx.proto.
 * Nothing is run, and no other file that it may name is opened.
 */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { EngineError } from '../../shared/errors.ts';
import { countOf, unreadable, type StoredTensor, type StoredTensors } from './stored-tensor.ts';

export interface OnnxValue {
  name: string;
  /** `float32` or the number of another element type. */
  type: string;
  /** null for a size that varies. */
  dims: readonly (number | null)[];
}

export interface OnnxFile {
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
  tensors: StoredTensors;
  /** That are not part of ONNX itself, as `domain.operator`; of inner graphs too. */
  foreignOperators: readonly string[];
}

/** A varint is a number; a text, message, packed list or fixed-size number its bytes. */
interface ReadField {
  number: number;
  value: number | Uint8Array;
}

const float32 = 1;

/** @throws EngineError models/unreadable-weights */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  try {
    const graph = messages(fieldsOf(bytes), 7)[0];
    if (!graph) throw new Error('it contains no graph');
    const fields = fieldsOf(graph);
    const tensors = new Map(messages(fields, 5).map((tensor) => readTensor(fieldsOf(tensor))));
    // Older files list the trained tensors among the inputs.
    const inputs = messages(fields, 11)
      .map(readValue)
      .filter(({ name }) => !tensors.has(name));
    return {
      ...{ inputs, outputs: messages(fields, 12).map(readValue), tensors },
      foreignOperators: [...new Set(foreignIn(fields))],
    };
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unreadable(
      `Exhibit cannot read this file: ${(error as Error).message}. It is damaged or of another kind. Choose a PyTorch file (.pt, .pth), a Keras 2 file (.h5) or an ONNX file.`,
      error,
    );
  }
}

/** Of a graph. @throws EngineError where an inner tensor's numbers are in another file */
function foreignIn(graph: readonly ReadField[]): string[] {
  return messages(graph, 1).flatMap((bytes) => {
    const node = fieldsOf(bytes);
    const [operator, domain] = [text(node, 4), text(node, 7)];
    const attributes = messages(node, 5).map(fieldsOf);
    for (const tensor of attributes.flatMap((each) => [...messages(each, 5), ...messages(each, 10)])) {
      readTensor(fieldsOf(tensor));
    }
    const inside = attributes.flatMap((each) => [...messages(each, 6), ...messages(each, 11)]).map(fieldsOf);
    for (const tensor of inside.flatMap((each) => messages(each, 5))) readTensor(fieldsOf(tensor));
    return [
      ...(['', 'ai.onnx'].includes(domain) ? [] : [`${domain}.${operator}`]),
      ...inside.flatMap(foreignIn),
    ];
  });
}

function readTensor(fields: readonly ReadField[]): [string, StoredTensor] {
  const name = text(fields, 8);
  if (fields.some(({ number, value }) => number === 13 || (number === 14 && value === 1))) {
    throw unreadable(
      `The numbers of ${name} are in another file. Export the model into one file and add that file.`,
    );
  }
  const dims = integers(fields, 1);
  return [name, { dims, read: () => readNumbers(name, dims, fields) }];
}

function readNumbers(name: string, dims: readonly number[], fields: readonly ReadField[]): Float32Array {
  if (integers(fields, 2)[0] !== float32) {
    throw unreadable(`${name} is not in single precision. Export the model in float32.`);
  }
  // Packed and raw data have the same form: little-endian floats in a row.
  const parts = [...messages(fields, 9), ...messages(fields, 4)];
  const raw = Uint8Array.from(Buffer.concat(parts));
  if (raw.length !== 4 * countOf(dims))
    throw unreadable(`The file is damaged: ${name} has a wrong length. Get the file again.`);
  return new Float32Array(raw.buffer);
}

function readValue(bytes: Uint8Array): OnnxValue {
  const fields = fieldsOf(bytes);
  const tensor = inner(inner(fields, 2), 1);
  const [type = 0] = integers(tensor, 1);
  const dims = messages(inner(tensor, 2), 1).map((dim) => {
    const [size] = integers(fieldsOf(dim), 1);
    return size === undefined || size <= 0 ? null : size;
  });
  return { name: text(fields, 1), type: type === float32 ? 'float32' : `type ${type}`, dims };
}

function fieldsOf(bytes: Uint8Array): ReadField[] {
  const reader = new BinaryReader(bytes);
  const fields: ReadField[] = [];
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    fields.push({ number, value: readFieldValue(reader, type, number) });
  }
  return fields;
}

function readFieldValue(reader: BinaryReader, type: WireType, number: number): number | Uint8Array {
  if (type === WireType.Varint) return Number(reader.int64());
  if (type === WireType.LengthDelimited) return reader.bytes();
  return reader.skip(type, number);
}

function packedIntegers(bytes: Uint8Array): number[] {
  const reader = new BinaryReader(bytes);
  const values: number[] = [];
  while (reader.pos < reader.len) values.push(Number(reader.int64()));
  return values;
}

const messages = (fields: readonly ReadField[], number: number): Uint8Array[] =>
  fields.flatMap((field) =>
    field.number === number && field.value instanceof Uint8Array ? [field.value] : [],
  );

const inner = (fields: readonly ReadField[], number: number): ReadField[] =>
  messages(fields, number).flatMap(fieldsOf);

const integers = (fields: readonly ReadField[], wanted: number): number[] =>
  fields
    .filter(({ number }) => number === wanted)
    .flatMap(({ value }) => (value instanceof Uint8Array ? packedIntegers(value) : [value]));

const text = (fields: readonly ReadField[], number: number): string =>
  messages(fields, number).map((bytes) => new TextDecoder().decode(bytes))[0] ?? '';
