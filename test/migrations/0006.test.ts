import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createCase, openCase } from '../../src-main/engine/cases/case-file.ts';
import { initial } from '../../src-main/engine/cases/migrations/0001-initial.ts';
import { notebook } from '../../src-main/engine/cases/migrations/0004-notebook.ts';
import { people } from '../../src-main/engine/cases/migrations/0006-people.ts';
import { noDetails } from '../../src-main/shared/notebook.ts';
import { makeOlder } from '../support/older-case.ts';

it('keeps every record, its reference to the one that it undoes, and that none can be changed', () => {
  const db = new Sqlite(':memory:');
  db.pragma('foreign_keys = ON');
  initial.apply(db);
  notebook.apply(db);
  db.exec(
    `INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES ('/a', 'a', 1, 'waiting', 't')`,
  );
  const insert = db.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  insert.run(3, 'note', 'note/1', 1, '{}', 'A. Smith', 't', 'change', null);
  insert.run(7, 'note', 'note/1', 1, null, 'A. Smith', 't', 'undo', 3);
  const before = db.prepare('SELECT * FROM records').all();
  db.transaction(() => people.apply(db)).exclusive();
  expect(db.prepare('SELECT * FROM records').all()).toEqual(before);
  db.exec(`INSERT INTO records VALUES (8, 'people', 'people/1', 1, '{}', 'A. Smith', 't', 'change', NULL)`);
  for (const wrong of [
    `UPDATE records SET content = '{}'`,
    'DELETE FROM records',
    `INSERT INTO records VALUES (9, 'people', 'people/1', NULL, '{}', 'A. Smith', 't', 'change', NULL)`,
    `INSERT INTO records VALUES (9, 'opinion', 'people/1', 1, '{}', 'A. Smith', 't', 'change', NULL)`,
    `INSERT INTO records VALUES (9, 'note', 'note/1', 1, '{}', 'A. Smith', 't', 'undo', 99)`,
  ]) {
    expect(() => db.exec(wrong)).toThrow(/append-only|CHECK|FOREIGN KEY/);
  }
  expect(db.pragma('foreign_key_check')).toEqual([]);
  const [{ strict }] = db.pragma("table_list('records')") as [{ strict: number }];
  expect(strict).toBe(1);
});

it('leaves the notebook of an older case as its audit log has it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'exhibit-0006-'));
  const path = join(folder, 'older.exhibit');
  const older = createCase(path, 'Exhibit test');
  older.records.store({
    kind: 'examiner',
    subject: 'examiner',
    evidenceId: null,
    content: { name: 'A. Smith' },
  });
  const details = { kind: 'details', subject: 'details', evidenceId: null } as const;
  older.records.store({ ...details, content: { ...noDetails, agency: 'Lab 4' } });
  older.records.undo();
  older.close();
  makeOlder(path, 5);

  const file = openCase(path, 'Exhibit test');
  expect([...file.audit.entries()].map(({ action }) => action)).toContain('case-migrated');
  expect(await file.verify()).toMatchObject({ intact: true });
  expect(file.records.redo()?.content).toMatchObject({ agency: 'Lab 4' });
  file.close();
  rmSync(folder, { recursive: true });
});
