/** Finds the media files in the files and folders that the user named. */
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { pathFromBytes } from '../../shared/path-text.ts';
import { diskPath } from './path-bytes.ts';
import type { Recognise } from './recognise-media.ts';

/** Names that are taken for videos and pictures without a look into the file. */
export const mediaExtensions = new Set(
  (
    'mp4 m4v mov qt 3gp 3g2 mkv webm avi wmv asf flv f4v mpg mpeg m2v ts mts m2ts vob ogv mxf dv ' +
    'jpg jpeg png webp gif'
  )
    .split(' ')
    .map((each) => `.${each}`),
);

export interface PathWithReason {
  path: string;
  reason: string;
}

export interface MediaSearch {
  /** Absolute paths, each once, folders in name order. */
  files: string[];
  /** Files in folders that were skipped because their name or kind shows that they are not evidence. */
  ignored: PathWithReason[];
  /**
   * Named paths that are not files, and paths that could not be read. A folder here means that all its content is
   * unknown.
   */
  unreadable: PathWithReason[];
}

/** Goes by names alone. */
const byName: Recognise = () => Promise.resolve('not a video or picture by its name');

/**
 * @param paths files, which are taken whatever their names say, and folders, which are searched
 * @param recognise looks into files of folders whose names do not say what they are
 */
export async function findMedia(
  paths: readonly string[],
  { recognise = byName, signal }: { recognise?: Recognise; signal?: AbortSignal | undefined } = {},
): Promise<MediaSearch> {
  const files = new Set<string>();
  const ignored: PathWithReason[] = [];
  const unreadable: PathWithReason[] = [];
  const visited = new Set<string>();

  async function visitFolder(folder: string): Promise<void> {
    signal?.throwIfAborted();
    // A link back to a parent folder would otherwise never end.
    const real = (await realpath(diskPath(folder), { encoding: 'buffer' })).toString('latin1');
    if (visited.has(real)) return;
    visited.add(real);
    const names = (await readdir(diskPath(folder), { encoding: 'buffer' })).map(pathFromBytes);
    names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    for (const name of names) await visit(join(folder, name), false);
  }

  async function visit(path: string, named: boolean): Promise<void> {
    // A path that the user named must be reported if it is not analysed.
    const leftOut = named ? unreadable : ignored;
    const code = named ? ' [media/not-a-file]' : '';
    try {
      const found = await stat(diskPath(path));
      if (found.isDirectory()) await visitFolder(path);
      else if (!found.isFile()) leftOut.push({ path, reason: `not a file${code}` });
      // Reading the open case would release the lock that this process has on it (POSIX).
      else if (extname(path).toLowerCase() === '.exhibit')
        leftOut.push({ path, reason: `a case, not evidence${code}` });
      else if (named || mediaExtensions.has(extname(path).toLowerCase())) files.add(path);
      else {
        const reason = await recognise(path);
        if (reason === null) files.add(path);
        else ignored.push({ path, reason });
      }
    } catch (error) {
      if (signal?.aborted) throw error;
      unreadable.push({ path, reason: reasonOf(error, named) });
    }
  }

  for (const path of paths) await visit(resolve(path), true);
  return { files: [...files], ignored, unreadable };
}

function reasonOf(error: unknown, named: boolean): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' && named) return 'does not exist; check its spelling [media/not-found]';
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
