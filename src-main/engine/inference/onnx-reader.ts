/** Reads protobuf messages field by field, as ONNX files hold them. Nothing is run. */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** A varint is a number; a text, message, packed list or fixed-size number its bytes. */
export interface ReadField {
  number: number;
  type: WireType;
  value: number | Uint8Array;
}

/** Of one message: a graph has a field for each node and tensor. An embedder of today has 500. */
const MAX_FIELDS = 1_000_000;

/** @throws Error for bytes that are no message, or one of too many fields */
export function fieldsOf(bytes: Uint8Array): ReadField[] {
  const reader = new BinaryReader(bytes);
  const fields: ReadField[] = [];
  while (reader.pos < reader.len) {
    if (fields.length === MAX_FIELDS) throw new Error(`a message has more than ${MAX_FIELDS} fields`);
    const [number, type] = reader.tag();
    fields.push({ number, type, value: readFieldValue(reader, type, number) });
  }
  return fields;
}

function readFieldValue(reader: BinaryReader, type: WireType, number: number): number | Uint8Array {
  if (type === WireType.Varint) return Number(reader.int64());
  if (type === WireType.LengthDelimited) return reader.bytes();
  return reader.skip(type, number);
}

/**
 * Of a repeated field, all; of a single one that a file has more than once, all as well. A field of the number that is
 * written in another way is none: ONNX Runtime passes over it.
 */
export const messages = (fields: readonly ReadField[], number: number): Uint8Array[] =>
  fields.flatMap((field) =>
    field.number === number && field.type === WireType.LengthDelimited ? [field.value as Uint8Array] : [],
  );

export const texts = (fields: readonly ReadField[], number: number): string[] =>
  messages(fields, number).map((bytes) => new TextDecoder().decode(bytes));
