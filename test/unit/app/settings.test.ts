import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../../src-main/app/settings.ts';

describe('the recent cases', () => {
  let folder: string;
  let settings: Settings;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-settings-'));
    settings = new Settings(join(folder, 'config', 'settings.json'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function makeCase(name: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, '');
    return path;
  }

  it('are the last ten, latest first, each once', async () => {
    const paths = [];
    for (let index = 0; index < 12; index += 1) paths.push(await makeCase(`${index}.exhibit`));
    for (const path of [...paths, paths[5]!]) await settings.rememberCase(path);
    const recent = await settings.recentCases();
    expect(recent).toHaveLength(10);
    expect(recent.slice(0, 2)).toEqual([paths[5], paths[11]]);
  });

  it('leave out what is no longer there', async () => {
    const kept = await makeCase('kept.exhibit');
    const gone = await makeCase('gone.exhibit');
    await settings.rememberCase(kept);
    await settings.rememberCase(gone);
    await rm(gone);
    expect(await settings.recentCases()).toEqual([kept]);
  });

  it('start anew when the file is damaged, and leave no drafts behind', async () => {
    await settings.rememberCase(await makeCase('first.exhibit'));
    await writeFile(join(folder, 'config', 'settings.json'), '{"recentCases": [');
    expect(await settings.recentCases()).toEqual([]);
    const path = await makeCase('second.exhibit');
    await settings.rememberCase(path);
    expect(await settings.recentCases()).toEqual([path]);
    expect(await readdir(join(folder, 'config'))).toEqual(['settings.json']);
  });
});
