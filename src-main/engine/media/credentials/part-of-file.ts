/**
 * A file as the library for Content Credentials reads one: as the `Blob` and `FileReaderSync` of a browser's worker, of
 * which Node has only the first, and that asynchronous. Parts are read from the disk when they are asked for.
 */
import { readSync } from 'node:fs';

export class PartOfFile {
  readonly #descriptor: number;
  readonly #from: number;
  readonly size: number;

  /** @param from first byte of the file */
  constructor(descriptor: number, from: number, size: number) {
    this.#descriptor = descriptor;
    this.#from = from;
    this.size = size;
  }

  slice(from = 0, to = this.size): PartOfFile {
    const [first, last] = [Math.min(from, this.size), Math.min(to, this.size)];
    return new PartOfFile(this.#descriptor, this.#from + first, Math.max(0, last - first));
  }

  /** Shorter than `size` where the file ends before. */
  read(): ArrayBuffer {
    const bytes = new Uint8Array(this.size);
    let count = 0;
    while (count < bytes.length) {
      const read = readSync(this.#descriptor, bytes, count, bytes.length - count, this.#from + count);
      if (read === 0) break;
      count += read;
    }
    return count === bytes.length ? bytes.buffer : bytes.buffer.slice(0, count);
  }
}

export class SynchronousReader {
  readAsArrayBuffer(part: PartOfFile): ArrayBuffer {
    return part.read();
  }
}
