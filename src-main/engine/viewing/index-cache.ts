/**
 * What was read of a file for viewing, kept in the settings folder, so that a long video is not read again each time
 * that it is opened. It is kept out of cases on purpose: a case comes from others, and an index that leaves frames out
 * would hide them. An entry belongs to one state of one file, to its SHA-256 and to the decoder that read it.
 */
import { chmod, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { canonicalJson } from '../support/canonical-json.ts';
import type { FileIdentity } from '../support/file-identity.ts';
import { sha256Of } from '../support/sha256.ts';
import { readVideoForm } from './read-video-form.ts';
import type { ReadVideo } from './video-reader.ts';

/** Some 40 two-hour videos, 6 MB each, or thousands of clips. */
const MOST_BYTES = 256 * 2 ** 20;
const DIGEST_BYTES = 32;

export interface IndexKey {
  identity: FileIdentity;
  /** The video stream; null for the main one. */
  stream: number | null;
  /** SHA-256 of the ffmpeg program, and source and version of ffprobe. */
  decoder: string;
}

export interface IndexCache {
  /** @returns null where there is none of this state of the file; one that is damaged or odd is deleted */
  find(key: IndexKey): Promise<{ sha256: string; read: ReadVideo } | null>;
  /** A disk that is full or read-only keeps nothing. */
  keep(key: IndexKey, sha256: string, read: ReadVideo): Promise<void>;
}

/** @param version of the engine: another one may read a file in another way */
export function indexCache(folder: string, version: string): IndexCache {
  const fileOf = (key: IndexKey) => join(folder, sha256Of(canonicalJson({ version, ...key })));
  return {
    async find(key) {
      const file = fileOf(key);
      const bytes = await bytesOf(file);
      if (bytes === null) return null;
      const kept = readBack(bytes);
      // The one used last is deleted last.
      await (kept === null ? rm(file, { force: true }) : utimes(file, new Date(), new Date())).catch(
        () => undefined,
      );
      return kept;
    },
    async keep(key, sha256, read) {
      const content = serialize({ sha256, read });
      const draft = `${fileOf(key)}.${process.pid}.draft`;
      try {
        // Titles and places of evidence are nobody else's.
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await chmod(folder, 0o700);
        await writeFile(draft, Buffer.concat([Buffer.from(sha256Of(content), 'hex'), content]));
        await rename(draft, fileOf(key));
        await deleteOldest(folder);
      } catch {
        await rm(draft, { force: true });
      }
    },
  };
}

/** null for what is not there, or is larger than all that is kept. */
async function bytesOf(file: string): Promise<Buffer | null> {
  try {
    return (await stat(file)).size > MOST_BYTES ? null : await readFile(file);
  } catch {
    return null;
  }
}

/** null for what is damaged, or no longer of this form, or written by another version of V8. */
function readBack(bytes: Buffer): ReturnType<typeof readVideoForm> {
  const content = bytes.subarray(DIGEST_BYTES);
  if (sha256Of(content) !== bytes.subarray(0, DIGEST_BYTES).toString('hex')) return null;
  try {
    return readVideoForm(deserialize(content));
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
