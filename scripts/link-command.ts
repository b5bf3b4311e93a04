/**
 * Puts the command `exhibit` where npm puts those of packages, so that `npx exhibit` starts at once. A command that
 * package.json names (`bin`) npx installs anew into a folder of its own each time, which takes longer than most commands.
 */
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './folders.ts';

const commands = join(projectFolder, 'node_modules', '.bin');
const link = join(commands, 'exhibit');
rmSync(link, { force: true });
if (process.platform === 'win32') {
  // npx looks for the first of them, and Windows runs the second.
  writeFileSync(link, '#!/bin/sh\nexec node "$(dirname "$0")/../../bin/exhibit.mjs" "$@"\n');
  writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\bin\\exhibit.mjs" %*\r\n');
} else {
  symlinkSync(join('..', '..', 'bin', 'exhibit.mjs'), link);
}
