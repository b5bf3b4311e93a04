import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Settings } from '../../../src-main/app/settings.ts';

it('keeps what is sound when another part of the settings is damaged, and loses no change', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-settings-'));
  const file = join(folder, 'settings.json');
  await writeFile(
    file,
    '{"recentCases": ["/a.exhibit"], "theme": "pink", "window": {"x": "left"}, "layout": {"panelPx": -4}, "textSize": 9, "keys": {"mark": ["F2"]}}',
  );
  const settings = new Settings(file, () => expect.fail());
  settings.keep({ examiner: 'A. Smith' });
  settings.keep({ theme: 'light' });
  expect(await settings.read()).toEqual({
    ...{ recentCases: ['/a.exhibit'], examiner: 'A. Smith', theme: 'light', window: null },
    layout: { panelPx: null, chartPx: null, cropPx: null },
    ...{ filters: [], keys: { mark: ['F2'] }, textSize: 1, filmstrip: null },
  });
  await rm(folder, { recursive: true });
});

it('reads filters that were saved by English words by the keys that came after them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-settings-'));
  const file = join(folder, 'settings.json');
  const saved = (facets: Record<string, string>) => ({ name: 'mine', text: '', outcome: 'all', facets });
  const before = { conclusion: 'Fake, strongly', faces: 'No face found', remark: 'With remarks' };
  // A tag may be called as a value of another facet, and a name as what every object has.
  const own = {
    tag: 'No conclusion',
    person: 'constructor',
    constructor: 'x',
    remark: 'media/decode-failed',
  };
  await writeFile(file, JSON.stringify({ filters: [saved(before), saved(own)] }));
  const { filters } = await new Settings(file, () => expect.fail()).read();
  expect(filters).toEqual([
    saved({ conclusion: 'fake-strongly', faces: 'none', remark: 'with' }),
    saved(own),
  ]);
  await rm(folder, { recursive: true });
});

describe('the recent cases', () => {
  let folder: string;
  let settings: Settings;
  let logged: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-settings-'));
    logged = [];
    settings = new Settings(join(folder, 'config', 'settings.json'), (event) => void logged.push(event));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function makeCase(name: string): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, '');
    return path;
  }

  const opened = (path: string) => ({
    opening: 'a',
    path,
    createdAt: '',
    evidenceCount: 0,
    auditEntries: 1,
  });

  it('are the last ten, latest first, each once', async () => {
    const paths = [];
    for (let index = 0; index < 12; index += 1) paths.push(await makeCase(`${index}.exhibit`));
    for (const path of [...paths, paths[5]!]) settings.followCase(opened(path));
    const recent = await settings.recentCases();
    expect(recent).toHaveLength(10);
    expect(recent.slice(0, 2)).toEqual([paths[5], paths[11]]);
  });

  it('stay as they are when a case is closed', async () => {
    const path = await makeCase('closed.exhibit');
    settings.followCase(opened(path));
    settings.followCase(null);
    expect(await settings.recentCases()).toEqual([path]);
  });

  it('leave out what is no longer there', async () => {
    const kept = await makeCase('kept.exhibit');
    const gone = await makeCase('gone.exhibit');
    settings.followCase(opened(kept));
    settings.followCase(opened(gone));
    await settings.recentCases();
    await rm(gone);
    expect(await settings.recentCases()).toEqual([kept]);
  });

  it('start anew when the file is damaged, and leave no drafts behind', async () => {
    settings.followCase(opened(await makeCase('first.exhibit')));
    await settings.recentCases();
    await writeFile(join(folder, 'config', 'settings.json'), '{"recentCases": [');
    expect(await settings.recentCases()).toEqual([]);
    expect(logged).toEqual(['the settings']);
    const path = await makeCase('second.exhibit');
    settings.followCase(opened(path));
    expect(await settings.recentCases()).toEqual([path]);
    expect(await readdir(join(folder, 'config'))).toEqual(['settings.json']);
  });
});
