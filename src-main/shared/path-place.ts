/**
 * Where a path that a stranger wrote would lead, told from its text alone: looking it up is what has to be avoided. On
 * Windows a look at a share sends the account's login hash to its host; elsewhere `/net/host` mounts a disk of that host.
 */

export type PathPlace =
  /** A file or folder of this computer's own disks, or of a drive that its user connected. */
  | { kind: 'local' }
  /** On another computer. */
  | { kind: 'host'; host: string }
  /** A device, or what the system shows of itself. */
  | { kind: 'system' }
  /** No absolute path without detours of this system: not one that Exhibit stores here. */
  | { kind: 'foreign' };

/** `\\host\share`, `//host/share` and `\\?\UNC\host\share`. */
const unc = /^[\\/]{2}(?:\?[\\/]UNC[\\/])?([^\\/?.][^\\/]*)/i;

/** Names that Windows takes for devices in every folder and with every ending. */
const windowsDevice = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:[.:].*)?$/i;

/** Automatic mounts by the name of a host: autofs, AFS, macOS. */
const mountedByName = /^\/(?:net|afs|Network\/Servers)\/+([^/]+)/i;

/** `/proc/self/root` leads everywhere, and a look into `/dev` can rewind a tape. Shared memory holds files. */
const systemFolder = /^\/(?:proc|sys|dev(?!\/shm\/))(?:\/|$)/;

const isDetour = (part: string) => part === '' || part === '.' || part === '..';

export function placeOfPath(path: string, platform: string): PathPlace {
  if (platform === 'win32') return onWindows(path);
  const [beforeRoot, ...parts] = path.split('/');
  // With a detour, a link on the way decides where it leads.
  if (beforeRoot !== '' || parts.some(isDetour)) return { kind: 'foreign' };
  if (systemFolder.test(path)) return { kind: 'system' };
  const host = mountedByName.exec(path)?.[1];
  return host === undefined ? { kind: 'local' } : { kind: 'host', host: host.toLowerCase() };
}

/**
 * Where a path leads that a stranger wrote into a file, if it may not be looked up; null where it may: on this computer, on
 * the one that the file itself is on, and on those whose files the user added here.
 * @param from the path of the file, or of its folder
 * @param isKnown asked with the name of another computer, in lower case
 */
export function placeBeyond(
  path: string,
  from: string,
  platform: string,
  isKnown: (host: string) => boolean = () => false,
): Exclude<PathPlace, { kind: 'local' }> | null {
  const place = placeOfPath(path, platform);
  if (place.kind === 'local') return null;
  if (place.kind !== 'host') return place;
  const own = placeOfPath(from, platform);
  return (own.kind === 'host' && own.host === place.host) || isKnown(place.host) ? null : place;
}

function onWindows(path: string): PathPlace {
  const host = unc.exec(path)?.[1];
  if (host !== undefined) return { kind: 'host', host: host.toLowerCase() };
  const onDrive = /^(?:[\\/]{2}\?[\\/])?[a-z]:[\\/](.*)$/is.exec(path)?.[1];
  // `\\.\` and `\\?\GLOBALROOT\` are names of devices, behind which there may be a host as well.
  if (onDrive === undefined) return { kind: /^[\\/]/.test(path) ? 'system' : 'foreign' };
  const parts = onDrive.split(/[\\/]/);
  if (parts.some(isDetour)) return { kind: 'foreign' };
  return { kind: parts.some((part) => windowsDevice.test(part)) ? 'system' : 'local' };
}
