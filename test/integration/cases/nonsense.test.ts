import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase, viewCase } from '../../../src-main/engine/cases/case-file.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { alterSchema, tamper } from '../../support/tamper.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-nonsense-'));
  path = join(folder, 'a.exhibit');
  const file = createCase(path, 'Exhibit test');
  storeFinding(file);
  file.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const damaged = (place: string) =>
  expect.objectContaining({ code: 'case/damaged', message: expect.stringContaining(place) as string });

describe('JSON in a case that is not what Exhibit wrote', () => {
  it.each([
    ['verdicts', 'media', '{}', 'finding 1, media'],
    ['verdicts', 'media', '7', 'finding 1, media'],
    ['verdicts', 'parameters', '[]', 'finding 1, parameters'],
    [
      ...['verdicts', 'parameters'],
      ...['{"sampling":{"kind":"rate","perSecond":1e15},"minFacePx":20,"detectSizePx":null}'],
      'finding 1, parameters',
    ],
    [
      ...['verdicts', 'parameters'],
      ...['{"sampling":{"kind":"all"},"minFacePx":0.001,"detectSizePx":null}', 'finding 1, parameters'],
    ],
    ['verdicts', 'provider', '{"name":7}', 'finding 1, provider'],
    ['verdicts', 'versions', 'null', 'finding 1, versions'],
    ['verdicts', 'band', '{"threshold":"0.5"}', 'finding 1, band'],
    ['verdicts', 'reasons', '[7]', 'finding 1, reasons'],
    ['verdicts', 'decode_warnings', '[7]', 'finding 1, decoder complaints'],
    ['tracks', 'reasons', '[7]', 'finding 1, track'],
    ['faces', 'landmarks', '[1,2,3,4,5]', 'finding 1, landmarks of face'],
    ['streams', 'tags', '[]', 'finding 1, tags of a stream'],
  ])('is named by its place: %s, %s = %s', async (table, column, json, place) => {
    tamper(path, `UPDATE ${table} SET ${column} = '${json}'`);
    const file = viewCase(path);
    expect(() => file.findings.newest(1)).toThrow(damaged(place));
    expect((await file.verify()).intact).toBe(false);
    file.close();
  });

  it('is named in the list and in a model’s card too', () => {
    tamper(path, `UPDATE verdicts SET band = '7'; UPDATE models SET card = '7' WHERE card IS NOT NULL`);
    const file = viewCase(path);
    expect(() => file.evidence.list()).toThrow(damaged('finding 1, band'));
    expect(() => file.findings.cards()).toThrow(damaged('card of the model default'));
    file.close();
  });

  it.each([
    ['{"name":"default"}', 'createdAt'],
    [JSON.stringify({ ...sampleCard, abstention: { ...sampleCard.abstention, aurc: 1 } }), 'abstention.aurc'],
  ])('is named by its member where a card is not whole, with file and model', (card, member) => {
    tamper(path, `UPDATE models SET card = '${card}' WHERE card IS NOT NULL`);
    const file = viewCase(path);
    const whole = damaged(`${path}: the card of the model default cannot be read (${member}: `);
    expect(() => file.findings.cards()).toThrow(whole);
    expect(() => file.findings.card(sampleFinding().models[1]!.sha256)).toThrow(whole);
    file.close();
  });

  it('is refused by its length alone where reading it would fill the memory', () => {
    tamper(path, `UPDATE verdicts SET reasons = json_array(hex(zeroblob(${2 ** 25})))`);
    expect(() => viewCase(path)).toThrow(
      damaged('reasons in the table verdicts has a value of more than 64 MB'),
    );
  });

  it.each([
    ['as many parts as a value may have', 500_000, false],
    ['one object more', 500_001, true],
  ])('is refused where it would fill the memory once it is parsed: %s', (_, objects, refused) => {
    // The list, its objects and the commas between them: twice as many parts as objects.
    const detail = `[${Array<string>(objects).fill('{}').join(',')}]`;
    tamper(
      path,
      `INSERT INTO audit_log SELECT max(seq) + 1, at, 'case-opened', '${detail}', hash, printf('%064d', 9) FROM audit_log`,
    );
    if (!refused) return void viewCase(path).close();
    expect(() => viewCase(path)).toThrow(
      damaged('detail in the table audit_log has a value of more than 1,000,000 parts'),
    );
  });

  it('is named where it is no JSON at all', () => {
    alterSchema(
      path,
      `PRAGMA ignore_check_constraints = ON; DROP TRIGGER verdicts_no_update;
      UPDATE verdicts SET media = 'no JSON'; CREATE TRIGGER verdicts_no_update BEFORE UPDATE ON verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts is append-only'); END`,
    );
    expect(() => viewCase(path)).toThrow(damaged('CHECK constraint failed in verdicts'));
  });
});

