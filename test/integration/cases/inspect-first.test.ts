import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase } from '../../../src-main/engine/cases/case-file.ts';
import { inspectFirst } from '../../../src-main/engine/cases/inspect-first.ts';
import { inOwnProcess } from '../../../src-main/engine/support/own-process.ts';
import { EngineError } from '../../../src-main/shared/errors.ts';
import { identityAt } from '../../../src-main/engine/support/file-identity.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { makeOlder } from '../../support/older-case.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { alterSchema } from '../../support/tamper.ts';

const script = engineScripts.caseInspection;
const code = (value: string) => expect.objectContaining({ code: value });

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-inspect-'));
  path = join(folder, 'a.exhibit');
  const file = createCase(path, 'Exhibit test');
  storeFinding(file);
  file.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const pageBytes = 16_384;

/**
 * Makes SQLite's own table of objects a tree that never ends: its pages name each other again and again. The rows are
 * those of indexes that SQLite makes itself, which it accepts any number of times.
 */
function makeEndless(file: string): void {
  const bytes = readFileSync(file);
  const pages = bytes.length / pageBytes;
  const leaf = Buffer.from(bytes.subarray(0, pageBytes));
  const automatic = Buffer.alloc(pageBytes);
  // The second object of a case is the automatic index of its first table.
  const cell = leaf.readUInt16BE(100 + 8 + 2);
  const length = cellLength(leaf, cell);
  automatic[0] = 0x0d;
  automatic.writeUInt16BE(1, 3);
  automatic.writeUInt16BE(pageBytes - length, 5);
  automatic.writeUInt16BE(pageBytes - length, 8);
  leaf.copy(automatic, pageBytes - length, cell, cell + length);
  // All objects, without the header of the file, on a page of their own.
  const objects = Buffer.alloc(pageBytes);
  leaf.copy(objects, 0, 100, 108 + 2 * leaf.readUInt16BE(103));
  const content = leaf.readUInt16BE(105);
  leaf.copy(objects, content, content);
  const automaticPage = pages + 1;
  const objectsPage = pages + 2;
  const tree = endlessTree(automaticPage, objectsPage + 1);
  const top = objectsPage + tree.length;
  const root = interior([objectsPage], top, leaf.subarray(0, 100));
  root.writeUInt32BE(top, 28);
  writeFileSync(file, Buffer.concat([root, bytes.subarray(pageBytes), automatic, objects, ...tree]));
}

/** A page of a table that names others. @param last the page behind all children @param header of the file, on page 1 */
function interior(children: readonly number[], last: number, header: Uint8Array = Buffer.of()): Buffer {
  const page = Buffer.alloc(pageBytes);
  page.set(header);
  const at = header.length;
  page[at] = 0x05;
  page.writeUInt16BE(children.length, at + 3);
  let end = pageBytes;
  for (const [index, child] of children.entries()) {
    end -= 5;
    page.writeUInt32BE(child, end);
    page[end + 4] = 1;
    page.writeUInt16BE(end, at + 12 + 2 * index);
  }
  page.writeUInt16BE(end, at + 5);
  page.writeUInt32BE(last, at + 8);
  return page;
}

/** Pages that name the one before 2001 times each, down to `leaf`: 2001¹² ways. @param first number of the first */
const endlessTree = (leaf: number, first: number): Buffer[] =>
  Array.from({ length: 12 }, (_, level) => {
    const below = level === 0 ? leaf : first + level - 1;
    return interior(Array<number>(2000).fill(below), below);
  });

/** Makes the pictures of faces such a tree: all ways in it lead to the same rows. */
function makePicturesEndless(file: string): void {
  const bytes = readFileSync(file);
  const at = (rootOf(file, 'crops') - 1) * pageBytes;
  const rows = Buffer.from(bytes.subarray(at, at + pageBytes));
  const leaf = bytes.length / pageBytes + 1;
  const tree = endlessTree(leaf, leaf + 1);
  const top = leaf + tree.length;
  interior([top], top).copy(bytes, at);
  bytes.writeUInt32BE(top, 28);
  writeFileSync(file, Buffer.concat([bytes, rows, ...tree]));
}

function rootOf(file: string, table: string): number {
  const db = new Sqlite(file, { readonly: true });
  try {
    return db
      .prepare<[string], number>('SELECT rootpage FROM sqlite_schema WHERE name = ?')
      .pluck()
      .get(table)!;
  } finally {
    db.close();
  }
}

function cellLength(page: Buffer, cell: number): number {
  let [at, payload] = [cell, 0];
  do payload = payload * 128 + (page[at]! & 0x7f);
  while (page[at++]! & 0x80);
  while (page[at++]! & 0x80);
  return at - cell + payload;
}

describe('a case that is inspected by a process of its own', () => {
  it.each([true, false])('is told sound in the state in which it is (for work: %s)', async (forWork) => {
    expect(await inspectFirst({ path, forWork }, { script })).toBe(identityAt(path));
  });

  it.each(['case/foreign-schema', 'case/not-found'])('keeps the error %s', async (error) => {
    if (error === 'case/not-found') rmSync(path);
    else alterSchema(path, 'CREATE TABLE more (x)');
    await expect(inspectFirst({ path, forWork: false }, { script })).rejects.toThrow(code(error));
  });

  it('is given up after its time, or at once when the user cancels, where its very list of tables never ends', async () => {
    makeEndless(path);
    await expect(inspectFirst({ path, forWork: false }, { script, limitMs: 3000 })).rejects.toThrow(
      code('case/timed-out'),
    );
    const stop = new AbortController();
    const opening = inspectFirst({ path, forWork: true }, { script, signal: stop.signal });
    setTimeout(() => stop.abort(), 1000);
    await expect(opening).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });

  it('is found damaged by its check where the pages of its pictures lead to each other without end', async () => {
    makePicturesEndless(path);
    await inspectFirst({ path, forWork: false }, { script });
    const reading = inOwnProcess<{ code: string }[]>(
      { reader: 'case', paths: [path], content: '' },
      {
        script: join(import.meta.dirname, '..', '..', 'fuzz', 'support', 'read.ts'),
        limitMs: 60_000,
        ended: (_late, how) => new EngineError('app/internal', how),
      },
    );
    expect(await reading).toMatchObject([{ code: 'case/damaged' }]);
  });

  it('has all its pages read before it is copied and migrated', async () => {
    makeOlder(path, 7);
    await inspectFirst({ path, forWork: true }, { script });
    makePicturesEndless(path);
    await expect(inspectFirst({ path, forWork: true }, { script })).rejects.toThrow(code('case/damaged'));
  });

  it('is read again where it was changed since', async () => {
    const state = await inspectFirst({ path, forWork: false }, { script });
    alterSchema(
      path,
      `PRAGMA writable_schema = ON; PRAGMA ignore_check_constraints = ON; UPDATE jobs SET done = -1;
      DROP TRIGGER verdicts_no_update; UPDATE verdicts SET reasons = '[]';
      CREATE TRIGGER verdicts_no_update BEFORE UPDATE ON verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts is append-only'); END`,
    );
    expect(() => openCase(path, 'Exhibit test', state)).toThrow(code('case/damaged'));
  });
});
