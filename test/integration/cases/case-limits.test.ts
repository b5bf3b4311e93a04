import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseDatabase } from '../../../src-main/engine/cases/case-database.ts';
import { createCase, openCase, viewCase } from '../../../src-main/engine/cases/case-file.ts';
import { inspectFirst } from '../../../src-main/engine/cases/inspect-first.ts';
import { looseRows } from '../../../src-main/engine/cases/loose-rows.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { alterSchema, tamper } from '../../support/tamper.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';

const at = '2026-01-01T00:00:00.000Z';
const hash = (of: string) => `printf('%064d', ${of})`;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-limits-'));
  path = join(folder, 'a.exhibit');
  const file = createCase(path, 'Exhibit test');
  storeFinding(file);
  file.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const tooLarge = (what: string) =>
  expect.objectContaining({ code: 'case/too-large', message: expect.stringContaining(what) as string });

/** A row of each table, valid by the schema, with that number. */
const rowOf = {
  evidence: (id: number) =>
    `INSERT INTO evidence (id, path, name, size_bytes, state, added_at)
     VALUES (${id}, '/e/${id}', 'e', 1, 'waiting', '${at}')`,
  verdicts: (id: number) =>
    `CREATE TEMP TABLE one AS SELECT * FROM verdicts LIMIT 1; UPDATE one SET id = ${id};
     INSERT INTO verdicts SELECT * FROM one; DROP TABLE one`,
  models: (id: number) =>
    `INSERT INTO models (id, role, name, sha256) VALUES (${id}, 'embedder', 'm', ${hash(String(id))})`,
  jobs: (id: number) => `INSERT INTO jobs VALUES (${id}, 'cancelled', 0, 0, 0, '{}', '${at}', '${at}')`,
  records: (id: number) =>
    `INSERT INTO records (id, kind, subject, content, author, at, cause)
     VALUES (${id}, 'examiner', 'examiner', '{"name":"A"}', 'A', '${at}', 'change')`,
  audit_log: (id: number) =>
    `INSERT INTO audit_log VALUES (${id}, '${at}', 'case-opened', '{}', ${hash('0')}, ${hash(String(id))})`,
};

const limits = [
  ['evidence', 200_000, '200,000 files'],
  ['verdicts', 1_000_000, '1,000,000 findings'],
  ['models', 10_000, '10,000 models'],
  ['jobs', 200_000, '200,000 batches of analyses'],
  ['records', 500_000, '500,000 records of the notebook'],
  ['audit_log', 2_000_000, '2,000,000 entries of the audit log'],
] as const;

describe('a case with more rows than Exhibit makes', () => {
  it.each(limits)('is opened up to the limit of %s, %i, and refused beyond', (table, most, words) => {
    tamper(path, rowOf[table](most));
    viewCase(path).close();
    tamper(path, rowOf[table](most + 1));
    const refused = tooLarge(`more than ${words}`);
    expect(() => viewCase(path)).toThrow(refused);
    expect(() => openCase(path, 'Exhibit test')).toThrow(refused);
  });

  it('is refused before the window or a command reads it, where a million rows of evidence were planted', async () => {
    alterSchema(
      path,
      `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
       INSERT INTO evidence (path, name, size_bytes, state, added_at)
       SELECT '/e/' || i, 'e', i, 'waiting', '${at}' FROM n`,
    );
    await expect(
      inspectFirst({ path, forWork: false }, { script: engineScripts.caseInspection }),
    ).rejects.toThrow(tooLarge('more than 200,000 files'));
  });

  it.each([
    [
      'its list of files',
      `INSERT INTO evidence (path, name, size_bytes, state, error_code, error_message, added_at)
       SELECT '/e/' || i, 'e', 1, 'failed', 'media/unreadable', hex(zeroblob(${2 ** 24})), '${at}' FROM n`,
    ],
    [
      'the cards of its models',
      `INSERT INTO models (role, name, sha256, card)
       SELECT 'classifier', i, ${hash('i')}, json_array(hex(zeroblob(${2 ** 24}))) FROM n`,
    ],
    [
      'its notebook',
      `INSERT INTO records (kind, subject, evidence_id, content, author, at, cause)
       SELECT 'note', 'note/' || i, 1, json_array(hex(zeroblob(${2 ** 24}))), 'A', '${at}', 'change' FROM n`,
    ],
    [
      'the measurements in its audit log',
      `INSERT INTO audit_log SELECT i + (SELECT max(seq) FROM audit_log), '${at}', 'rates-measured',
         json_array(hex(zeroblob(${2 ** 24}))), ${hash('i + 100')}, ${hash('i + 200')} FROM n`,
    ],
  ])('is refused with more text in %s than is held in memory', (what, insert) => {
    tamper(path, `WITH n (i) AS (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9)) ${insert}`);
    expect(() => viewCase(path)).toThrow(tooLarge(`more than 256 MB in ${what}`));
  });
});

