import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NotReadAsFile, readBounded } from '../../../../src-main/engine/support/read-bounded.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-bounded-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('gives the bytes of a file up to the limit, also behind a link', async () => {
  writeFileSync(at('a'), 'abcd');
  expect((await readBounded(at('a'), 4)).toString()).toBe('abcd');
  await expect(readBounded(at('a'), 3)).rejects.toThrow(NotReadAsFile);
  if (process.platform === 'win32') return;
  symlinkSync(at('a'), at('link'));
  expect((await readBounded(at('link'), 4)).toString()).toBe('abcd');
});

it('gives no bytes of an empty file', async () => {
  writeFileSync(at('empty'), '');
  expect(await readBounded(at('empty'), 4)).toHaveLength(0);
});

it.skipIf(process.platform === 'win32')(
  'does not open a device, a pipe or a folder, and never waits',
  async () => {
    symlinkSync('/dev/zero', at('endless'));
    expect(spawnSync('mkfifo', [at('pipe')]).status).toBe(0);
    for (const name of ['endless', 'pipe', '.'])
      await expect(readBounded(at(name), 4)).rejects.toThrow(/is no file/);
  },
);

it('leaves an error of the disk as it is', async () => {
  await expect(readBounded(at('none'), 4)).rejects.toMatchObject({ code: 'ENOENT' });
});
