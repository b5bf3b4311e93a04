/** `npm start`: finds an Electron, makes it ready and opens the workstation. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeReady } from './find-electron.ts';
import { projectFolder } from './folders.ts';
import { sandboxArguments } from './sandbox.ts';
import { ffmpeg } from './system-needs.ts';

try {
  process.exitCode = await start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function start(): Promise<number> {
  if (!existsSync(join(projectFolder, 'dist', 'main', 'main.js'))) {
    throw new Error('Exhibit is not built: run "npm run build"');
  }
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Error(
      'There is no display for the window. Use the command line, which needs none: "npx exhibit --help"',
    );
  }
  // Without ffmpeg the window still opens cases and says what is missing.
  const { electron } = await makeReady([ffmpeg]);
  if (electron === null) return 1;
  return run(electron, [...sandboxArguments(electron), projectFolder, ...process.argv.slice(2)]);
}

function run(electron: string, args: string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(electron, args, { stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
