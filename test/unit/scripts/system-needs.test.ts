import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testNeeds } from '../../../scripts/system-needs.ts';

const project = join(import.meta.dirname, '..', '..', '..');

it('names every program that tests are skipped without, as a package of Debian and of the checks on GitHub', () => {
  const packages = testNeeds.flatMap(({ debian }) => debian.flat());
  expect(packages).toEqual(expect.arrayContaining(['ffmpeg', 'bubblewrap', 'openssl', 'libvulkan1', 'xvfb']));
  const installed = readFileSync(join(project, '.github', 'workflows', 'check.yml'), 'utf8').split(/\s+/);
  for (const name of packages) expect(installed).toContain(name);
});
