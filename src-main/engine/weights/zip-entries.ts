/**
 * The files in a zip archive, held in memory. What the archive says of itself is not believed: yauzl refuses a
 * directory that makes no sense and an entry that unpacks to another size than it claims; here the sum of the
 * claims is limited before anything is unpacked, and every entry must have its checksum.
 */
import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { EngineError } from '../../shared/errors.ts';
import { MAX_WEIGHTS_BYTES, unreadable } from './stored-tensor.ts';

/** Of Inception-ResNet v1 there are some 700. */
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
      throw unreadable('the archive claims to hold more than any file of weights does; it was not unpacked');
    }
    entries.push(entry);
  }
  return entries;
}

async function unpack(zip: ZipFile, entries: readonly Entry[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (entry.fileName.endsWith('/')) continue;
    if (files.has(entry.fileName)) throw damaged(`it holds ${entry.fileName} twice`);
    const bytes = await buffer(await zip.openReadStreamPromise(entry));
    if (crc32(bytes) !== entry.crc32) throw damaged(`the checksum of ${entry.fileName} is wrong`);
    files.set(entry.fileName, bytes);
  }
  return files;
}

const damaged = (why: string, cause?: unknown) =>
  unreadable(`the archive is damaged (${why}); get the file again`, cause);
