/**
 * Unpacks the files of a zip archive into memory, without trust in its directory. yauzl refuses a damaged directory
 * and an entry whose unpacked size differs from the stated size. This module limits the sum of the stated sizes before
 * it unpacks anything, and checks the checksum of every entry.
 */
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { EngineError } from '../../shared/errors.ts';
import { MAX_WEIGHTS_BYTES, unreadable } from './stored-tensor.ts';

/** Inception-ResNet v1 has about 700. */
const MAX_ENTRIES = 100_000;

/** @throws EngineError models/unreadable-weights */
export async function zipEntries(archive: Buffer): Promise<Map<string, Uint8Array>> {
  try {
    const zip = await fromBufferPromise(archive);
    return await unpack(zip, await listEntries(zip));
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw damaged((error as Error).message, error);
  }
}

async function listEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    total += entry.uncompressedSize;
    if (total > MAX_WEIGHTS_BYTES || entries.length >= MAX_ENTRIES) {
      throw unreadable(
        'The archive is too large for a file of weights and was not unpacked. Check that it is the right file.',
      );
    }
    entries.push(entry);
  }
  return entries;
}

async function unpack(zip: ZipFile, entries: readonly Entry[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (entry.fileName.endsWith('/')) continue;
    if (files.has(entry.fileName)) throw damaged(`it contains ${entry.fileName} twice`);
    const bytes = await buffer(await zip.openReadStreamPromise(entry));
    if (crc32(bytes) !== entry.crc32) throw damaged(`the checksum of ${entry.fileName} is wrong`);
    files.set(entry.fileName, bytes);
  }
  return files;
}

const damaged = (why: string, cause?: unknown) =>
  unreadable(`The archive is damaged (${why}). Get the file again.`, cause);
