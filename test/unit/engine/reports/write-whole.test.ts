import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeWhole } from '../../../../src-main/engine/reports/write-whole.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-whole-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('deletes what a killed process left of the same file, and nothing that somebody may be at work on', async () => {
  const { pid: ended } = spawnSync(process.execPath, ['--version']);
  const left = (name: string, secondsAgo: number) => {
    writeFileSync(join(folder, name), 'half');
    const then = Date.now() / 1000 - secondsAgo;
    utimesSync(join(folder, name), then, then);
    return name;
  };
  left(`r.html.${ended}-0123abcd.part`, 3600);
  const kept = [
    left(`r.html.${ended}-4567abcd.part`, 0),
    left(`r.html.${process.pid}-0123abcd.part`, 3600),
    left(`other.html.${ended}-0123abcd.part`, 3600),
    left('r.html.notes.part', 3600),
  ];
  await writeWhole(join(folder, 'r.html'), ['whole']);
  expect(readdirSync(folder).sort()).toEqual([...kept, 'r.html'].sort());
});
