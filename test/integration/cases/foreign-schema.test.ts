import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase, viewCase } from '../../../src-main/engine/cases/case-file.ts';
import { migrations } from '../../../src-main/engine/cases/migrations/index.ts';
import { makeOlder } from '../../support/older-case.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { alterSchema, tamper } from '../../support/tamper.ts';

const software = 'Exhibit test';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-foreign-'));
  path = join(folder, 'a.exhibit');
  const file = createCase(path, software);
  storeFinding(file);
  file.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Both doors, and the file stays as it is. */
function expectRefused(object: string, code = 'case/foreign-schema'): void {
  const before = readFileSync(path);
  const refusal = expect.objectContaining({ code, message: expect.stringContaining(object) });
  expect(() => viewCase(path)).toThrow(refusal);
  expect(() => openCase(path, software)).toThrow(refusal);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(folder)).toEqual(['a.exhibit']);
}

const dropped = (table: string) => `DROP TRIGGER ${table}_no_update; DROP TRIGGER ${table}_no_delete;`;

describe('a case with something in it that Exhibit does not make', () => {
  it.each([
    [
      'a trigger that falsifies every new verdict',
      `${dropped('verdicts')} CREATE TRIGGER v AFTER INSERT ON verdicts BEGIN
         UPDATE verdicts SET outcome = 'likely-real', score = 0.02 WHERE id = NEW.id; END`,
      'trigger v',
    ],
    [
      'a trigger on tracks, under the name of a guard',
      `DROP TRIGGER tracks_no_update; CREATE TRIGGER tracks_no_update AFTER INSERT ON tracks BEGIN
         UPDATE tracks SET outcome = 'likely-real', score = 0.02 WHERE id = NEW.id; END`,
      'trigger tracks_no_update',
    ],
    [
      'a trigger that never ends',
      `CREATE TRIGGER w AFTER INSERT ON audit_log BEGIN
         INSERT INTO jobs WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*), 'done', 0, 0, 0, '{}', '', '' FROM n; END`,
      'trigger w',
    ],
    ['a guard taken away', 'DROP TRIGGER audit_log_no_delete', 'trigger audit_log_no_delete'],
    [
      'a view in the place of the verdicts',
      `ALTER TABLE verdicts RENAME TO kept; CREATE VIEW verdicts AS SELECT * FROM kept`,
      'table kept',
    ],
    [
      'a view that never ends in the place of the scores',
      `DROP TABLE scores; CREATE VIEW scores AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
         SELECT i AS face_id, 0.02 AS score, 0 AS sgd, 0 AS forest, 0 AS novelty FROM n`,
      'scores',
    ],
    ['another table', 'CREATE TABLE more (x TEXT)', 'table more'],
    ['another column', 'ALTER TABLE jobs ADD COLUMN x TEXT', 'table jobs'],
    [
      'a column that computes its value',
      `ALTER TABLE jobs ADD COLUMN x TEXT GENERATED ALWAYS AS (state || '!') VIRTUAL`,
      'table jobs',
    ],
    ['another index', 'CREATE INDEX more ON scores (score)', 'index more'],
    [
      'an index over an expression in the place of ours',
      'DROP INDEX verdicts_by_evidence; CREATE INDEX verdicts_by_evidence ON verdicts (evidence_id + 1, id)',
      'index verdicts_by_evidence',
    ],
    [
      'an index that leaves rows out',
      'DROP INDEX verdicts_by_evidence; CREATE INDEX verdicts_by_evidence ON verdicts (evidence_id, id) WHERE score < 0.5',
      'index verdicts_by_evidence',
    ],
    ['statistics that steer the query planner', 'ANALYZE', 'table sqlite_stat'],
    [
      'a table that is no longer strict',
      `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'scores'`,
      'table scores',
    ],
    [
      'a check taken out of a table',
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = replace(sql, 'score REAL CHECK (score BETWEEN 0 AND 1)', 'score REAL') WHERE name = 'verdicts'`,
      'table verdicts',
    ],
    [
      'two tables in one place of the file',
      `PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'crops') WHERE name = 'thumbnails'`,
      'thumbnails',
    ],
  ])('is refused for %s, and the object is named', (_what, sql, object) => {
    alterSchema(path, sql);
    expectRefused(object);
  });

  it.each(migrations.slice(0, -1).map(({ version }) => version))(
    'is refused before it is migrated from version %i',
    (version) => {
      makeOlder(path, version);
      alterSchema(path, 'CREATE TRIGGER v AFTER INSERT ON audit_log BEGIN UPDATE jobs SET done = 0; END');
      const refusal = expect.objectContaining({ code: 'case/foreign-schema' });
      expect(() => openCase(path, software)).toThrow(refusal);
      expect(readdirSync(folder)).toEqual(['a.exhibit']);
    },
  );

  it.each([-5, 0])('is refused for the version %i, which no Exhibit writes', (version) => {
    alterSchema(path, `PRAGMA user_version = ${version}`);
    expectRefused(path, 'case/damaged');
  });
});

describe('an intact case', () => {
  it.each(migrations.map(({ version }) => version))(
    'of version %i opens, is migrated, and all that it holds is sound',
    async (version) => {
      makeOlder(path, version);
      const file = openCase(path, software);
      expect(await file.verify()).toMatchObject({ intact: true, faults: [] });
      expect(file.evidence.list()).toMatchObject([{ outcome: 'likely-fake', score: 0.835 }]);
      file.close();
      const view = viewCase(path);
      expect((await view.verify()).intact).toBe(true);
      view.close();
    },
  );

  it('opens after another program has packed it', async () => {
    alterSchema(path, 'VACUUM');
    const file = openCase(path, software);
    expect((await file.verify()).intact).toBe(true);
    file.close();
  });
});

describe('rows that no finding speaks of', () => {
  it.each([
    [
      'a model',
      `INSERT INTO models VALUES (99, 'embedder', 'mine', '${'f'.repeat(64)}', NULL)`,
      'model mine',
    ],
    ['a score without its face', 'INSERT INTO scores VALUES (999, 0.5, NULL, NULL, NULL)', 'scores'],
    [
      'a track without its finding',
      `INSERT INTO tracks VALUES (99, 99, 1, 0, 1, 'likely-real', 0.1, NULL, '["x"]')`,
      'tracks',
    ],
    ['a crop without its face', `INSERT INTO crops VALUES (999, x'00')`, 'crops'],
  ])('are named: %s', async (_what, sql, name) => {
    tamper(path, sql);
    const file = openCase(path, software);
    expect(await file.verify()).toMatchObject({
      intact: false,
      faults: [{ problem: expect.stringContaining(name) }],
    });
    file.close();
  });

  it('an index that hides the newest finding is found at opening', () => {
    const file = openCase(path, software);
    storeFinding(file);
    file.close();
    // The index is filled as if the newest belonged to another file, and then called by its old words again.
    const whole = 'CREATE INDEX verdicts_by_evidence ON verdicts (evidence_id, id)';
    alterSchema(
      path,
      `DROP INDEX verdicts_by_evidence;
       CREATE INDEX verdicts_by_evidence ON verdicts (iif(id = 2, 7, evidence_id), id); PRAGMA writable_schema = ON;
       UPDATE sqlite_schema SET sql = '${whole}' WHERE name = 'verdicts_by_evidence'`,
    );
    const db = new Sqlite(path, { readonly: true });
    expect(db.prepare('SELECT max(id) FROM verdicts WHERE evidence_id = 1').pluck().get()).toBe(1);
    db.close();
    expectRefused('verdicts_by_evidence', 'case/damaged');
  });
});
