/** Batches of analyses, kept as rows, so that what a stop interrupted can be seen afterwards. */
import type { Job } from '../../shared/case.ts';
import type { AnalysisParameters, JobState } from '../../shared/domain.ts';
import type { CaseDatabase } from './case-database.ts';
import { canonicalJson } from '../support/canonical-json.ts';

export interface JobStore {
  create(job: { total: number; parameters: AnalysisParameters }): Job;
  /** `done` counts finished videos, including failed ones. A final state sets `finishedAt`. */
  update(jobId: number, change: { state?: JobState; done?: number; failed?: number }): Job;
  /** Newest first. */
  list(): Job[];
}

const columns = 'id, state, total, done, failed, created_at AS createdAt, finished_at AS finishedAt';

export function jobStore({ sqlite, read, write }: CaseDatabase): JobStore {
  const insert = sqlite.prepare<[number, string, string]>(
    `INSERT INTO jobs (state, total, done, failed, parameters, created_at) VALUES ('queued', ?, 0, 0, ?, ?)`,
  );
  const update = sqlite.prepare<[JobState, number, number, string | null, number]>(
    'UPDATE jobs SET state = ?, done = ?, failed = ?, finished_at = ? WHERE id = ?',
  );
  const selectById = sqlite.prepare<[number], Job>(`SELECT ${columns} FROM jobs WHERE id = ?`);
  const selectAll = sqlite.prepare<[], Job>(`SELECT ${columns} FROM jobs ORDER BY id DESC`);

  const stored = (jobId: number): Job => {
    const job = selectById.get(jobId);
    if (!job) throw new Error(`the case has no job ${jobId}`);
    return job;
  };

  return {
    create: ({ total, parameters }) =>
      write(() => {
        const { lastInsertRowid } = insert.run(total, canonicalJson(parameters), new Date().toISOString());
        return stored(Number(lastInsertRowid));
      }),
    update: (jobId, change) =>
      write(() => {
        const before = stored(jobId);
        const { state, done, failed } = { ...before, ...change };
        const finished = state !== 'queued' && state !== 'running';
        const finishedAt = finished ? (before.finishedAt ?? new Date().toISOString()) : null;
        update.run(state, done, failed, finishedAt, jobId);
        return stored(jobId);
      }),
    list: () => read(() => selectAll.all()),
  };
}
