/** What `npm install` leaves for `npx exhibit`. */
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from '../../support/face-clip.ts';

test.skipIf(process.platform === 'win32')('npx finds the command among those of packages', () => {
  const link = join(project, 'node_modules', '.bin', 'exhibit');
  expect(realpathSync(link)).toBe(realpathSync(join(project, 'bin', 'exhibit.mjs')));
});

test('package.json names no command, which npx would install anew at each start', () => {
  expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))).not.toHaveProperty('bin');
});