describe('what a crash or a stranger left beside a case', () => {
  /** A copy during a write, with the rollback journal that takes it back. */
  function midWrite(): string {
    const copy = join(folder, 'mid-write.exhibit');
    const db = new Sqlite(path);
    db.pragma('journal_mode = DELETE');
    db.pragma('cache_size = 2');
    db.exec('BEGIN IMMEDIATE');
    const insert = db.prepare(
      `INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES (?, 'n', 1, 'waiting', 't')`,
    );
    for (let row = 0; row < 500; row++) insert.run(`/${row}/${'x'.repeat(1000)}`);
    for (const suffix of ['', '-journal']) copyFileSync(path + suffix, copy + suffix);
    db.exec('ROLLBACK');
    db.close();
    return copy;
  }

  it('is called what it is where the case is only looked at, and completed where it is opened for work', async () => {
    const copy = midWrite();
    expect(() => viewCase(copy)).toThrow(
      expect.objectContaining({
        code: 'case/read-only',
        message: expect.stringContaining('A crash left work') as string,
      }),
    );
    const file = openCase(copy, 'Exhibit test');
    expect(file.evidence.list()).toHaveLength(1);
    expect(await file.verify()).toMatchObject({ intact: true });
    file.close();
  });

  /** A journal of no pages, for a case that had as many; the second part names a super-journal, as SQLite writes it. */
  function plantJournal(pages: number, superJournal?: string, isOdd = false): void {
    const pageBytes = readFileSync(path).readUInt16BE(16);
    const magic = Buffer.from('d9d505f920a163d7', 'hex');
    const header = Buffer.alloc(512);
    if (!isOdd) magic.copy(header);
    header.writeUInt32BE(pages, 16);
    header.writeUInt32BE(512, 20);
    header.writeUInt32BE(pageBytes, 24);
    const name = Buffer.from(superJournal ?? '');
    const end = Buffer.alloc(4 + name.length + 8);
    end.writeUInt32BE(2 ** 30 / pageBytes + 1, 0);
    name.copy(end, 4);
    end.writeUInt32BE(name.length, 4 + name.length);
    end.writeUInt32BE(
      name.reduce((sum, byte) => sum + byte, 0),
      8 + name.length,
    );
    writeFileSync(
      `${path}-journal`,
      superJournal === undefined ? header : Buffer.concat([header, end, magic]),
    );
  }

  it.each([
    ['make it a terabyte long', 60_000_000, false, false, 'would make the case 983.0 GB long'],
    ['delete a file elsewhere', 0, true, false, 'names a further file'],
    ['delete a file elsewhere, behind an odd beginning', 0, true, true, 'names a further file'],
  ])('is refused where it would %s, and nothing is changed', (_, pages, naming, isOdd, words) => {
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'mine');
    plantJournal(pages, naming ? victim : undefined, isOdd);
    const before = readFileSync(path);
    for (const act of [viewCase, (file: string) => openCase(file, 'Exhibit test')]) {
      expect(() => act(path)).toThrow(damaged(words));
    }
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readFileSync(victim, 'utf8')).toBe('mine');
  });

  it.skipIf(process.platform === 'win32')('is refused where the journal is a pipe (none on Windows)', () => {
    execFileSync('mkfifo', [`${path}-journal`]);
    for (const act of [viewCase, (file: string) => openCase(file, 'Exhibit test')]) {
      expect(() => act(path)).toThrow(damaged('it is no file'));
    }
  });

  it.each([
    ['zeros', Buffer.alloc(32_768)],
    ['another file’s bytes', Buffer.alloc(32_768, 7)],
    ['a part', Buffer.alloc(10, 1)],
  ])('does not matter where it is a stale -shm: %s', async (_, bytes) => {
    const open = openCase(path, 'Exhibit test');
    const copy = join(folder, 'copy.exhibit');
    for (const suffix of ['', '-wal']) copyFileSync(path + suffix, copy + suffix);
    open.close();
    for (const act of [viewCase, (file: string) => openCase(file, 'Exhibit test')]) {
      writeFileSync(`${copy}-shm`, bytes);
      const file = act(copy);
      expect(await file.verify()).toMatchObject({ intact: true });
      file.close();
    }
  });

  it.each([-5, 0])('is refused with the version %i, which no Exhibit writes', (version) => {
    alterSchema(path, `PRAGMA user_version = ${version}`);
    expect(() => openCase(path, 'Exhibit test')).toThrow(damaged(`version ${version}`));
  });
});
