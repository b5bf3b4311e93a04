/**
 * Where a link in a stranger's folder leads, found without a look at its target: that would tell another computer who
 * looks, or open what the system shows of itself.
 */
import { readlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathFromBytes } from '../../shared/path-text.ts';
import { placeOfPath } from '../../shared/path-place.ts';
import { diskPath } from './path-bytes.ts';

/** The system follows no more either: what comes after is not reached. */
const MOST_LINKS = 40;

/**
 * @param path absolute
 * @returns whether a link on the way leads to another computer, to a device or into the system. On Windows links are not
 *   looked at yet.
 */
export async function leadsAway(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  let left = path.split('/');
  let at = '/';
  let links = 0;
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      at = dirname(at);
      continue;
    }
    const next = join(at, part);
    if (placeOfPath(next, process.platform).kind !== 'local') return true;
    const target = await readlink(diskPath(next), { encoding: 'buffer' }).catch(() => null);
    if (target === null) {
      at = next;
      continue;
    }
    if ((links += 1) > MOST_LINKS) return false;
    const text = pathFromBytes(target);
    left = [...text.split('/'), ...left];
    if (text.startsWith('/')) at = '/';
  }
  return false;
}
