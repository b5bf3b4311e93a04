import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, openCase } from '../../src-main/engine/cases/case-file.ts';
import { makeOlder } from '../support/older-case.ts';
import { storeFinding } from '../support/stored-case.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-0007-'));
  path = join(folder, 'a.exhibit');
  const file = createCase(path, 'Exhibit test');
  storeFinding(file);
  file.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

it('keeps every model, what refers to it, and that none can be changed', async () => {
  const models = () => {
    const db = new Sqlite(path, { readonly: true });
    try {
      return [db.prepare('SELECT * FROM models').all(), db.prepare('SELECT * FROM verdict_models').all()];
    } finally {
      db.close();
    }
  };
  const before = models();
  makeOlder(path, 6);
  const file = openCase(path, 'Exhibit test');
  expect(await file.verify()).toMatchObject({ intact: true });
  file.close();
  expect(models()).toEqual(before);
  const db = new Sqlite(path);
  expect(db.pragma('foreign_key_check')).toEqual([]);
  for (const wrong of [
    `UPDATE models SET name = 'x'`,
    'DELETE FROM models',
    `INSERT INTO models (role, name, sha256, card) VALUES ('classifier', 'x', '${'a'.repeat(64)}', 'no JSON')`,
    `INSERT INTO verdict_models VALUES (1, 99, 99)`,
  ]) {
    expect(() => db.exec(wrong)).toThrow(/append-only|CHECK|FOREIGN KEY/);
  }
  db.close();
});

it('leaves a case whose rows refer to rows that are not there as it is', () => {
  makeOlder(path, 6);
  const db = new Sqlite(path);
  db.pragma('foreign_keys = OFF');
  db.exec('INSERT INTO verdict_models VALUES (1, 99, 99)');
  db.close();
  expect(() => openCase(path, 'Exhibit test')).toThrow(expect.objectContaining({ code: 'case/damaged' }));
});

it('asks no CHECK of null whether it is JSON: older versions of SQLite would say no', () => {
  const db = new Sqlite(path, { readonly: true });
  const tables = db.prepare<[], string>(`SELECT sql FROM sqlite_schema WHERE type = 'table'`).pluck().all();
  db.close();
  expect(tables.flatMap((sql) => sql.match(/\w+ TEXT CHECK \(json_valid/g) ?? [])).toEqual([]);
});

it.skipIf(spawnSync('sqlite3', ['--version']).error !== undefined)(
  'is sound to whichever SQLite this machine has',
  () => {
    const answer = execFileSync('sqlite3', [path, 'PRAGMA integrity_check; PRAGMA foreign_key_check;']);
    expect(answer.toString().trim()).toBe('ok');
  },
);
