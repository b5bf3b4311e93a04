import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { caseVerifier } from '../../../src-main/engine/cases/verify.ts';

let folder: string;
let file: CaseFile;
/** Entries that the checks have read since this was last set to 0. */
let read = 0;
/** Entries that somebody has edited, each into this path of its evidence. */
const edited = new Map<number, string>();
let verify: ReturnType<typeof caseVerifier>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-verify-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
  for (let index = 0; index < 200; index += 1) add(index);
  verify = caseVerifier({
    ...file,
    loose: () => [],
    audit: {
      ...file.audit,
      *entries(from) {
        for (const entry of file.audit.entries(from)) {
          read += 1;
          const path = edited.get(entry.seq);
          yield path === undefined ? entry : { ...entry, detail: { ...entry.detail, path } };
        }
      },
    },
  });
});
afterEach(() => {
  edited.clear();
  file.close();
  rmSync(folder, { recursive: true });
});

const add = (index: number) => file.evidence.add({ path: `/evidence/${index}.mp4`, sizeBytes: index });

it('reads all entries at first and on request, and else only what is new', async () => {
  const first = await verify(false);
  expect(first).toMatchObject({ intact: true, entries: 201 });
  const { id } = add(200);
  read = 0;
  expect(await verify(false)).toMatchObject({ intact: true, entries: 202, head: file.audit.last()!.hash });
  // The new one by each of the five checks, and the one before it as the anchor.
  expect(read).toBe(6);
  file.evidence.start(id, { sha256: 'a'.repeat(64), sizeBytes: 200 });
  expect(await verify(false)).toMatchObject({ intact: true, entries: 203 });
  read = 0;
  await verify(true);
  // And the order of all.
  expect(read).toBe(6 * 203);
});

it('notices a new entry that is not right, and says so until it is', async () => {
  await verify(false);
  add(200);
  edited.set(202, '/evidence/other.mp4');
  const broken = { intact: false, faults: expect.arrayContaining([expect.objectContaining({ seq: 202 })]) };
  expect(await verify(false)).toMatchObject(broken);
  expect(await verify(false)).toMatchObject(broken);
  edited.clear();
  expect(await verify(false)).toMatchObject({ intact: true });
});

it('notices an old entry that somebody has edited when the whole log is checked, and from then on', async () => {
  const broken = { intact: false, faults: expect.arrayContaining([expect.objectContaining({ seq: 100 })]) };
  await verify(false);
  edited.set(100, '/evidence/other.mp4');
  expect(await verify(true)).toMatchObject(broken);
  expect(await verify(false)).toMatchObject(broken);
});
