#!/usr/bin/env node
// Written for any Node, so that an old one can be told which it needs.
import { existsSync } from 'node:fs';

const needed = 22;
const built = new URL('../dist/main/cli.js', import.meta.url);

if (Number(process.versions.node.split('.')[0]) < needed) {
  console.error(
    `exhibit needs Node ${needed} or newer and was started with ${process.versions.node}. ` +
      'In the project folder, "npx exhibit" starts it with the right one.',
  );
  process.exit(2);
} else if (existsSync(built)) {
  import(built.href);
} else {
  console.error('exhibit is not built: run "npm run build" in the project folder.');
  process.exit(2);
}
