import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireOutputPlace } from '../../../../src-main/engine/support/output-place.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'exhibit-place-'))));
afterEach(() => rm(folder, { recursive: true }));

const riff = Buffer.concat([Buffer.from('RIFF'), Buffer.alloc(4), Buffer.from('AVI LIST')]);

describe('an output', () => {
  it.each<[string, string, Buffer | null]>([
    ['a database of any name', 'notes.csv', null],
    ['a video of any name', 'notes.json', riff],
    ['a video that its first bytes do not tell', 'camera.MXF', Buffer.from('06')],
    ['an empty case', 'other.exhibit', Buffer.alloc(0)],
    ['what a crash left beside a case', 'other.exhibit-wal', Buffer.from('log')],
  ])('never replaces %s, also when told to', async (_what, name, content) => {
    const path = join(folder, name);
    if (content) await writeFile(path, content);
    else new Sqlite(path).exec('CREATE TABLE t (x)').close();
    const before = await readFile(path);
    await expect(requireOutputPlace(path, true)).rejects.toMatchObject({ code: 'output/kept' });
    expect((await readFile(path)).equals(before)).toBe(true);
  });

  it('replaces an earlier output only when told to', async () => {
    const path = join(folder, 'report.html');
    await expect(requireOutputPlace(path, false)).resolves.toBeUndefined();
    await writeFile(path, '<html>');
    await expect(requireOutputPlace(path, false)).rejects.toMatchObject({ code: 'output/exists' });
    await expect(requireOutputPlace(path, true)).resolves.toBeUndefined();
  });
});
