/** Case files that somebody changed: their bytes, their rows, their schema. */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createCase, viewCase } from '../../src-main/engine/cases/case-file.ts';
import { inspectFirst } from '../../src-main/engine/cases/inspect-first.ts';
import { sha256Of } from '../../src-main/engine/support/sha256.ts';
import type { Random } from '../../src-main/engine/support/random.ts';
import { occlusionSubject } from '../../src-main/shared/occlusion.ts';
import { peopleSubject } from '../../src-main/shared/people.ts';
import { reportOf } from '../../src-main/shared/errors.ts';
import { addition, faceAnchorOf, correction, facesAt } from '../support/corrected.ts';
import { engineScripts } from '../support/engine-scripts.ts';
import { storeFinding } from '../support/stored-case.ts';
import { alterSchema, tamper } from '../support/tamper.ts';
import { sampleFinding } from '../unit/engine/cases/sample-finding.ts';
import { contentOf } from './support/case-content.ts';
import { fuzz } from './support/fuzz.ts';
import { mutatedBytes, mutatedText } from './support/mutate.ts';

let folder: string;
let original: string;
let content: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-fuzz-case-'));
  original = join(folder, 'original.exhibit');
  const file = createCase(original, 'Exhibit test');
  storeFinding(file);
  storeFinding(file, sampleFinding({ path: '/evidence/other.mp4', sha256: 'f'.repeat(64) }));
  file.records.store({
    ...{ kind: 'examiner', subject: 'examiner', evidenceId: null },
    content: { name: 'A. Smith' },
  });
  const face = file.findings.get(1)!.tracks[0]!.faces[2]!;
  const merged = correction({ kind: 'name', face: faceAnchorOf(face), name: 'Anna' });
  const added = addition(facesAt([5, 6, 7], 700, 0.9));
  const crops = file.addedCrops.add(added.faces.map((_, index) => Uint8Array.of(0xff, 0xd8, 0x40, index)));
  const faces = added.faces.map((each, index) => ({ ...each, crop: crops[index]! }));
  file.records.store({
    ...{ kind: 'people', subject: peopleSubject(1), evidenceId: 1 },
    content: { corrections: [merged, correction({ ...added, faces })] },
  });
  const { frameIndex, box, faceId } = face;
  const corner = { x: 0, y: 0 };
  file.records.store({
    ...{ kind: 'occlusion', subject: occlusionSubject(1, faceId), evidenceId: 1 },
    content: {
      ...{ faceId, side: 1, corners: [corner, corner, corner], score: 0.8, changes: [-0.3] },
      of: { findingId: 1, frameIndex, box, picture: sha256Of(file.images.crop(faceId)!.bytes) },
      by: { classifier: 'c'.repeat(64), provider: 'cpu', exhibit: 'test' },
    },
  });
  file.evidence.fail(2, { code: 'media/decode-failed', message: 'It does not decode.' });
  file.evidence.remove([2], 'sent by mistake');
  file.close();
  const viewed = viewCase(original);
  content = contentOf(viewed);
  viewed.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What is read in this process was found sound by another one: an end of that one is an error with a code. */
const inspected = (path: string): Promise<string> =>
  inspectFirst({ path, forWork: false }, { script: engineScripts.caseInspection }).then(
    () => 'uncoded',
    (error: unknown) => reportOf(error).code,
  );

const settings = () => ({ reader: 'case', memoryMb: 1024, more: { content }, apart: inspected }) as const;

const copyIn = (into: string, number: number): string => {
  const path = join(into, `${number}.exhibit`);
  copyFileSync(original, path);
  return path;
};

it('says of bytes that were changed that they were, or says the same', async () => {
  const bytes = readFileSync(original);
  const counts = await fuzz({
    ...settings(),
    count: 32,
    make(random, into, number) {
      const path = join(into, `${number}.exhibit`);
      writeFileSync(path, mutatedBytes(bytes, random));
      return path;
    },
  });
  expect(counts['uncoded']).toBeUndefined();
});

it('says of rows that were changed that they were, or says the same', async () => {
  const counts = await fuzz({
    ...settings(),
    count: 32,
    make(random, into, number) {
      const path = copyIn(into, number);
      for (let left = 1 + random.integer(3); left > 0; left -= 1) changeRows(path, random);
      return path;
    },
  });
  expect(counts['uncoded']).toBeUndefined();
});

