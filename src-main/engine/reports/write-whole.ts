/** Writes a file completely or not at all, and never over a case or its evidence. */
import { createHash, randomUUID } from 'node:crypto';
import { lstat, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { diskPath } from '../media/path-bytes.ts';
import { isRunning } from '../support/is-running.ts';

type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * For a link, its target is written. A pipe or a terminal cannot be replaced, so it is written directly.
 * @param beforeNaming called with the SHA-256 of the content before the file gets its name; if it throws, no file
 *   remains
 * @returns that SHA-256
 * @throws report/write-failed, and the errors of `beforeNaming` and of reading the pieces
 */
export async function writeWhole(
  target: string,
  pieces: Pieces,
  beforeNaming?: (sha256: string) => unknown,
): Promise<string> {
  try {
    const { path, isStream } = await placeOf(target);
    if (isStream) {
      const written = await writePieces(path, 'w', pieces);
      beforeNaming?.(written);
      return written;
    }
    await sweep(path);
    const unfinished = unfinishedName(path);
    try {
      const written = await writePieces(unfinished, 'wx', pieces);
      beforeNaming?.(written);
      await rename(unfinished, path);
      return written;
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  } catch (error) {
    throw writeFailure(error, target);
  }
}

/** Checks that `writeWhole` can start to write. @throws report/write-failed */
export async function requireWritable(target: string): Promise<void> {
  try {
    const { path, isStream } = await placeOf(target);
    if (isStream) return;
    const probe = unfinishedName(path);
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (error) {
    throw writeFailure(error, target);
  }
}

const unfinishedName = (path: string): string => `${path}.${process.pid}-${randomUUID().slice(0, 8)}.part`;

/**
 * Deletes what a killed process left of the same file. A process of another machine on a shared disk may be at work on
 * its own; what was written to a moment ago is left.
 */
async function sweep(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  for (const entry of await readdir(folder).catch(() => [])) {
    const maker =
      entry.startsWith(`${name}.`) && /^\.(\d+)-[0-9a-f]{8}\.part$/.exec(entry.slice(name.length));
    if (!maker || isRunning(Number(maker[1]))) continue;
    const left = join(folder, entry);
    const { mtimeMs } = await stat(left).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > LEFT_MS) await rm(left, { force: true });
  }
}

/** Longer than a report pauses between two videos. */
const LEFT_MS = 60_000;

/** @returns SHA-256 of the written content */
async function writePieces(path: string, flags: 'w' | 'wx', pieces: Pieces): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(path, flags);
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      await handle.writeFile(piece);
    }
    if (flags === 'wx') await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

/** The real place of a target. @throws the reason why it cannot be written */
async function placeOf(target: string): Promise<{ path: string; isStream: boolean }> {
  const found = await stat(target).catch(() => null);
  if (found?.isFile()) return { path: await realpath(target), isStream: false };
  if (found?.isFIFO() || found?.isCharacterDevice()) return { path: target, isStream: true };
  const obstacle = found?.isDirectory() ? 'EISDIR' : 'ENOTSUP';
  const isLostLink = !found && (await lstat(target).catch(() => null))?.isSymbolicLink();
  if (found || isLostLink) throw Object.assign(new Error(target), { code: isLostLink ? 'ELOOP' : obstacle });
  return { path: target, isStream: false };
}

/** The files of a case: itself and the journals that SQLite may have beside it. */
export async function filesOfCase(path: string): Promise<string[]> {
  const real = await realpath(path).catch(() => resolve(path));
  return [resolve(path), ...['', '-wal', '-shm', '-journal'].map((suffix) => real + suffix)];
}

interface KeptFile {
  path: string;
  /** Cleared for what a case names on a computer that may not be asked: it is known by its name alone. */
  mayBeLookedUp: boolean;
}

export const keptFile = (path: string): KeptFile => ({ path, mayBeLookedUp: true });

/** What no output may replace: the case, and every file that it knows, the ones taken off its list included. */
export async function keptFiles({ path, evidence, reach }: CaseFile): Promise<KeptFile[]> {
  const mayBeLookedUp = (named: string) => {
    try {
      return reach(named) !== '';
    } catch (error) {
      if (error instanceof EngineError) return false;
      throw error;
    }
  };
  const named = [...evidence.stored()].map((row) => row.path);
  return [
    ...(await filesOfCase(path)).map(keptFile),
    ...named.map((each) => ({ path: each, mayBeLookedUp: mayBeLookedUp(each) })),
  ];
}

/**
 * @param kept files that must not change: a case and its evidence, also under another name (a link)
 * @throws report/write-failed
 */
export async function requireNoneOf(kept: Iterable<KeptFile>, target: string): Promise<void> {
  const name = await trueName(target);
  const there = await identity(target);
  for (const { path, mayBeLookedUp } of kept) {
    const same =
      path === resolve(target) ||
      path === name ||
      (mayBeLookedUp && there !== null && (await identity(path)) === there);
    if (same) {
      throw new EngineError(
        'report/write-failed',
        `${target} is the case or a file of its evidence, so it is not overwritten. Choose another name.`,
      );
    }
  }
}

/** The path with all links resolved except in its last part; unchanged if its folder does not exist. */
async function trueName(path: string): Promise<string> {
  const absolute = resolve(path);
  const folder = await realpath(dirname(absolute)).catch(() => dirname(absolute));
  return join(folder, basename(absolute));
}

/** The same text for the same file under any name; null if it does not exist. */
async function identity(path: string): Promise<string | null> {
  const found = await stat(diskPath(path), { bigint: true }).catch(() => null);
  return found && `${found.dev}:${found.ino}`;
}

const advice: Record<string, string> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder does not exist',
  EISDIR: 'a folder has this name',
  ELOOP: 'it is a link without a target',
  ENOTSUP: 'it is a disk or a socket, not a file',
  EACCES: 'you have no permission to write there',
  EPERM: 'you have no permission to write there, or another program has it open',
  EBUSY: 'another program has it open',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'its name is too long',
};

/** Turns errors of the file system into report/write-failed; errors from reading the case stay unchanged. */
function writeFailure(error: unknown, target: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = advice[code];
  if (reason === undefined) return error;
  return new EngineError(
    'report/write-failed',
    `${target} cannot be written: ${reason}. Choose another place.`,
    { cause: error },
  );
}
