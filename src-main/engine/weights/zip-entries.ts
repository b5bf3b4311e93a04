/**
 * Unpacks the files of a zip archive into memory, without trust in its directory. yauzl refuses a damaged directory
 * and an entry whose unpacked size differs from the stated size. This module limits number and stated sizes of the
 * entries before it unpacks anything, and checks the checksum of every entry.
 */
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { EngineError } from '../../shared/errors.ts';
import { requireUnpackable, unreadable } from './stored-tensor.ts';

/** Inception-ResNet v1 has about 700. */
const MAX_ENTRIES = 10_000;

/** @throws EngineError models/unreadable-weights */
export async function zipEntries(archive: Buffer): Promise<Map<string, Uint8Array>> {
  try {
    const zip = await fromBufferPromise(archive);
    return await unpack(zip, await listEntries(zip, archive.length));
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw damaged((error as Error).message, error);
  }
}

async function listEntries(zip: ZipFile, archiveBytes: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    total += entry.uncompressedSize;
    if (entries.length >= MAX_ENTRIES) {
      throw unreadable(
        `The archive has more than ${MAX_ENTRIES} entries and was not unpacked. Check that it is the right file.`,
      );
    }
    entries.push(entry);
  }
  requireUnpackable(total, archiveBytes);
  return entries;
}

async function unpack(zip: ZipFile, entries: readonly Entry[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (entry.fileName.endsWith('/')) continue;
    if (files.has(entry.fileName)) throw damaged(`it contains ${entry.fileName} twice`);
    const bytes = await bytesOf(zip, entry);
    if (crc32(bytes) !== entry.crc32) throw damaged(`the checksum of ${entry.fileName} is wrong`);
    files.set(entry.fileName, bytes);
  }
  return files;
}

/** Into memory of the stated size, once: yauzl ends the stream with an error where it holds more or less. */
async function bytesOf(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const bytes = new Uint8Array(entry.uncompressedSize);
  let at = 0;
  for await (const piece of await zip.openReadStreamPromise(entry)) {
    bytes.set(piece as Uint8Array, at);
    at += (piece as Uint8Array).length;
  }
  return bytes;
}

const damaged = (why: string, cause?: unknown) =>
  unreadable(`The archive is damaged (${why}). Get the file again.`, cause);
