/** Reads the structure of a file from its start on: random access through a small window, and nothing behind its end. */
import { open, type FileHandle } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { diskPath } from './path-bytes.ts';

/** What the structure of a file says of its end. */
export interface Ending {
  /** What was expected and what was found, as a sentence; null for a file that ends as it should. */
  cut: string | null;
  /** First byte of another recording that begins behind the end of the first one; null where none does. */
  anotherAt: number | null;
  /** The byte behind its last part, where its structure tells: what begins there is another file. */
  end?: number;
  /** The pictures of that recording are not coded as those of the first one. */
  isOfAnotherCoding?: boolean;
  /** Its frames stand in a part that reaches to the end of the file, wherever that is: a cut there can't be seen. */
  isOpen?: boolean;
  /** What is missing in its middle, as a sentence. */
  lost?: string;
  /** The byte at which the recording goes on behind that. */
  goesOnAt?: number;
  /** The byte from which on its structure was not read, as it has too many parts: nothing is known of its end. */
  notReadFrom?: number;
}

export type ReadEnding = (reader: StructureReader) => Promise<Ending>;

/** What is cut off, and what is missing in the middle, as sentences. */
export const missingText = ({ cut, lost, notReadFrom }: Ending): string[] => [
  ...(cut === null ? [] : [cut]),
  ...(lost === undefined ? [] : [lost]),
  ...notReadText(notReadFrom, 'whether the file is cut short or more follows in it'),
];

/** @param what nobody knows therefore, as the start of a clause. @returns nothing where all was read */
export const notReadText = (from: number | undefined, what: string): string[] =>
  from === undefined
    ? []
    : [
        `The structure of this file was not read further than byte ${from}: it has more parts, or more zeros, than Exhibit reads. So ${what} is not known.`,
      ];

/** The file ends as it should, or nothing can be proved. */
export const sound: Ending = { cut: null, anotherAt: null };
export const endsAt = (end: number): Ending => ({ ...sound, end });
export const followedAt = (anotherAt: number): Ending => ({ cut: null, anotherAt });

export const bytesText = (bytes: number) => `${bytes.toLocaleString('en-GB')} bytes`;
const cutShort = (why: string): Ending => ({ cut: `The file is cut short: ${why}.`, anotherAt: null });
export const tooShort = (expected: number, found: number) =>
  cutShort(`its structure announces ${bytesText(expected)}, and it has ${bytesText(found)}`);
export const noLength = (announced: number, found: number) =>
  cutShort(`its header announces a length of ${announced} frames, and it has ${found}`);
export const noEnd = (end: string) => cutShort(`it does not contain ${end}`);
export const endsInside = (part: string) => cutShort(`it ends inside ${part}`);

/** Most formats are walked in steps of a few kilobytes: several steps for one read of the disk. */
const WINDOW_BYTES = 64 * 1024;

/** Larger pictures are not read whole for this; no claim is made about them. */
const WHOLE_BYTES = 256 * 2 ** 20;

/**
 * What one walk may take. Files of strangers can have parts of a few bytes by the billion, or zeros by the terabyte that
 * take no place on the disk. No recording of `MAX_FRAMES` comes near.
 */
export const walkLimits = { parts: 20_000_000, bytes: 64 * 2 ** 30 };

/** A walk reached its limit: `readStructure` says so. */
export class NotReadFurther extends Error {
  readonly at: number;

  constructor(at: number) {
    super(`the structure was read up to byte ${at}`);
    this.at = at;
  }
}

/**
 * @param notRead what is said where the file has more than `limits`, from the byte that was to be read next
 * @throws what `read` throws, the abort reason, or an error of the disk
 */
export async function readStructure<Found>(
  path: string,
  sizeBytes: number,
  signal: AbortSignal | undefined,
  read: (reader: StructureReader) => Promise<Found>,
  notRead: (at: number) => Found,
  limits = walkLimits,
): Promise<Found> {
  const file = await open(diskPath(path), 'r');
  try {
    return await read(new StructureReader(file, sizeBytes, signal, limits));
  } catch (error) {
    if (error instanceof NotReadFurther) return notRead(error.at);
    throw error;
  } finally {
    await file.close();
  }
}

export class StructureReader {
  readonly sizeBytes: number;
  readonly #file: FileHandle;
  readonly #signal: AbortSignal | undefined;
  /** What is left of the limits. */
  readonly #left: typeof walkLimits;
  #window = Buffer.alloc(0);
  #windowAt = 0;

  constructor(file: FileHandle, sizeBytes: number, signal?: AbortSignal, limits = walkLimits) {
    this.#file = file;
    this.sizeBytes = sizeBytes;
    this.#signal = signal;
    this.#left = { ...limits };
  }

  /** Shorter than `length` at the end of the file. @throws NotReadFurther at the limits of a walk */
  async bytes(position: number, length: number): Promise<Buffer> {
    const inFile = Math.max(0, Math.min(length, this.sizeBytes - position));
    const offset = position - this.#windowAt;
    if ((this.#left.parts -= 1) < 0) throw new NotReadFurther(position);
    if (offset < 0 || offset + inFile > this.#window.length) {
      this.#signal?.throwIfAborted();
      if (this.#left.bytes <= 0) throw new NotReadFurther(position);
      const buffer = Buffer.allocUnsafe(Math.max(inFile, Math.min(WINDOW_BYTES, this.sizeBytes - position)));
      const { bytesRead } = await this.#file.read(buffer, 0, buffer.length, position);
      this.#left.bytes -= bytesRead;
      this.#window = buffer.subarray(0, bytesRead);
      this.#windowAt = position;
    }
    const start = position - this.#windowAt;
    return this.#window.subarray(start, start + inFile);
  }

  /** Into the caller's buffer, for those that read all of a large file, as its SHA-256 does too; shorter at its end. */
  async read(into: Buffer, position: number): Promise<Buffer> {
    this.#signal?.throwIfAborted();
    const { bytesRead } = await this.#file.read(into, 0, into.length, position);
    return into.subarray(0, Math.min(bytesRead, this.sizeBytes - position));
  }

  /** Between long steps over bytes that were read. @throws the abort reason */
  async letCancel(): Promise<void> {
    await nextTurn();
    this.#signal?.throwIfAborted();
  }

  /** The first byte from this one on that is not zero; `limit` where there is none before it. */
  async zerosEnd(position: number, limit = this.sizeBytes): Promise<number> {
    for (let at = position; at < limit;) {
      const bytes = await this.bytes(at, WINDOW_BYTES);
      const filled = bytes.findIndex((byte) => byte !== 0);
      if (filled !== -1) return Math.min(at + filled, limit);
      if (bytes.length === 0) break;
      at += bytes.length;
    }
    return limit;
  }

  /** Whether nothing but zeros follows: recorders and disks fill up files. */
  async isPaddedFrom(position: number): Promise<boolean> {
    return (await this.zerosEnd(position)) === this.sizeBytes;
  }

  /** The whole file; null for one that is too large to be read for this. */
  async whole(): Promise<Buffer | null> {
    return this.sizeBytes > WHOLE_BYTES ? null : this.bytes(0, this.sizeBytes);
  }
}
