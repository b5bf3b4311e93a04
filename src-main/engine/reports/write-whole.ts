/** A file written whole or not at all, and never over what an examination is about. */
import { createHash, randomUUID } from 'node:crypto';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EngineError } from '../../shared/errors.ts';

/**
 * @param beforeNaming called with the SHA-256 of what was written, before the file takes its name; when it
 *   throws, nothing is left behind
 * @returns that SHA-256
 * @throws report/write-failed, and what `beforeNaming` and reading the pieces throw
 */
export async function writeWhole(
  target: string,
  pieces: Iterable<string>,
  beforeNaming?: (sha256: string) => unknown,
): Promise<string> {
  const unfinished = `${target}.${randomUUID().slice(0, 8)}.part`;
  const hash = createHash('sha256');
  try {
    await requireNoFolder(target);
    const handle = await open(unfinished, 'wx');
    try {
      for (const piece of pieces) {
        hash.update(piece);
        await handle.writeFile(piece);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    const sha256 = hash.digest('hex');
    beforeNaming?.(sha256);
    await rename(unfinished, target);
    return sha256;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw writeFailure(error, target);
  }
}

/** Whether `writeWhole` would get as far as a first byte. @throws report/write-failed */
export async function requireWritable(target: string): Promise<void> {
  const probe = `${target}.${randomUUID().slice(0, 8)}.part`;
  try {
    await requireNoFolder(target);
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (error) {
    throw writeFailure(error, target);
  }
}

/**
 * @param kept files that must stay as they are: a case and its evidence, also under another name (a link)
 * @throws report/write-failed
 */
export async function requireNoneOf(kept: Iterable<string>, target: string): Promise<void> {
  const name = await trueName(target);
  const there = await identity(target);
  for (const path of kept) {
    const same =
      path === resolve(target) || path === name || (there !== null && (await identity(path)) === there);
    if (same) {
      throw new EngineError(
        'report/write-failed',
        `${target} is the case or a file of its evidence and is not written over. Choose another name.`,
      );
    }
  }
}

/** The path with every link before its last part resolved; as it is when its folder does not exist. */
async function trueName(path: string): Promise<string> {
  const absolute = resolve(path);
  const folder = await realpath(dirname(absolute)).catch(() => dirname(absolute));
  return join(folder, basename(absolute));
}

/** One text for one file, whatever its name; null when it is not there. */
async function identity(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found && `${found.dev}:${found.ino}`;
}

async function requireNoFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR' });
}

const advice: Record<string, string> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EISDIR: 'there is a folder of that name',
  EACCES: 'there is no permission to write there',
  EPERM: 'there is no permission to write there, or another program has it open',
  EBUSY: 'another program has it open',
  EROFS: 'the disk can only be read',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'its name is too long',
};

/** Errors of the file system become the report's; those of the case, met while reading it, stay what they are. */
function writeFailure(error: unknown, target: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = advice[code];
  if (reason === undefined) return error;
  return new EngineError(
    'report/write-failed',
    `The report can't be written to ${target}: ${reason}. Choose another place.`,
    { cause: error },
  );
}
