/** Finds the media files in the files and folders that the user named. */
import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathFromBytes } from '../../shared/path-text.ts';
import { inParallel } from '../support/in-parallel.ts';
import { leadsAway } from './link-target.ts';
import { diskPath } from './path-bytes.ts';
import type { LeftOut, Recognise } from './recognise-media.ts';

export interface PathWithReason {
  path: string;
  reason: string;
}

export interface MediaSearch {
  /** Absolute paths, each once, folders in name order. */
  files: string[];
  /** Files in folders that surely are no evidence, by their content. */
  ignored: PathWithReason[];
  /**
   * What may be evidence and could not be recognised or read, and named paths that are no videos or pictures. A folder
   * here means that all its content is unknown.
   */
  unreadable: PathWithReason[];
}

/** What is known of a path; null when its content has to be looked at, and when it is to be examined. */
interface Found {
  path: string;
  /** Whether the user named the file itself. */
  named: boolean;
  leftOut: LeftOut | null;
}

/** A case and what SQLite keeps beside it. Reading them would release the lock that this process has on it (POSIX). */
const caseFile = /\.exhibit(?:-wal|-shm|-journal)?$/i;

/**
 * @param paths files, which are taken unless they surely are no evidence, and folders, which are searched
 * @param recognise looks into the files
 * @param ownFiles of the case that this process has open, whatever its name
 * @param onProgress told how many files were found, then how many of them were looked into
 */
export async function findMedia(
  paths: readonly string[],
  {
    recognise,
    signal,
    ownFiles = [],
    onProgress,
  }: {
    recognise: Recognise;
    signal?: AbortSignal | undefined;
    ownFiles?: readonly string[];
    onProgress?: ((done: number, total: number | null) => void) | undefined;
  },
): Promise<MediaSearch> {
  const found = new Map<string, Found>();
  const toRecognise: Found[] = [];
  const visited = new Set<string>();
  const own = await Promise.all(ownFiles.map((path) => stat(path).catch(() => null)));
  const isOwn = ({ dev, ino }: Stats) => own.some((each) => each?.dev === dev && each.ino === ino);

  async function visitFolder(folder: string): Promise<void> {
    signal?.throwIfAborted();
    // A link back to a parent folder would otherwise never end.
    const real = (await realpath(diskPath(folder), { encoding: 'buffer' })).toString('latin1');
    if (visited.has(real)) return;
    visited.add(real);
    const entries = (await readdir(diskPath(folder), { encoding: 'buffer', withFileTypes: true })).map(
      (entry) => ({ name: pathFromBytes(entry.name), isLink: entry.isSymbolicLink() }),
    );
    entries.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    for (const { name, isLink } of entries) {
      const path = join(folder, name);
      // What the user named as well is looked at.
      if (isLink && !found.has(path) && (await leadsAway(path)))
        found.set(path, { path, named: false, leftOut: leadingAway });
      else await visit(path, false);
    }
  }

  async function visit(path: string, named: boolean): Promise<void> {
    /** A path that the user named must be reported if it is not analysed. */
    const leaveOut = (reason: string) =>
      found.set(path, { path, named, leftOut: { reason, isOther: true, code: 'media/not-a-file' } });
    try {
      const stats = await stat(diskPath(path));
      if (stats.isDirectory()) await visitFolder(path);
      else if (!stats.isFile()) leaveOut('not a file');
      else if (caseFile.test(basename(path)) || isOwn(stats)) leaveOut('a case, not evidence');
      else if (named || !found.has(path)) {
        const file: Found = { path, named, leftOut: null };
        found.set(path, file);
        toRecognise.push(file);
        onProgress?.(toRecognise.length, null);
      }
    } catch (error) {
      if (signal?.aborted) throw error;
      found.set(path, { path, named, leftOut: unreadable(error, named) });
    }
  }

  for (const path of paths) await visit(resolve(path), true);
  let done = 0;
  await inParallel(toRecognise, availableParallelism(), async (file) => {
    signal?.throwIfAborted();
    try {
      const leftOut = await recognise(file.path);
      // What a person names may be evidence of a kind that is not recognised: its analysis says what it is.
      file.leftOut = file.named && leftOut?.isOther === false ? null : leftOut;
    } catch (error) {
      if (signal?.aborted) throw error;
      file.leftOut = unreadable(error, false);
    }
    onProgress?.(++done, toRecognise.length);
  });
  const reasons = [...found.values()].flatMap(({ path, named, leftOut }) =>
    leftOut === null ? [] : [{ path, ...toldOf(leftOut, named) }],
  );
  const told = (isOther: boolean) =>
    reasons.filter((each) => each.isOther === isOther).map(({ path, reason }) => ({ path, reason }));
  return {
    files: [...found.values()].filter(({ leftOut }) => leftOut === null).map(({ path }) => path),
    ignored: told(true),
    unreadable: told(false),
  };
}

const leadingAway: LeftOut = {
  reason: 'a link to another computer or into the system, which is not followed; add its target by itself',
  isOther: false,
  code: 'media/not-a-file',
};

/** What the user named is reported with its code, also when it surely is something else. */
const toldOf = ({ reason, isOther, code }: LeftOut, named: boolean) =>
  named ? { reason: `${reason} [${code}]`, isOther: false } : { reason, isOther };

const unreadable = (error: unknown, named: boolean): LeftOut =>
  named && (error as NodeJS.ErrnoException).code === 'ENOENT'
    ? { reason: 'does not exist; check its spelling', isOther: false, code: 'media/not-found' }
    : { reason: reasonOf(error), isOther: false, code: 'media/unreadable' };

/** Why the system did not let us look at a path. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return `${reasons[code] ?? 'could not be read'} (${code})`;
}

const reasons: Record<string, string> = {
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ENOENT: 'a link without a target, or a file that was removed during the search',
  ELOOP: 'links that form a circle',
  EIO: 'the disk reports an error',
  ESTALE: 'its network share is not available',
  ENAMETOOLONG: 'its path is too long',
};