it('refuses a schema that was changed', async () => {
  const counts = await fuzz({
    ...settings(),
    count: 16,
    make(random, into, number) {
      const path = copyIn(into, number);
      changeSchema(path, random);
      return path;
    },
  });
  expect(counts['right']).toBeUndefined();
});

/** With the checks of SQLite off, as a program of one's own would. */
function changeRows(path: string, random: Random): void {
  const tables = namesOf(path, 'table').filter((name) => !name.startsWith('sqlite_'));
  const table = pick(tables, random);
  const columns = columnsOf(path, table);
  const column = pick(columns, random);
  const row = `rowid = (SELECT rowid FROM ${table} ORDER BY rowid LIMIT 1 OFFSET ${random.integer(4)})`;
  const other = `SELECT ${column} FROM ${table} ORDER BY rowid DESC LIMIT 1`;
  const values = [
    ...['NULL', '0', '-1', '9007199254740993', '9e999', '-9e999', '0.1', "''", "'x'", "x'00'"],
    ...["'{}'", "'[]'", "'null'", "'7'", `(${other})`, `${column} + 1`, `${column} || ' '`],
    `replace(${column}, ',', ', ')`,
    `'${mutatedText(textOf(path, table, column), random)
      .replaceAll("'", "''")
      .replaceAll('\0', '')}'`,
  ];
  const statements = [
    `UPDATE ${table} SET ${column} = ${pick(values, random)} WHERE ${row}`,
    `UPDATE ${table} SET ${column} = ${pick(values, random)}`,
    `DELETE FROM ${table} WHERE ${row}`,
    `UPDATE OR IGNORE ${table} SET rowid = rowid + ${1 + random.integer(3)}`,
    `UPDATE OR IGNORE ${table} SET rowid = -rowid WHERE ${row}`,
    `INSERT OR IGNORE INTO ${table} SELECT ${columns.map((name) => (name === 'id' || name === 'seq' ? `${name} + 100` : name)).join(', ')} FROM ${table} WHERE ${row}`,
  ];
  const statement = pick(statements, random);
  try {
    tamper(path, `PRAGMA ignore_check_constraints = ON; ${statement}`);
  } catch {
    // Types and keys of SQLite hold; then nothing was changed.
  }
}

function changeSchema(path: string, random: Random): void {
  const table = pick(
    namesOf(path, 'table').filter((name) => !name.startsWith('sqlite_')),
    random,
  );
  const trigger = pick(namesOf(path, 'trigger'), random);
  const column = pick(columnsOf(path, table), random);
  alterSchema(
    path,
    pick(
      [
        `DROP TRIGGER ${trigger}`,
        `CREATE TRIGGER planted AFTER INSERT ON ${table} BEGIN UPDATE ${table} SET ${column} = NULL; END`,
        `CREATE VIEW planted AS SELECT * FROM ${table}`,
        `CREATE TABLE planted (x)`,
        `CREATE INDEX planted ON ${table} (${column})`,
        `ALTER TABLE ${table} ADD COLUMN planted TEXT`,
        `ALTER TABLE ${table} RENAME COLUMN ${column} TO planted`,
        `CREATE VIRTUAL TABLE planted USING fts5 (x)`,
        `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || ' ' WHERE name = '${table}'`,
        `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = rootpage + 1 WHERE name = '${table}'`,
        `PRAGMA user_version = ${[-1, 0, 7, 99][random.integer(4)]}`,
        `PRAGMA application_id = ${random.integer(1000)}`,
      ],
      random,
    ),
  );
}

const pick = <T>(items: readonly T[], random: Random): T => items[random.integer(items.length)]!;

function query(path: string, sql: string): unknown[] {
  const db = new Sqlite(path, { readonly: true });
  try {
    return db.prepare(sql).pluck().all();
  } finally {
    db.close();
  }
}

const namesOf = (path: string, type: string): string[] =>
  query(path, `SELECT name FROM sqlite_schema WHERE type = '${type}' ORDER BY name`) as string[];

const columnsOf = (path: string, table: string): string[] =>
  query(path, `SELECT name FROM pragma_table_info('${table}')`) as string[];

const textOf = (path: string, table: string, column: string): string =>
  String(query(path, `SELECT ${column} FROM ${table} LIMIT 1`)[0] ?? '');
