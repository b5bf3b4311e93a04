/** Walks over the bytes of a pickle; past their end it refuses instead of reading on. */
import { unreadable } from './stored-tensor.ts';

export class PickleCursor {
  position: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.position = position;
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** @throws EngineError models/unreadable-weights also where a double could not hold it exactly */
  uint64(): number {
    const value = Number(this.#view.getBigUint64(this.#advance(8), true));
    if (Number.isSafeInteger(value)) return value;
    throw unreadable('the file of weights names an impossible length; it is damaged: get it again');
  }

  /** Big-endian, unlike everything else in a pickle. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  bytes(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  text(length: number): string {
    return new TextDecoder().decode(this.bytes(length));
  }

  /** Up to a line feed, which is passed over. */
  line(): string {
    const end = this.#bytes.indexOf(10, this.position);
    if (end < 0) throw truncated();
    const text = this.text(end - this.position);
    this.position = end + 1;
    return text;
  }

  /** Little-endian two's complement of any length. */
  integer(length: number): bigint {
    let value = 0n;
    for (const [index, byte] of this.bytes(length).entries()) value |= BigInt(byte) << BigInt(8 * index);
    return BigInt.asIntN(8 * length, value);
  }

  #advance(length: number): number {
    const start = this.position;
    if (start + length > this.#bytes.length) throw truncated();
    this.position = start + length;
    return start;
  }
}

const truncated = () => unreadable('the file of weights ends too early; it is damaged: get it again');
