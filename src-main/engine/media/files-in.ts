/** All files under a folder, to any depth; links are not followed. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathFromBytes } from '../../shared/path-text.ts';
import { diskPath } from './path-bytes.ts';

/** @param onUnreadable is told of what the system does not let us look at, with its error */
export async function* filesIn(
  folder: string,
  onUnreadable: (path: string, error: unknown) => void,
): AsyncGenerator<{ path: string; sizeBytes: number }> {
  const names = await readdir(diskPath(folder), { encoding: 'buffer' }).catch((error: unknown) => {
    onUnreadable(folder, error);
    return [];
  });
  for (const name of names) {
    const path = join(folder, pathFromBytes(name));
    const stats = await lstat(diskPath(path)).catch((error: unknown) => onUnreadable(path, error));
    if (!stats) continue;
    if (stats.isDirectory()) yield* filesIn(path, onUnreadable);
    else if (stats.isFile()) yield { path, sizeBytes: stats.size };
  }
}
