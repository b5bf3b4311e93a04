/**
 * Writes protobuf messages: the few field kinds that ONNX needs, as in the encoding guide of Protocol
 * Buffers. A message is the list of its encoded fields, in the order in which they shall stand in the
 * file, so that the same content always gives the same bytes.
 */

const wire = { varint: 0, bytes: 2, fixed32: 5 } as const;

/** An encoded field, or several of one number. */
export type Field = Uint8Array;

export function joinFields(fields: readonly Field[]): Uint8Array {
  const joined = new Uint8Array(fields.reduce((total, field) => total + field.length, 0));
  let offset = 0;
  for (const field of fields) {
    joined.set(field, offset);
    offset += field.length;
  }
  return joined;
}

/** int32, int64 and enum fields; a negative number takes ten bytes, as two's complement of 64 bits. */
export function integerField(number: number, value: number): Field {
  return Uint8Array.from([...varint((number << 3) | wire.varint), ...varint(value)]);
}

export function floatField(number: number, value: number): Field {
  const payload = new DataView(new ArrayBuffer(4));
  payload.setFloat32(0, value, true);
  return Uint8Array.from([...varint((number << 3) | wire.fixed32), ...new Uint8Array(payload.buffer)]);
}

export function bytesField(number: number, value: Uint8Array): Field {
  const head = [...varint((number << 3) | wire.bytes), ...varint(value.length)];
  return joinFields([Uint8Array.from(head), value]);
}

export function textField(number: number, value: string): Field {
  return bytesField(number, new TextEncoder().encode(value));
}

export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, joinFields(fields));
}

function varint(value: number): number[] {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}
