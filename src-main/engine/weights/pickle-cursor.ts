/** Reads the bytes of a pickle in order, and throws an error at their end. */
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

  /** @throws EngineError models/unreadable-weights also if a double cannot hold the number exactly */
  uint64(): number {
    const value = Number(this.#view.getBigUint64(this.#advance(8), true));
    if (Number.isSafeInteger(value)) return value;
    throw unreadable('The file of weights is damaged: it contains an impossible length. Get the file again.');
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

  /** Text up to a line feed; the line feed is skipped. */
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

const truncated = () => unreadable('The file of weights is damaged: it ends too early. Get the file again.');
