import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withTemporaryFolder } from '../../../../src-main/engine/support/temporary-folder.ts';

it('is there for the work and gone after it, also when the work fails', async () => {
  const folders: string[] = [];
  const work = (folder: string) => {
    folders.push(folder);
    writeFileSync(join(folder, 'clip'), '');
    return folders.length === 2 ? Promise.reject(new Error('failed')) : Promise.resolve('done');
  };
  expect(await withTemporaryFolder(work)).toBe('done');
  await expect(withTemporaryFolder(work)).rejects.toThrow('failed');
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false]);
});

it('deletes what a process that no longer runs left behind, and nothing of one that runs', async () => {
  const ended = spawnSync(process.execPath, ['--version']).pid;
  const [left, used] = [ended, process.ppid].map((pid) => join(tmpdir(), `exhibit-${pid}-kept1X`));
  for (const folder of [left!, used!]) mkdirSync(join(folder, 'faces'), { recursive: true });
  await withTemporaryFolder(async () => {});
  expect([existsSync(left!), existsSync(used!)]).toEqual([false, true]);
  rmSync(used!, { recursive: true });
});
