/**
 * What was read of a file for viewing, kept in the settings folder, so that a long video is not read again each time
 * that it is opened. It is kept out of cases on purpose: a case comes from others, and an index that leaves frames out
 * would hide them. An entry belongs to one state of one file, to its SHA-256 and to the decoder that read it.
 */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { canonicalJson } from '../support/canonical-json.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import { sha256Of } from '../support/sha256.ts';

/** Some 40 two-hour videos, 6 MB each, or thousands of clips. */
const MOST_BYTES = 256 * 2 ** 20;
const DIGEST_BYTES = 32;

export interface IndexKey {
  identity: FileIdentity;
  /** The video stream; null for the main one. */
  stream: number | null;
  /** Source and version of ffmpeg and ffprobe. */
  decoder: string;
}

export interface IndexCache<Read> {
  /** @returns null where there is none of this state of the file, or it is damaged */
  find(key: IndexKey): Promise<{ sha256: string; read: Read } | null>;
  /** A disk that is full or read-only keeps nothing. */
  keep(key: IndexKey, sha256: string, read: Read): Promise<void>;
}

/** @param version of the engine: another one may read a file in another way */
export function indexCache<Read>(folder: string, version: string): IndexCache<Read> {
  const fileOf = (key: IndexKey) => join(folder, sha256Of(canonicalJson({ version, ...key })));
  return {
    async find(key) {
      const bytes = await readFile(fileOf(key)).catch(() => null);
      if (bytes === null) return null;
      const content = bytes.subarray(DIGEST_BYTES);
      if (sha256Of(content) !== bytes.subarray(0, DIGEST_BYTES).toString('hex')) return null;
      // The one used last is deleted last.
      await utimes(fileOf(key), new Date(), new Date()).catch(() => undefined);
      return readBack(content) as { sha256: string; read: Read } | null;
    },
    async keep(key, sha256, read) {
      const content = serialize({ sha256, read });
      const draft = `${fileOf(key)}.${process.pid}.draft`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(draft, Buffer.concat([Buffer.from(sha256Of(content), 'hex'), content]));
        await rename(draft, fileOf(key));
        await deleteOldest(folder);
      } catch {
        await rm(draft, { force: true });
      }
    },
  };
}

/** null for what another version of V8 wrote. */
function readBack(content: Buffer): unknown {
  try {
    return deserialize(content);
  } catch {
    return null;
  }
}

async function deleteOldest(folder: string): Promise<void> {
  const paths = (await readdir(folder)).map((name) => join(folder, name));
  const files = await Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(path);
      return { path, size, mtimeMs };
    }),
  );
  let bytes = 0;
  for (const { path, size } of files.toSorted((a, b) => b.mtimeMs - a.mtimeMs)) {
    bytes += size;
    if (bytes > MOST_BYTES) await rm(path, { force: true });
  }
}
