import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase } from '../../../src-main/engine/cases/case-file.ts';
import { inspectFirst } from '../../../src-main/engine/cases/inspect-first.ts';
import { identityAt } from '../../../src-main/engine/support/file-identity.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
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
  const levels = 12;
  const automaticPage = pages + 1;
  const objectsPage = pages + 2;
  const interior = (children: readonly number[], last: number, at = 0): Buffer => {
    const page = Buffer.alloc(pageBytes);
    if (at > 0) leaf.copy(page, 0, 0, at);
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
  };
  const tree = Array.from({ length: levels }, (_, level) => {
    const below = level === 0 ? automaticPage : objectsPage + level;
    return interior(Array<number>(2000).fill(below), below);
  });
  const top = objectsPage + levels;
  const root = interior([objectsPage], top, 100);
  root.writeUInt32BE(pages + 2 + levels, 28);
  writeFileSync(file, Buffer.concat([root, bytes.subarray(pageBytes), automatic, objects, ...tree]));
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
