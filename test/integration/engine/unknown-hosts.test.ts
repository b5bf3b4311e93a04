/** A stranger's case may name files on any computer: these are not looked up, in no way. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, openCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { KnownComputers } from '../../../src-main/engine/cases/known-computers.ts';
import { checkFiles } from '../../../src-main/engine/casework/check-files.ts';
import { currentCase, type CurrentCase } from '../../../src-main/engine/casework/current-case.ts';
import { findMoved } from '../../../src-main/engine/casework/find-moved.ts';
import { hashEvidence } from '../../../src-main/engine/casework/hash-evidence.ts';
import { hashEqualSizes } from '../../../src-main/engine/casework/same-files.ts';
import { keptFiles, requireNoneOf } from '../../../src-main/engine/reports/write-whole.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { noLog } from '../../../src-main/shared/log.ts';

const elsewhere = '/net/attacker/share/clip.mp4';
let folder: string;
let known: KnownComputers;
let file: CaseFile;
let current: CurrentCase;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-hosts-'));
  known = new KnownComputers(join(folder, 'settings', 'known.json'), noLog);
  const path = join(folder, 'a.exhibit');
  const strangers = createCase(path, 'Exhibit test');
  const { id } = strangers.evidence.add({ path: elsewhere, sizeBytes: 7 });
  strangers.evidence.start(id, { sha256: sha256Of(Buffer.from('genuine')), sizeBytes: 7 });
  strangers.evidence.interrupt(id);
  strangers.evidence.add({ path: '/dev/watchdog', sizeBytes: 7 });
  strangers.evidence.add({ path: '\\\\attacker\\share\\clip.mp4', sizeBytes: 7 });
  strangers.close();
  file = openCase(path, 'Exhibit test', undefined, known);
  current = currentCase(() => undefined, noLog);
  await current.switchTo(() => file);
});
afterEach(async () => {
  await current.close();
  rmSync(folder, { recursive: true });
});

it('says of each file why it was not looked up', async () => {
  const [onHost, device, onWindows] = await checkFiles(current);
  expect(onHost).toMatchObject({ state: 'unreadable', problem: expect.stringContaining('attacker') });
  expect(device).toMatchObject({ state: 'unreadable', problem: expect.stringContaining('device') });
  expect(onWindows).toMatchObject({
    state: 'missing',
    problem: expect.stringContaining('not a path of this'),
  });
});

it('computes no hash of it, also when it is asked to', async () => {
  expect(await hashEqualSizes(current)).toEqual([]);
  const codes = ['media/unknown-host', 'media/not-a-file', 'media/not-found'];
  for (const [at, code] of codes.entries())
    await expect(hashEvidence(current, at + 1)).rejects.toMatchObject({ code });
});

it('is known by its name alone where a report is written, and not overwritten', async () => {
  const kept = (await keptFiles(file)).filter(({ path }) => !path.startsWith(folder));
  expect(kept.map(({ mayBeLookedUp }) => mayBeLookedUp)).toEqual([false, false, false]);
  await expect(requireNoneOf(kept, elsewhere)).rejects.toMatchObject({ code: 'report/write-failed' });
});

it('finds a copy of it in a folder that the user names', async () => {
  writeFileSync(join(folder, 'copy.mp4'), 'genuine');
  const { found } = await findMoved(current, [1], folder);
  expect(found.map(({ path }) => path)).toEqual([join(folder, 'copy.mp4')]);
});

it('looks it up once the user has added a file of that computer, also after a restart', async () => {
  known.add(['/net/ATTACKER/share/another.mp4']);
  const again = new KnownComputers(join(folder, 'settings', 'known.json'), noLog);
  expect(again.has('attacker')).toBe(true);
  expect(again.has('other')).toBe(false);
  expect((await checkFiles(current))[0]).toMatchObject({ state: 'missing' });
});

it('takes a damaged list for empty', () => {
  writeFileSync(join(folder, 'damaged.json'), '{"attacker": true}');
  expect(new KnownComputers(join(folder, 'damaged.json'), noLog).has('attacker')).toBe(false);
});
