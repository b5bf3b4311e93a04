import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { oldHashesIn, oldHashesOf } from '../../../src-main/engine/cases/old-hashes.ts';
import type { CurrentCase } from '../../../src-main/engine/casework/current-case.ts';
import { hashEvidence } from '../../../src-main/engine/casework/hash-evidence.ts';
import { writeReport } from '../../../src-main/engine/reports/write-report.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { storeFinding } from '../../support/stored-case.ts';
import { validReport } from '../../support/valid-report.ts';

let folder: string;
let file: CaseFile;
const current = { opened: () => ({ file }), isOpen: () => true } as unknown as CurrentCase;

/** Of "abc": RFC 1321, appendix A.5; RFC 3174, section 7.3; FIPS 180-2, appendix B.1. */
const abc = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-hashes-'));
  file = createCase(join(folder, 'a.exhibit'), 'Exhibit test');
  writeFileSync(join(folder, 'clip.mp4'), 'abc');
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const add = () => file.evidence.add({ path: join(folder, 'clip.mp4'), sizeBytes: 3 }).id;
const found = (evidenceId: number) => oldHashesOf(file.evidence.row(evidenceId), file.oldHashes());

it('keeps all three hashes of one reading in the audit log, and in every report', async () => {
  const evidenceId = add();
  expect(await hashEvidence(current, evidenceId)).toMatchObject({ evidenceId, ...abc });
  expect(file.audit.last()).toMatchObject({
    action: 'evidence-hashed',
    detail: { evidenceId, ...abc, sizeBytes: 3 },
  });
  expect((await file.verify()).faults).toEqual([]);
  const written = async (format: 'json' | 'csv' | 'html') => {
    const path = join(folder, `report.${format}`);
    await writeReport(file, { format, path, overwrite: false });
    return readFileSync(path, 'utf8');
  };
  const { videos } = validReport(await written('json')) as { videos: { oldHashes: unknown }[] };
  expect(videos[0]!.oldHashes).toMatchObject(abc);
  const [table] = parse(await written('csv'), { columns: true }) as unknown as Record<string, string>[];
  expect(table).toMatchObject({ md5: abc.md5, sha1: abc.sha1 });
  const page = await written('html');
  expect(page).toContain(`MD5 ${abc.md5}, SHA-1 ${abc.sha1}`);
  expect(page).toContain('prove nothing by themselves');
});

it('stores nothing of a file that is not the one that was analysed', async () => {
  const finding = { ...sampleFinding(), path: join(folder, 'clip.mp4') };
  storeFinding(file, finding);
  const { id } = file.evidence.list()[0]!;
  const before = file.audit.count();
  await expect(hashEvidence(current, id)).rejects.toMatchObject({ code: 'media/changed-since-analysis' });
  expect(file.audit.count()).toBe(before);
});

it('shows none that were computed of other bytes than those that were analysed', async () => {
  const evidenceId = add();
  await hashEvidence(current, evidenceId);
  expect(found(evidenceId)).toMatchObject(abc);
  const row = { id: evidenceId, sha256: 'f'.repeat(64) };
  expect(oldHashesOf(row, file.oldHashes())).toBeNull();
});

it('is read once from the log: what is asked again reads only what came since', async () => {
  const evidenceId = add();
  await hashEvidence(current, evidenceId);
  const asked: (number | undefined)[] = [];
  const oldHashes = oldHashesIn({
    last: () => file.audit.last(),
    entriesOf: (action, fromSeq) => {
      if (action === 'evidence-hashed') asked.push(fromSeq);
      return file.audit.entriesOf(action, fromSeq);
    },
  });
  expect(oldHashes().get(evidenceId)).toMatchObject(abc);
  oldHashes();
  expect(asked).toEqual([1]);
  const { seq } = file.audit.last()!;
  await hashEvidence(current, evidenceId);
  expect(oldHashes().get(evidenceId)!.at).toBe(file.audit.last()!.at);
  expect(asked).toEqual([1, seq + 1]);
});

it('tells each percent of a large file, and is given up at any of them without a trace', async () => {
  const evidenceId = add();
  truncateSync(join(folder, 'clip.mp4'), 400 * 2 ** 20);
  const before = file.audit.count();
  const stop = new AbortController();
  const told: number[] = [];
  await expect(
    hashEvidence(current, evidenceId, stop.signal, (done, total) => {
      told.push(Math.floor((100 * done) / total));
      if (told.length === 10) stop.abort();
    }),
  ).rejects.toMatchObject({ name: 'AbortError' });
  expect(told).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(file.audit.count()).toBe(before);
});
