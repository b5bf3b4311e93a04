/**
 * Which files that a case names may be looked up. A case comes from strangers, and a mere look at a file on another
 * computer tells that computer who looks: on Windows it sends the account's login hash.
 */
import { EngineError } from '../../shared/errors.ts';
import type { KnownComputers } from './known-computers.ts';
import { pathText } from '../../shared/path-text.ts';
import { placeBeyond } from '../../shared/path-place.ts';

/** What is asked of the known computers. */
export type IsKnown = Pick<KnownComputers, 'has'>;

export const noneKnown: IsKnown = { has: () => false };

/** @throws EngineError media/unknown-host, media/not-a-file, media/not-found */
export function requireReachable(
  path: string,
  { casePath, known }: { casePath: string; known: IsKnown },
  platform: string = process.platform,
): string {
  const place = placeBeyond(path, casePath, platform, (host) => known.has(host));
  if (place === null) return path;
  if (place.kind === 'system') {
    throw new EngineError(
      'media/not-a-file',
      'The case names a device or a place of the system itself, so it is not opened. Copy the data to a file and add that.',
    );
  }
  if (place.kind === 'foreign') {
    throw new EngineError(
      'media/not-found',
      'The path in the case is not a path of this system. Find the file with "Find moved file" in its menu, or add it here.',
    );
  }
  throw new EngineError(
    'media/unknown-host',
    `${pathText(path)} is on the computer ${pathText(place.host)}. You have not added files of ${pathText(place.host)} on this computer. Opening it would tell ${pathText(place.host)} who you are, so Exhibit does not open it. If you trust ${pathText(place.host)}, add the file yourself. Otherwise find a copy with "Find moved file" in its menu.`,
  );
}
