/**
 * Reads the inputs, outputs and trained tensors of an ONNX file. Field numbers are those of the published onnx.proto.
 * Nothing is run, and a file that names another one is refused.
 */
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { EngineError } from '../../shared/errors.ts';
import { fieldsOf, messages, texts, type ReadField } from '../inference/onnx-reader.ts';
import { requireSelfContained } from '../inference/self-contained.ts';
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
}

const float32 = 1;

/** @throws EngineError models/unreadable-weights; models/invalid as `requireSelfContained` */
export function readOnnxFile(bytes: Uint8Array): OnnxFile {
  try {
    const graph = messages(fieldsOf(bytes), 7)[0];
    if (!graph) throw new Error('it contains no graph');
    requireSelfContained(bytes, 'in this file');
    const fields = fieldsOf(graph);
    const tensors = new Map(messages(fields, 5).map((tensor) => readTensor(fieldsOf(tensor))));
    // Older files list the trained tensors among the inputs.
    const inputs = messages(fields, 11)
      .map(readValue)
      .filter(({ name }) => !tensors.has(name));
    return { inputs, outputs: messages(fields, 12).map(readValue), tensors };
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unreadable(
      `Exhibit cannot read this file: ${(error as Error).message}. It is damaged or of another kind. Choose a PyTorch file (.pt, .pth), a Keras 2 file (.h5) or an ONNX file.`,
      error,
    );
  }
}

function readTensor(fields: readonly ReadField[]): [string, StoredTensor] {
  const name = text(fields, 8);
  const dims = integers(fields, 1);
  return [name, { dims, read: () => readNumbers(name, dims, fields) }];
}

function readNumbers(name: string, dims: readonly number[], fields: readonly ReadField[]): Float32Array {
  if (integers(fields, 2)[0] !== float32) {
    throw unreadable(`${name} is not in single precision. Export the model in float32.`);
  }
  // Packed and raw data have the same form: little-endian floats in a row.
  const parts = fields.flatMap(({ number, value }) =>
    (number === 9 || number === 4) && value instanceof Uint8Array ? [value] : [],
  );
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

function packedIntegers(bytes: Uint8Array): number[] {
  const reader = new BinaryReader(bytes);
  const values: number[] = [];
  while (reader.pos < reader.len) values.push(Number(reader.int64()));
  return values;
}

const inner = (fields: readonly ReadField[], number: number): ReadField[] =>
  messages(fields, number).flatMap(fieldsOf);

const integers = (fields: readonly ReadField[], wanted: number): number[] =>
  fields
    .filter(({ number }) => number === wanted)
    .flatMap(({ value }) => (value instanceof Uint8Array ? packedIntegers(value) : [value]));

const text = (fields: readonly ReadField[], number: number): string => texts(fields, number)[0] ?? '';
