import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCase, openCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { defaultParameters } from '../../../src-main/shared/default-parameters.ts';
import { writeReport } from '../../../src-main/engine/reports/write-report.ts';
import { sampleFinding } from '../../unit/engine/cases/sample-finding.ts';
import { validReport } from '../../support/valid-report.ts';
import { sampleCard } from '../../unit/engine/reports/sample-card.ts';
import { tamper } from '../../support/tamper.ts';

let folder: string;
let path: string;
let file: CaseFile;
let ids: number[];
const hash = 'a'.repeat(64);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-removed-'));
  path = join(folder, 'a.exhibit');
  file = createCase(path, 'Exhibit test');
  const finding = sampleFinding();
  const names = [finding.path, '/evidence/b.mp4'];
  ids = names.map((name) => file.evidence.add({ path: name, sizeBytes: 7 }).id);
  const crops = finding.tracks.flatMap(({ faces }) => faces).map(() => null);
  file.findings.save(ids[0]!, 'key', { finding, images: { crops, thumbnail: null }, card: sampleCard });
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const named = () =>
  file.records.store({
    ...{ kind: 'examiner', subject: 'examiner', evidenceId: null, content: { name: 'A. Smith' } },
  });
const listed = () => file.evidence.list().map(({ id }) => id);

it('is not overwritten by a report, though it is off the list', async () => {
  named();
  file.evidence.remove([ids[0]!], 'Not of this case');
  await expect(
    writeReport(file, { format: 'json', path: sampleFinding().path, overwrite: true }),
  ).rejects.toThrow('a file of its evidence');
});

it('takes a file off the list with author and reason in the log, and keeps its finding', async () => {
  named();
  file.evidence.remove([ids[0]!], 'Not of this case');
  expect(listed()).toEqual([ids[1]]);
  expect(file.summary().evidenceCount).toBe(1);
  expect(file.audit.last()).toMatchObject({
    action: 'evidence-removed',
    detail: { author: 'A. Smith', evidenceId: ids[0], sha256: hash, reason: 'Not of this case' },
  });
  expect(file.findings.newest(ids[0]!)).not.toBeNull();
  expect(await file.verify()).toMatchObject({ intact: true });
});

it('lists it again with its finding when it is added again', async () => {
  named();
  file.evidence.remove([ids[0]!], 'By mistake');
  const again = file.evidence.add({ path: sampleFinding().path, sizeBytes: 7 });
  expect(again).toMatchObject({ id: ids[0], outcome: 'likely-fake' });
  expect(listed()).toEqual(ids);
  expect(file.evidence.removed()).toEqual([]);
  expect(await file.verify()).toMatchObject({ intact: true });
});

it('needs somebody who removes it', () => {
  expect(() => file.evidence.remove(ids, 'Why')).toThrow('name the examiner');
  expect(listed()).toEqual(ids);
});

it('removes none of several while one waits for its analysis, and none is left to an interrupted one', () => {
  named();
  const { id: jobId } = file.jobs.create({ evidenceIds: [ids[1]!], parameters: defaultParameters });
  expect(() => file.evidence.remove(ids, 'Why')).toThrow(expect.objectContaining({ code: 'case/busy' }));
  expect(listed()).toEqual(ids);
  file.jobs.update(jobId, { state: 'cancelled' });
  file.evidence.remove(ids, 'Why');
  expect(file.jobs.list()[0]!.left).toBe(0);
});

it('notices a file that was taken off the list outside Exhibit', async () => {
  file.close();
  tamper(path, `UPDATE evidence SET removed = 'quietly' WHERE id = ${ids[0]}`);
  file = openCase(path, 'Exhibit test');
  expect(await file.verify()).toMatchObject({
    intact: false,
    faults: [{ problem: expect.stringContaining('removal') as string }],
  });
});

it('says in every report what was removed, by whom and why', async () => {
  named();
  file.evidence.remove([ids[0]!], 'Not of this case');
  const texts: Record<string, string> = {};
  for (const format of ['html', 'json', 'csv'] as const) {
    const target = join(folder, `report.${format}`);
    await writeReport(file, { format, path: target, overwrite: false });
    texts[format] = readFileSync(target, 'utf8');
  }
  expect(texts['html']).toMatch(/Removed from the case[^]*clip\.mp4[^]*by A\. Smith[^]*Not of this case/);
  expect(validReport(texts['json']!)).toMatchObject({
    removed: [{ path: sampleFinding().path, author: 'A. Smith', reason: 'Not of this case', sha256: hash }],
    videos: [{ path: '/evidence/b.mp4' }],
  });
  const rows = parse<Record<string, string>>(texts['csv']!, { columns: true, bom: true });
  expect(rows.map(({ state, notes }) => [state, notes])).toEqual([
    ['waiting', ''],
    ['removed', 'Not of this case (A. Smith)'],
  ]);
});

it('keeps the old and the new path of a file that was moved', async () => {
  const moved = file.evidence.relocate(ids[0]!, '/archive/new name.mp4');
  expect(moved).toMatchObject({
    path: '/archive/new name.mp4',
    name: 'new name.mp4',
    outcome: 'likely-fake',
  });
  expect(file.audit.last()).toMatchObject({
    action: 'evidence-relocated',
    detail: { old: sampleFinding().path, path: '/archive/new name.mp4', sha256: hash },
  });
  expect(await file.verify()).toMatchObject({ intact: true });
});
