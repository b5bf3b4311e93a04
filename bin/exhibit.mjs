#!/usr/bin/env node
// Written for any Node, so that an old one can be told which it needs.
import { existsSync } from 'node:fs';

/** The oldest of `engines` in package.json. */
const needed = [22, 13];
const built = new URL('../dist/main/cli.js', import.meta.url);

const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(
    `exhibit needs Node ${needed.join('.')} or newer and was started with ${process.versions.node}. ` +
      'In the project folder, "npx exhibit" starts it with the right one.',
  );
  process.exit(2);
} else if (existsSync(built)) {
  void import(built.href);
} else {
  console.error('exhibit is not built: run "npm run build" in the project folder.');
  process.exit(2);
}
