/** Finds an Electron: the official one if it is installed or can be fetched, else the one from npm. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareRuntime, preparedRuntime, runtimeAvailable } from '../tools/electron-from-npm/runtime.ts';
import { prepareSqlite, sqlitePrepared } from '../tools/electron-from-npm/sqlite.ts';
import { projectFolder } from './folders.ts';
import { compiler, electronLibraries, provide, type Need } from './system-needs.ts';

const FETCH_LIMIT_MS = 60_000;
/** Where npm installs the official Electron. */
export const packageFolder = join(projectFolder, 'node_modules', 'electron');

/**
 * Finds or makes an Electron, and provides what it and the caller need from the system.
 * `ELECTRON_OVERRIDE_DIST_PATH` names a folder with another Electron, as it does for Electron's own tools.
 * @returns an executable that can open a case, or null if something that it needs is still missing
 * @throws Error that says what to do if there is no Electron
 */
export async function makeReady(
  needs: readonly Need[],
): Promise<{ electron: string | null; missing: Need[] }> {
  const official =
    overriddenElectron() ?? officialElectron() ?? (preparedRuntime() === null ? await fetchOfficial() : null);
  if (official === null && !runtimeAvailable()) {
    throw new Error(
      'Electron is not installed. On a machine that can reach github.com, run "npx install-electron"',
    );
  }
  const compiling = official === null && !sqlitePrepared();
  const missing = provide([...needs, electronLibraries, ...(compiling ? [compiler] : [])]);
  if (missing.includes(electronLibraries) || missing.includes(compiler)) return { electron: null, missing };
  if (official !== null) return { electron: official, missing };
  const electron = await prepareRuntime();
  await prepareSqlite();
  return { electron, missing };
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

/** Runs Electron's own installer. If it cannot reach its host, it fails at once or hangs. */
function fetchOfficial(): Promise<string | null> {
  process.stdout.write('Downloading the official Electron (one minute at most) ...\n');
  return new Promise((resolve) => {
    const installer = spawn(process.execPath, [join(packageFolder, 'install.js')], {
      stdio: 'ignore',
      timeout: FETCH_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    installer.once('error', () => resolve(null));
    installer.once('exit', () => {
      const fetched = officialElectron();
      if (fetched === null) process.stdout.write('The download failed. The Electron from npm is used.\n');
      resolve(fetched);
    });
  });
}
