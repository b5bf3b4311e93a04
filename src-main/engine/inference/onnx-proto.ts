/**
 * The messages of onnx.proto (ONNX IR version 8) that a feed-forward net needs, each as a function from
 * its content to its fields, in the order in which they stand in the file, so that the same content always
 * gives the same bytes. Field numbers are those of the published schema.
 */
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** Writes one field of a message; its content is read when the file is written. */
export type Field = (writer: BinaryWriter) => BinaryWriter;

/** A number is a fixed size; a string is the name of a size that varies between runs. */
export type Dimension = number | string;

/** Integers are int attributes unless wrapped as `{ float }`. */
export type Attribute = number | { float: number } | string | readonly number[];

interface NodeContent {
  operator: string;
  name: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, Attribute>>;
}

interface GraphContent {
  name: string;
  doc: string;
  nodes: readonly Field[][];
  initializers: readonly Field[][];
  inputs: readonly Field[][];
  outputs: readonly Field[][];
}

const irVersion = 8;
const elementType = { float32: 1, int64: 7 } as const;
const attributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;

export function modelBytes(graph: GraphContent, opset: number): Uint8Array {
  const fields = [
    integerField(1, irVersion),
    textField(2, 'exhibit'),
    messageField(7, graphFields(graph)),
    messageField(8, [textField(1, ''), integerField(2, opset)]),
  ];
  return writeAll(new BinaryWriter(), fields).finish();
}

function graphFields({ nodes, name, initializers, doc, inputs, outputs }: GraphContent): Field[] {
  return [
    ...nodes.map((node) => messageField(1, node)),
    textField(2, name),
    ...initializers.map((tensor) => messageField(5, tensor)),
    textField(10, doc),
    ...inputs.map((value) => messageField(11, value)),
    ...outputs.map((value) => messageField(12, value)),
  ];
}

export function nodeFields({ operator, name, inputs, outputs, attributes }: NodeContent): Field[] {
  return [
    ...inputs.map((input) => textField(1, input)),
    ...outputs.map((output) => textField(2, output)),
    textField(3, name),
    textField(4, operator),
    ...Object.entries(attributes).map(([key, value]) => messageField(5, attributeFields(key, value))),
  ];
}

function attributeFields(name: string, value: Attribute): Field[] {
  const key = textField(1, name);
  if (typeof value === 'number') return [key, integerField(3, value), integerField(20, attributeType.int)];
  if (typeof value === 'string') return [key, textField(4, value), integerField(20, attributeType.string)];
  if ('float' in value) return [key, floatField(2, value.float), integerField(20, attributeType.float)];
  return [key, ...value.map((each) => integerField(8, each)), integerField(20, attributeType.ints)];
}

/** Raw data is little-endian, like every machine that ONNX Runtime is built for. */
export function tensorFields(
  name: string,
  dims: readonly number[],
  data: Float32Array | BigInt64Array,
): Field[] {
  const type = data instanceof Float32Array ? elementType.float32 : elementType.int64;
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return [
    ...dims.map((dim) => integerField(1, dim)),
    integerField(2, type),
    textField(8, name),
    bytesField(9, raw),
  ];
}

/** A float32 input or output. */
export function valueFields(name: string, dims: readonly Dimension[]): Field[] {
  const shape = dims.map((dim) =>
    messageField(1, [typeof dim === 'number' ? integerField(1, dim) : textField(2, dim)]),
  );
  const tensorType = [integerField(1, elementType.float32), messageField(2, shape)];
  return [textField(1, name), messageField(2, [messageField(1, tensorType)])];
}

const writeAll = (writer: BinaryWriter, fields: readonly Field[]) =>
  fields.reduce((written, field) => field(written), writer);

/** int32, int64 and enum fields. */
const integerField =
  (number: number, value: number): Field =>
  (writer) =>
    writer.tag(number, WireType.Varint).int64(value);

const floatField =
  (number: number, value: number): Field =>
  (writer) =>
    writer.tag(number, WireType.Bit32).float(value);

const bytesField =
  (number: number, value: Uint8Array): Field =>
  (writer) =>
    writer.tag(number, WireType.LengthDelimited).bytes(value);

const textField =
  (number: number, value: string): Field =>
  (writer) =>
    writer.tag(number, WireType.LengthDelimited).string(value);

const messageField =
  (number: number, fields: readonly Field[]): Field =>
  (writer) =>
    writeAll(writer.tag(number, WireType.LengthDelimited).fork(), fields).join();
