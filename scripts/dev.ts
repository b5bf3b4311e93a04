/**
 * `npm run dev`: builds at every change. A changed page is reloaded in the open window; after a change of engine or app
 * the workstation is started again. The page comes from dist/ as always, so that its content policy applies here too.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { makeReady } from './find-electron.ts';
import { projectFolder } from './folders.ts';
import { sandboxArguments } from './sandbox.ts';
import { ffmpeg } from './system-needs.ts';

/** A build writes several files, one after the other. */
const SETTLE_MS = 500;

const { electron } = await makeReady([ffmpeg]);
if (electron === null) process.exit(1);
const executable = electron;
const { config } = await resolveConfig({ root: projectFolder }, 'build', 'production');
for (const part of [config?.main, config?.preload, config?.renderer]) if (part) await keepBuilt(part);

let app = start();
let timer: NodeJS.Timeout | undefined;
for (const part of ['main', 'preload']) {
  watch(join(projectFolder, 'dist', part), () => {
    clearTimeout(timer);
    timer = setTimeout(restart, SETTLE_MS);
  });
}

/** Vite's build, because electron-vite's switches watching off. Resolves after the first build. */
async function keepBuilt(part: InlineConfig): Promise<void> {
  const watcher = (await build({ ...part, build: { ...part.build, watch: {} } })) as Rolldown.RolldownWatcher;
  await new Promise<void>((resolve, reject) => {
    watcher.on('event', (event) => {
      if (event.code === 'END') resolve();
      // Later errors are printed; the next change corrects them.
      if (event.code === 'ERROR') reject(event.error);
    });
  });
}

function start(): ChildProcess {
  const child = spawn(
    executable,
    [...sandboxArguments(executable), projectFolder, ...process.argv.slice(2)],
    {
      stdio: 'inherit',
      env: { ...process.env, EXHIBIT_DEV: '1' },
    },
  );
  // The developer closed the window.
  child.once('exit', () => {
    if (child === app) process.exit(0);
  });
  return child;
}

/** The old process saves and closes its case before the new one starts. */
function restart(): void {
  const old = app;
  old.removeAllListeners('exit');
  old.once('exit', () => (app = start()));
  old.kill();
}
