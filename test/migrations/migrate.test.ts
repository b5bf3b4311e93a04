import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyBeforeMigrating, migrate, versionOf } from '../../src-main/engine/cases/migrate.ts';
import { migrations } from '../../src-main/engine/cases/migrations/index.ts';
import type { Migration } from '../../src-main/engine/cases/migrations/migration.ts';

const step = (version: number, sql: string): Migration => ({ version, apply: (db) => db.exec(sql) });
const first = step(1, 'CREATE TABLE notes (text TEXT NOT NULL) STRICT');
const second = step(2, `ALTER TABLE notes ADD COLUMN author TEXT NOT NULL DEFAULT 'unknown'`);
const nothing = () => {};

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'exhibit-migrate-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('migrate', () => {
  it('rises by one a step in the list that is shipped', () => {
    const db = new Sqlite(':memory:');
    migrate(db, migrations, nothing);
    expect(versionOf(db)).toBe(migrations.length);
  });

  it('brings a case with rows through every pending step', () => {
    const db = new Sqlite(':memory:');
    migrate(db, [first], nothing);
    db.exec(`INSERT INTO notes VALUES ('seen')`);
    const versions: number[] = [];
    migrate(db, [first, second], (from, to) => versions.push(from, to));
    expect(db.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'seen', author: 'unknown' }]);
    expect(versions).toEqual([1, 2]);
  });

  it('leaves a case as it was when a later step fails', () => {
    const db = new Sqlite(':memory:');
    migrate(db, [first], nothing);
    expect(() => migrate(db, [first, second, step(3, 'no SQL')], nothing)).toThrow('syntax error');
    expect(versionOf(db)).toBe(1);
    expect(db.pragma('table_info(notes)')).toHaveLength(1);
  });

  it('refuses a case written by a newer version', () => {
    const db = new Sqlite(':memory:');
    migrate(db, [first, second], nothing);
    expect(() => migrate(db, [first], nothing)).toThrow(
      expect.objectContaining({ code: 'case/newer-than-app' }),
    );
  });

  it('refuses a list with a gap', () => {
    const db = new Sqlite(':memory:');
    expect(() => migrate(db, [first, step(3, '')], nothing)).toThrow('rise by one');
  });

  it('copies the case, version and content, before it is touched', () => {
    const path = join(folder, 'Müller 2026.exhibit');
    const db = new Sqlite(path);
    migrate(db, [first], nothing);
    db.exec(`INSERT INTO notes VALUES ('seen')`);
    const name = copyBeforeMigrating(db, path);
    expect(name).toMatch(/^Müller 2026\.version-1\.\d{8}T\d{6}Z\.exhibit$/);
    expect(readdirSync(folder)).toContain(name);
    const copy = new Sqlite(join(folder, name));
    expect(versionOf(copy)).toBe(1);
    expect(copy.prepare('SELECT text FROM notes').pluck().get()).toBe('seen');
    copy.close();
    db.close();
  });
});
