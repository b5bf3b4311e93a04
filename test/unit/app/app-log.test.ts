import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLog } from '../../../src-main/app/app-log.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'exhibit-log-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('the log', () => {
  it('goes on where an earlier start left it', () => {
    const file = join(folder, 'exhibit.log');
    openLog(file).note('first');
    openLog(file).note('second');
    expect(readFileSync(file, 'utf8')).toMatch(/first\n.*second\n/);
  });

  it('begins anew when it is full and keeps the file before it, and none older', () => {
    const file = join(folder, 'exhibit.log');
    const log = openLog(file, 1000);
    for (let index = 0; index < 100; index += 1) log.note(`entry ${index} ${'x'.repeat(100)}`);
    expect(readdirSync(folder).sort()).toEqual(['exhibit.log', 'exhibit.old.log']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThan(1300);
    expect(readFileSync(file, 'utf8')).toContain('entry 99');
  });

  it.skipIf(process.platform === 'win32')('can be read by its owner alone', () => {
    const file = join(folder, 'exhibit.log');
    openLog(file).failure('evidence 1', new Error('/evidence/a.mp4 could not be read'));
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});
