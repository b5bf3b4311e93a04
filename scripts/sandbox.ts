/**
 * Chromium's sandbox on Linux. It cannot work for root. For others it needs user namespaces or a helper program that
 * root owns.
 */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SET_USER_ID = 0o4000;

/**
 * @returns arguments for Electron
 * @throws Error that names the command to run if the sandbox cannot work: Electron's own message is unclear
 */
export function sandboxArguments(electron: string): string[] {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) {
    process.stderr.write('Started as root: the window runs without its sandbox. Use an ordinary account.\n');
    return ['--no-sandbox'];
  }
  const helper = join(dirname(electron), 'chrome-sandbox');
  if (hasUserNamespaces() || ownedByRoot(helper)) return [];
  throw new Error(
    'This system does not allow the sandbox of the window (user namespaces are switched off). ' +
      `Run as root: chown root:root '${helper}' && chmod 4755 '${helper}'`,
  );
}

/** If `unshare` is missing, we cannot know: then Electron is tried. */
function hasUserNamespaces(): boolean {
  const { status, error } = spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' });
  return error !== undefined || status === 0;
}

function ownedByRoot(helper: string): boolean {
  const found = statSync(helper, { throwIfNoEntry: false });
  return found !== undefined && found.uid === 0 && (found.mode & SET_USER_ID) !== 0;
}
