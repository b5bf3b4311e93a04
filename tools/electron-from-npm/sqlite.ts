/**
 * better-sqlite3's prebuilt binary needs Node-API 10, which Node 20 and the Electron from npm do not have. Built from
 * source as a module of the experimental version, one binary works in Node 20, Node 24 and both Electrons. The
 * compiler is called here and not by node-gyp, because that needs Python and downloads Node's headers.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runtimeFolder } from '../../scripts/folders.ts';
import { isRunning } from '../../src-main/engine/support/is-running.ts';

const run = promisify(execFile);
const require = createRequire(import.meta.url);
const packageFolder = dirname(require.resolve('better-sqlite3/package.json'));
/** The library uses this file before its prebuilt ones. */
const installed = join(packageFolder, 'build', 'Release', 'better_sqlite3.node');

/** Whether `prepareSqlite` has nothing to compile. */
export const sqlitePrepared = () => existsSync(installed) || existsSync(builtFile());

/** Builds once per version (about a minute, kept in the runtime folder) and puts the binary in place. */
export async function prepareSqlite(): Promise<void> {
  if (existsSync(installed)) return;
  const built = builtFile();
  if (!existsSync(built)) await build(built);
  mkdirSync(dirname(installed), { recursive: true });
  place(built, installed);
}

function builtFile(): string {
  const { version } = require('better-sqlite3/package.json') as { version: string };
  return join(runtimeFolder, `better-sqlite3-${version}.node`);
}

async function build(target: string): Promise<void> {
  const folder = join(runtimeFolder, `${DRAFT}${process.pid}`);
  mkdirSync(folder, { recursive: true });
  removeDrafts();
  process.stdout.write(
    'Building better-sqlite3 for this Electron, once (1 to 3 minutes, more on a busy machine) ',
  );
  const alive = setInterval(() => process.stdout.write('.'), 5000);
  try {
    await Promise.all([compileSqlite(folder), compileBinding(folder)]);
    const library = join(folder, 'better_sqlite3.node');
    const link = ['-shared', '-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', 'binding.o', 'sqlite3.o', '-ldl'];
    await run('c++', [...link, '-o', library], { cwd: folder });
    place(library, target);
  } catch (error) {
    throw new Error('better-sqlite3 could not be built. Install a C and a C++20 compiler (cc, c++).', {
      cause: error,
    });
  } finally {
    clearInterval(alive);
    process.stdout.write('\n');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of builds that were stopped: a folder names its process. */
function removeDrafts(): void {
  for (const name of readdirSync(runtimeFolder).filter((each) => each.startsWith(DRAFT))) {
    if (isRunning(Number(name.slice(DRAFT.length)))) continue;
    rmSync(join(runtimeFolder, name), { recursive: true, force: true });
  }
}

const DRAFT = 'better-sqlite3.';
const common = ['-c', '-O3', '-DNDEBUG', '-fPIC', '-w'];
/** NAPI_VERSION_EXPERIMENTAL of Node's headers: every Node loads such a module. */
const experimental = 2_147_483_647;
const sqliteFolder = join(packageFolder, 'deps', 'sqlite3');

function compileSqlite(folder: string) {
  // The package's own list of SQLite options: one quoted NAME or NAME=value per line.
  const options = readFileSync(join(packageFolder, 'deps', 'defines.gypi'), 'utf8');
  const defines = [...options.matchAll(/'([A-Z0-9_]+(?:=[^']*)?)'/g)].map(([, define]) => `-D${define}`);
  return run('cc', [...common, '-std=c99', ...defines, join(sqliteFolder, 'sqlite3.c'), '-o', 'sqlite3.o'], {
    cwd: folder,
  });
}

function compileBinding(folder: string) {
  const headers = require('node-api-headers') as { include_dir: string };
  const wrapper = dirname(createRequire(join(packageFolder, 'package.json')).resolve('node-addon-api'));
  const includes = [sqliteFolder, headers.include_dir, wrapper].map((path) => `-I${path}`);
  const defines = [
    `NAPI_VERSION=${experimental}`,
    'NAPI_DISABLE_CPP_EXCEPTIONS',
    'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  ].map((define) => `-D${define}`);
  const declarations = ['-include', join(import.meta.dirname, 'node-api-experimental.h')];
  const flags = ['-std=c++20', '-fvisibility=hidden', '-fvisibility-inlines-hidden', ...declarations];
  const source = join(packageFolder, 'src', 'better_sqlite3.cpp');
  return run('c++', [...common, ...flags, ...defines, ...includes, source, '-o', 'binding.o'], {
    cwd: folder,
  });
}

/** Copies to a temporary name, then renames: a running process never sees half a file. */
function place(from: string, to: string): void {
  const draft = `${to}.${randomUUID()}`;
  copyFileSync(from, draft);
  renameSync(draft, to);
}
