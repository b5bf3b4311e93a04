/** Reads protobuf messages field by field, as in the encoding guide of Protocol Buffers; `protobuf.ts` writes them. */

/** A varint is a bigint; a text, message, packed list or fixed-size number its bytes. */
export interface ReadField {
  number: number;
  value: bigint | Uint8Array;
}

/** @throws RangeError when the bytes are no message */
export function* readFields(bytes: Uint8Array): Generator<ReadField> {
  let position = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[position++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError('a number in the message has no end');
  };
  const take = (length: number) => {
    const start = position;
    position += length;
    if (position > bytes.length) throw new RangeError('the message ends too early');
    return bytes.subarray(start, position);
  };
  while (position < bytes.length) {
    const key = varint();
    const number = Number(key >> 3n);
    switch (key & 7n) {
      case 0n:
        yield { number, value: varint() };
        break;
      case 1n:
        yield { number, value: take(8) };
        break;
      case 2n:
        yield { number, value: take(Number(varint())) };
        break;
      case 5n:
        yield { number, value: take(4) };
        break;
      default:
        throw new RangeError('the message has a field of a kind that is out of use');
    }
  }
}

/** The varints of a packed list. @throws RangeError as `readFields` */
export function* readPacked(bytes: Uint8Array): Generator<bigint> {
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    if (shift > 63n) throw new RangeError('a number in the message has no end');
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) {
      yield BigInt.asUintN(64, value);
      [value, shift] = [0n, 0n];
    }
  }
}
