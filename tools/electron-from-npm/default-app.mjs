/** Replaces Electron's own default app: runs the app folder named on the command line, after the module named by -r. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const preload = process.argv.indexOf('-r') + 1;
// Playwright's module removes itself from the arguments and makes the app wait until it is attached.
if (preload > 0) createRequire(import.meta.url)(process.argv[preload]);
const folder = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.');
const { name, version, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
app.setName(name);
app.setVersion(version);
app.setAppPath(folder);
// Electron sends `ready` after this has loaded: schemes and switches must be set before.
await import(pathToFileURL(join(folder, main)).href);
