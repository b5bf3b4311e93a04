import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project } from '../../support/face-clip.ts';

let folder: string;
let engine: Engine;
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-add-'));
  for (const name of ['a.mp4', 'b.mp4', 'c.mp4']) writeFileSync(at(name), '\0\0\0\x18ftypisom');
  const settingsFolder = at('settings');
  engine = createEngine({ resources: project, settingsFolder, version: 'test', scripts: engineScripts });
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

it('adds the others when a file vanishes after it was found, and names that one', async () => {
  await engine.cases.create(at('own.exhibit'));
  const { files } = await engine.cases.findMedia(['a.mp4', 'b.mp4', 'c.mp4'].map(at));
  rmSync(at('b.mp4'));
  const { added, unreadable } = await engine.cases.addFiles(files);
  expect(added.map(({ name }) => name)).toEqual(['a.mp4', 'c.mp4']);
  expect(unreadable).toEqual([{ path: at('b.mp4'), reason: expect.stringContaining('removed') as string }]);
});

it.each<[string, () => Promise<unknown>]>([
  ['closed', () => engine.cases.close()],
  ['left for another one', () => engine.cases.create(at('next.exhibit'))],
])('adds nothing to any case once the case was %s', async (_, leave) => {
  await engine.cases.create(at('first.exhibit'));
  const adding = engine.cases.addEvidence([at('a.mp4')]).catch((error: unknown) => error);
  await leave();
  expect(await adding).toMatchObject({ code: 'case/none-open' });
  if (engine.cases.current()) expect(engine.cases.evidence()).toEqual([]);
  await engine.cases.open(at('first.exhibit'));
  expect(engine.cases.evidence()).toEqual([]);
});

it('says how many files it found, looked into and wrote', async () => {
  await engine.cases.create(at('own.exhibit'));
  const told: unknown[] = [];
  engine.on((event) => event.name === 'add:progress' && told.push(event.payload));
  await engine.cases.addEvidence([folder]);
  // What comes in quick succession is not told.
  expect(told[0]).toEqual({ stage: 'probe', done: 1, total: null });
  expect(told.at(-1)).toEqual({ stage: 'save', done: 3, total: 3 });
});

it('adds nothing when it is stopped while it looks into the files, and goes on with the next', async () => {
  await engine.cases.create(at('own.exhibit'));
  const stop = (event: { name: string }) => event.name === 'add:progress' && engine.cases.stopAdding();
  const silence = engine.on(stop);
  await expect(engine.cases.addEvidence([folder])).rejects.toMatchObject({ code: 'case/cancelled' });
  silence();
  expect(engine.cases.evidence()).toEqual([]);
  expect((await engine.cases.addEvidence([at('a.mp4')])).added).toHaveLength(1);
});

it('leaves out a text and an empty file that are named, each with its code, and adds the rest', async () => {
  await engine.cases.create(at('own.exhibit'));
  writeFileSync(at('notes.txt'), 'seen at the harbour');
  writeFileSync(at('empty.mp4'), '');
  const { added, ignored, unreadable } = await engine.cases.addEvidence(
    ['notes.txt', 'a.mp4', 'empty.mp4'].map(at),
  );
  expect([added.map(({ name }) => name), ignored]).toEqual([['a.mp4'], []]);
  expect(unreadable).toEqual([
    { path: at('notes.txt'), reason: 'a text file [media/unsupported]' },
    { path: at('empty.mp4'), reason: 'an empty file [media/empty-file]' },
  ]);
});

it('hashes only files that are as large as another one, and leaves out what is gone', async () => {
  await engine.cases.create(at('own.exhibit'));
  writeFileSync(at('longer.mp4'), '\0\0\0\x18ftypisomisom');
  const { added } = await engine.cases.addEvidence(['a.mp4', 'b.mp4', 'c.mp4', 'longer.mp4'].map(at));
  rmSync(at('c.mp4'));
  const hashes = await engine.cases.hashEqualSizes();
  expect(hashes.map(({ evidenceId }) => evidenceId)).toEqual([added[0]!.id, added[1]!.id]);
  expect(hashes[0]!.sha256).toBe(hashes[1]!.sha256);
});