describe('a finding with more than Exhibit stores', () => {
  const numbers = (most: number) =>
    `WITH n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i <= ${most})`;
  const add = {
    streams: `INSERT INTO streams SELECT 1, 1000 + i, 0, 'data', '', '', '{}' FROM n`,
    verdict_models: `INSERT INTO verdict_models SELECT 1, 1000 + i, 1 FROM n`,
  };
  it.each([
    ['streams', 10_000, '10,000 streams'],
    ['verdict_models', 10_000, '10,000 models'],
  ] as const)('is refused at opening: %s, %i', (table, most, words) => {
    tamper(path, `${numbers(most)} ${add[table]}`);
    expect(() => viewCase(path)).toThrow(tooLarge(`more than ${words} in finding 1`));
  });

  it('is not stored, and says what to do', () => {
    const file = openCase(path, 'Exhibit test');
    const before = file.summary();
    const { frames, ...finding } = sampleFinding();
    const many = { ...finding, frames: Array.from({ length: 5_000_001 }, () => frames[0]!) };
    expect(() => storeFinding(file, many)).toThrow(tooLarge('Analyse fewer frames'));
    expect(file.summary()).toEqual(before);
    file.close();
  });
});

describe('a case that is full', () => {
  it('takes no further file, record, batch or log entry, and stays as it is', () => {
    for (const table of ['evidence', 'jobs', 'records'] as const)
      tamper(path, rowOf[table](limits.find(([name]) => name === table)![1]));
    const file = openCase(path, 'Exhibit test');
    const before = file.summary();
    expect(() => file.evidence.add({ path: '/one/more.mp4', sizeBytes: 1 })).toThrow(
      tooLarge('has 200,000 files, which is the most that one case holds'),
    );
    expect(() =>
      file.records.store({ kind: 'note', subject: 'note/1', evidenceId: 1, content: null }),
    ).toThrow(tooLarge('500,000 records'));
    expect(() => file.jobs.create({ evidenceIds: [], parameters: {} as never })).toThrow(
      tooLarge('200,000 batches'),
    );
    expect(file.summary()).toEqual(before);
    file.close();
    tamper(path, rowOf.audit_log(2_000_000));
    expect(() => openCase(path, 'Exhibit test')).toThrow(tooLarge('2,000,000 entries'));
    viewCase(path).close();
  });
});

it('names the first 1,000 of the rows of a table that belong to nothing', () => {
  const many = (insert: string) =>
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) ${insert};`;
  tamper(
    path,
    many('INSERT INTO scores SELECT 1000000 + i, 0.5, NULL, NULL, NULL FROM n') +
      many(`INSERT INTO crops SELECT 1000000 + i, x'00' FROM n`),
  );
  const sqlite = new Sqlite(path, { readonly: true });
  try {
    const loose = looseRows(caseDatabase(sqlite, path))();
    for (const table of ['scores', 'crops'])
      expect(loose.filter((each) => each.includes(`of the table ${table} `))).toHaveLength(1000);
  } finally {
    sqlite.close();
  }
});
