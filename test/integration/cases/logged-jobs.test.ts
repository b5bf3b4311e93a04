import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCase, openCase, type CaseFile } from '../../../src-main/engine/cases/case-file.ts';
import { createJobRunner } from '../../../src-main/engine/jobs/analysis-queue.ts';
import type { AnalysisTools } from '../../../src-main/engine/pipeline/analysis-tools.ts';
import { defaultParameters } from '../../../src-main/shared/default-parameters.ts';
import { makeOlder } from '../../support/older-case.ts';
import { tamper } from '../../support/tamper.ts';

let folder: string;
let path: string;
let file: CaseFile;
let jobId: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-jobs-'));
  path = join(folder, 'a.exhibit');
  file = createCase(path, 'Exhibit test');
  const ids = ['a', 'b', 'c'].map(
    (name) => file.evidence.add({ path: `/evidence/${name}.mp4`, sizeBytes: 1 }).id,
  );
  jobId = file.jobs.create({ evidenceIds: ids.slice(0, 2), parameters: defaultParameters }).id;
  file.jobs.update(jobId, { state: 'cancelled' });
  file.close();
});
afterEach(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

const problems = async () => (await file.verify()).faults.map(({ problem }) => problem);

it('logs a batch with its parameters and files when it begins', async () => {
  file = openCase(path, 'Exhibit test');
  const [entry] = file.audit.entriesOf('job-created');
  expect(entry!.detail).toEqual({
    ...{ jobId, evidenceIds: [1, 2], parameters: defaultParameters },
    createdAt: file.jobs.list()[0]!.createdAt,
  });
  file.jobs.finish(jobId, 1, { failed: false });
  expect(file.jobs.left(jobId)).toEqual({ evidenceIds: [2], parameters: defaultParameters });
  expect(await file.verify()).toMatchObject({ intact: true });
});

describe('a batch that was changed with another program is named and not continued:', () => {
  const otherParameters = JSON.stringify({ ...defaultParameters, minFacePx: 2000 });
  it.each([
    [
      'its parameters',
      `UPDATE jobs SET parameters = '${otherParameters}'`,
      'The parameters of batch 1 differ from audit entry 5.',
    ],
    [
      'a file more',
      'INSERT INTO job_evidence VALUES (1, 2, 3)',
      'The files of batch 1 differ from audit entry 5.',
    ],
    [
      'another file',
      'UPDATE job_evidence SET evidence_id = 3 WHERE evidence_id = 1',
      'The files of batch 1 differ from audit entry 5.',
    ],
    ['its time', `UPDATE jobs SET created_at = 't'`, 'The time of batch 1 differs from audit entry 5.'],
  ])('%s', async (_, sql, problem) => {
    tamper(path, sql);
    file = openCase(path, 'Exhibit test');
    expect(await problems()).toEqual([problem]);
    const changes: unknown[] = [];
    const runner = createJobRunner(
      file,
      { progress: () => {}, jobChanged: (job) => changes.push(job), evidenceChanged: () => {} },
      () => {},
    );
    expect(() => runner.resume(jobId, {} as AnalysisTools)).toThrow(
      expect.objectContaining({ code: 'case/damaged', message: expect.stringContaining(problem) as string }),
    );
    expect(file.jobs.list()[0]!.state).toBe('cancelled');
    expect(changes).toEqual([]);
    await runner.close();
  });

  it('its row, put in', async () => {
    tamper(
      path,
      `INSERT INTO jobs SELECT 2, state, total, done, failed, parameters, created_at, finished_at FROM jobs;
       INSERT INTO job_evidence VALUES (2, 0, 3)`,
    );
    file = openCase(path, 'Exhibit test');
    const problem = 'Batch 2 is in the case, but the audit log has no entry for it.';
    expect(await problems()).toEqual([problem]);
    expect(() => file.jobs.left(2)).toThrow(problem);
    expect(file.jobs.left(1).evidenceIds).toEqual([1, 2]);
  });

  it('its row, taken out', async () => {
    tamper(path, 'DELETE FROM job_evidence; DELETE FROM jobs');
    file = openCase(path, 'Exhibit test');
    expect(await problems()).toEqual(['Batch 1 of audit entry 5 was removed from the case.']);
    // Its number is given again.
    const again = file.jobs.create({ evidenceIds: [3], parameters: defaultParameters });
    expect(file.jobs.left(again.id).evidenceIds).toEqual([3]);
  });
});

it('does not call a case of an earlier version damaged, and continues nothing that its log does not have', async () => {
  // The log of that time has no such entry.
  tamper(path, `DELETE FROM audit_log WHERE seq = 5`);
  makeOlder(path, 9);
  file = openCase(path, 'Exhibit test');
  expect(file.jobs.list()).toEqual([]);
  expect(file.evidence.list()).toHaveLength(3);
  expect(await problems()).toEqual([]);
  const { id } = file.jobs.create({ evidenceIds: [1, 2], parameters: defaultParameters });
  expect(file.jobs.left(id)).toEqual({ evidenceIds: [1, 2], parameters: defaultParameters });
});

it('compares no batch a second time, and says that an entry repeats it', async () => {
  file = openCase(path, 'Exhibit test');
  const [entry] = file.audit.entriesOf('job-created');
  const { seq } = file.audit.append('job-created', entry!.detail);
  expect(await problems()).toEqual([
    `Audit entry ${seq} says that batch 1 was asked for, as an entry before it does.`,
  ]);
});
