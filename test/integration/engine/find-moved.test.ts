import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { currentCase, type CurrentCase } from '../../../src-main/engine/casework/current-case.ts';
import { findMoved } from '../../../src-main/engine/casework/find-moved.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { noLog } from '../../../src-main/shared/log.ts';

let folder: string;
let current: CurrentCase;
let file: CaseFile;
const at = (...names: string[]) => join(folder, ...names);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-moved-'));
  mkdirSync(at('new', 'deep'), { recursive: true });
  file = createCase(at('a.exhibit'), 'Exhibit test');
  current = currentCase(() => undefined, noLog);
  await current.switchTo(() => file);
});
afterEach(async () => {
  await current.close();
  rmSync(folder, { recursive: true });
});

function added(name: string, content: string, hashed = true): number {
  writeFileSync(at(name), content);
  const { id } = file.evidence.add({ path: at(name), sizeBytes: content.length });
  if (hashed) {
    file.evidence.start(id, { sha256: sha256Of(Buffer.from(content)), sizeBytes: content.length });
    file.evidence.interrupt(id);
  }
  return id;
}

it('finds a renamed file at any depth by its content, not by its name or size', async () => {
  const id = added('clip.mp4', 'genuine');
  renameSync(at('clip.mp4'), at('new', 'deep', 'evidence 7'));
  writeFileSync(at('new', 'clip.mp4'), 'another');
  const { found, missing } = await findMoved(current, [id], at('new'));
  expect(found.map(({ path }) => path)).toEqual([at('new', 'deep', 'evidence 7')]);
  expect(missing).toEqual([]);
  expect(await file.verify()).toMatchObject({ intact: true });
});

it('leaves a file alone that is where the case says, though a copy is in the folder', async () => {
  const id = added('a.mp4', 'genuine');
  writeFileSync(at('new', 'copy.mp4'), 'genuine');
  const { found, missing } = await findMoved(current, [id], at('new'));
  expect(found).toEqual([]);
  expect(missing).toEqual([{ evidenceId: id, reason: 'it is where the case says' }]);
});

it('gives one file to one of two equal rows, and says so of the other', async () => {
  const ids = [added('a.mp4', 'same'), added('b.mp4', 'same')];
  renameSync(at('a.mp4'), at('new', 'c.mp4'));
  rmSync(at('b.mp4'));
  const { found, missing } = await findMoved(current, ids, at('new'));
  expect(found.map(({ id }) => id)).toEqual([ids[0]]);
  expect(missing).toEqual([{ evidenceId: ids[1], reason: expect.stringContaining('by itself') as string }]);
});

it('changes nothing for a file whose content is nowhere, or whose hash is not known', async () => {
  const ids = [added('a.mp4', 'lost'), added('b.mp4', 'never', false)];
  rmSync(at('a.mp4'));
  rmSync(at('b.mp4'));
  writeFileSync(at('new', 'a.mp4'), 'tsol');
  const { found, missing } = await findMoved(current, ids, at('new'));
  expect(found).toEqual([]);
  expect(missing.map(({ reason }) => reason)).toEqual([
    'no file with its SHA-256 is in the folder',
    expect.stringContaining('never analysed') as string,
  ]);
  expect(file.evidence.row(ids[0]!).path).toBe(at('a.mp4'));
});
