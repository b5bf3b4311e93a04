/** Reads a capsule of a stranger: nothing of it is unpacked before its size and its name are known to be in order. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { EngineError } from '../../shared/errors.ts';
import {
  capsuleContents,
  CONTENTS_FILE,
  MAX_CONTENTS_BYTES,
  MAX_FILES,
  type CapsuleContents,
} from './capsule-format.ts';
import { oddityOf } from './plain-zip.ts';

const ZIP_START = Buffer.from('PK\x03\x04');
/** Of one picture, which is read whole. */
const MAX_FRAME_BYTES = 512 * 2 ** 20;

/** Whether a file is a zip by its first bytes; a case is not one. */
export async function isZip(path: string): Promise<boolean> {
  // Opening a named pipe waits for a writer for ever.
  const isFile = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  const file = isFile ? await open(path, 'r').catch(() => null) : null;
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(ZIP_START.length), 0, ZIP_START.length, 0);
    return bytesRead === ZIP_START.length && buffer.equals(ZIP_START);
  } finally {
    await file.close();
  }
}

export interface Capsule {
  contents: CapsuleContents;
  /** Of all files in it, also of those that the table of contents does not name. */
  names: readonly string[];
  /** @returns SHA-256 and length; null if it is not there. @throws EngineError capsule/damaged; the abort reason */
  fingerprint(name: string, signal: AbortSignal): Promise<{ sha256: string; bytes: number } | null>;
  /** @throws EngineError capsule/damaged, also if it is not there */
  bytes(name: string): Promise<Buffer>;
  /** @throws EngineError capsule/damaged, also if it is not there */
  unpack(name: string, to: string, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** @throws EngineError capsule/not-a-capsule, capsule/damaged */
export async function openCapsule(path: string): Promise<Capsule> {
  const zip = await openPromise(path, { autoClose: false }).catch((cause: unknown) => {
    throw damaged(path, (cause as Error).message, cause);
  });
  try {
    const entries = await entriesOf(zip, path);
    const needed = (name: string) => {
      const entry = entries.get(name);
      if (entry === undefined) throw damaged(path, `it lacks ${name}`);
      return entry;
    };
    const bytes = async (name: string, limit = MAX_FRAME_BYTES) => {
      const entry = needed(name);
      if (entry.uncompressedSize > limit) throw damaged(path, `${name} is too large`);
      const pieces: Buffer[] = [];
      for await (const piece of piecesOf(zip, entry, path)) pieces.push(piece);
      return Buffer.concat(pieces);
    };
    return {
      contents: contentsOf(await bytes(CONTENTS_FILE, MAX_CONTENTS_BYTES), path),
      names: [...entries.keys()],
      async fingerprint(name, signal) {
        const entry = entries.get(name);
        if (entry === undefined) return null;
        const hash = createHash('sha256');
        for await (const piece of piecesOf(zip, entry, path)) {
          signal.throwIfAborted();
          hash.update(piece);
        }
        return { sha256: hash.digest('hex'), bytes: entry.uncompressedSize };
      },
      bytes: (name) => bytes(name),
      unpack: (name, to, signal) =>
        pipeline(piecesOf(zip, needed(name), path), createWriteStream(to, { flags: 'wx' }), { signal }),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function entriesOf(zip: ZipFile, path: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  const names = new Set<string>();
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= MAX_FILES) throw damaged(path, `it holds more than ${MAX_FILES} files`);
      // Where a disk takes two names that differ in their case for one, the second file would replace the first.
      const name = entry.fileName.toLowerCase();
      if (names.has(name)) throw damaged(path, `it holds ${entry.fileName} twice`);
      names.add(name);
      entries.set(entry.fileName, entry);
    }
    if (!entries.has(CONTENTS_FILE)) throw notACapsule(path);
    const oddity = await oddityOf(path, zip, [...entries.values()]);
    if (oddity !== null) throw packedAgain(path, oddity);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw damaged(path, (error as Error).message, error);
  }
  return entries;
}

/** yauzl ends the stream with an error where it holds more or less than stated. */
async function* piecesOf(zip: ZipFile, entry: Entry, path: string): AsyncGenerator<Buffer> {
  try {
    yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw damaged(path, (cause as Error).message, cause);
  }
}

function contentsOf(bytes: Buffer, path: string): CapsuleContents {
  try {
    return capsuleContents.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    throw damaged(path, `its table of contents (${CONTENTS_FILE}) cannot be read`, cause);
  }
}

const notACapsule = (path: string) =>
  new EngineError(
    'capsule/not-a-capsule',
    `${basename(path)} is a zip file, but not a case capsule: it has no ${CONTENTS_FILE}. Choose a file from "exhibit capsule".`,
  );

const packedAgain = (path: string, oddity: string) =>
  new EngineError(
    'capsule/not-a-capsule',
    `${basename(path)} was packed again or changed by another program: ${oddity}, which Exhibit never writes. Use the capsule as it was received.`,
  );

const damaged = (path: string, why: string, cause?: unknown) =>
  new EngineError(
    'capsule/damaged',
    `The capsule ${basename(path)} is damaged: ${why.replace(/\.+$/, '')}. Ask for it again, and compare its SHA-256 with the sender's.`,
    { cause },
  );
