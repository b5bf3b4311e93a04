/**
 * Where a link in a stranger's folder leads, found without a look at its target: that would tell another computer who
 * looks, or open what the system shows of itself. The rule is the same on every system; that of Windows was never run on
 * Windows, only as text.
 */
import { readlink } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { pathFromBytes } from '../../shared/path-text.ts';
import { placeBeyond } from '../../shared/path-place.ts';
import { diskPath } from './path-bytes.ts';

/** What a link names; null for what is no link. Junctions of Windows are links for Node. */
type TargetOf = (path: string) => Promise<string | null>;

/** The system follows no more either: what comes after is not reached. */
const MOST_LINKS = 40;

/**
 * @param path absolute
 * @returns whether a link on the way leads to another computer than the one that the path is on, to a device or into the
 *   system
 */
export async function leadsAway(
  path: string,
  targetOf: TargetOf = readTarget,
  platform: string = process.platform,
): Promise<boolean> {
  const isWindows = platform === 'win32';
  const rules = isWindows ? win32 : posix;
  const isFollowed = (at: string) => placeBeyond(at, path, platform) === null;
  const startOf = isWindows ? windowsStart : posixStart;

  let { at, rest: left } = startOf(path, '');
  let links = 0;
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      at = rules.dirname(at);
      continue;
    }
    const next = rules.join(at, part);
    if (!isFollowed(next)) return true;
    const target = await targetOf(next);
    if (target === null) {
      at = next;
      continue;
    }
    if ((links += 1) > MOST_LINKS) return false;
    // Windows goes back by names, whatever these are; elsewhere it is the folder to which a link led.
    if (isWindows && leadsBackOverName(target)) return true;
    const start = startOf(target, at);
    if (start.isShare && !isFollowed(start.at)) return true;
    at = start.at;
    left = [...start.rest, ...left];
  }
  return false;
}

interface Start {
  /** A folder that is no link. */
  at: string;
  rest: string[];
  /** It may be on another computer, or no file at all. */
  isShare: boolean;
}

const posixStart = (text: string, from: string): Start => ({
  ...{ at: text.startsWith('/') ? '/' : from, rest: text.split('/'), isShare: false },
});

/** @param from whose drive counts where a target begins with one slash alone */
function windowsStart(text: string, from: string): Start {
  const [onDrive, drive] = /^(?:[\\/]{2}\?[\\/])?([a-z]:)[\\/]/i.exec(text) ?? [];
  if (drive !== undefined) return start(`${drive}\\`, text.slice(onDrive!.length), false);
  // Two slashes begin a share or a device; a drive without a slash is wherever somebody was last on it.
  if (/^(?:[\\/][\\/?]|[a-z]:)/i.test(text)) {
    const [share = text] = /^[\\/]{2}[^\\/]+[\\/]+[^\\/]+/.exec(text) ?? [];
    return start(share, text.slice(share.length), true);
  }
  return start(/^[\\/]/.test(text) ? win32.parse(from).root : from, text, false);
}

const start = (at: string, rest: string, isShare: boolean): Start => ({
  ...{ at, rest: rest.split(/[\\/]/), isShare },
});

function leadsBackOverName(target: string): boolean {
  const parts = target.split(/[\\/]/);
  const name = parts.findIndex((part) => !['', '.', '..'].includes(part));
  return name !== -1 && parts.includes('..', name);
}

async function readTarget(path: string): Promise<string | null> {
  const target = await readlink(diskPath(path), { encoding: 'buffer' }).catch(() => null);
  return target && pathFromBytes(target);
}
