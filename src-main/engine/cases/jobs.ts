/** Batches of analyses, kept as rows with the evidence that is still to do, so that a stop forgets nothing. */
import type { Job } from '../../shared/case.ts';
import type { AnalysisParameters, JobState } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { AuditLog } from './audit-log.ts';
import type { CaseDatabase } from './case-database.ts';
import { requireRoom } from './case-limits.ts';
import type { LoggedJobs } from './logged-jobs.ts';
import { parameters, storedJson } from './stored-json.ts';
import { canonicalJson } from '../support/canonical-json.ts';

export interface JobStore {
  /** The files, each once. The audit log gets an entry with all that the batch is to do. @throws EngineError case/too-large */
  create(job: { evidenceIds: readonly number[]; parameters: AnalysisParameters }): Job;
  /** A final state sets `finishedAt`. */
  update(jobId: number, change: { state: JobState }): Job;
  /**
   * One video is finished, or failed. Jobs that were interrupted need not do it again.
   * @returns the jobs that changed, this one first
   */
  finish(jobId: number, evidenceId: number, end: { failed: boolean }): Job[];
  /** What is still to do will not be done, as the examiner wishes. */
  dropLeft(jobId: number): void;
  /** What is still to do, in order. @throws case/damaged where it is not what the audit log says of the batch */
  left(jobId: number): { evidenceIds: number[]; parameters: AnalysisParameters };
  /** Newest first. */
  list(): Job[];
}

const select = `SELECT id, state, total, done, failed, created_at AS createdAt, finished_at AS finishedAt,
  (SELECT count(*) FROM job_evidence WHERE job_id = jobs.id) AS left FROM jobs`;

export function jobStore(
  { sqlite, path, read, write }: CaseDatabase,
  audit: AuditLog,
  logged: LoggedJobs,
): JobStore {
  const insert = sqlite.prepare<[number, string, string]>(
    `INSERT INTO jobs (state, total, done, failed, parameters, created_at) VALUES ('queued', ?, 0, 0, ?, ?)`,
  );
  const insertLeft = sqlite.prepare<[number, number, number]>('INSERT INTO job_evidence VALUES (?, ?, ?)');
  const updateState = sqlite.prepare<[JobState, string | null, number]>(
    'UPDATE jobs SET state = ?, finished_at = ? WHERE id = ?',
  );
  const countOne = sqlite.prepare<[number, number]>(
    'UPDATE jobs SET done = done + 1, failed = failed + ? WHERE id = ?',
  );
  const deleteOne = sqlite
    .prepare<[number, number], number>(
      `DELETE FROM job_evidence WHERE evidence_id = ?
         AND (job_id = ? OR job_id IN (SELECT id FROM jobs WHERE finished_at IS NOT NULL))
       RETURNING job_id`,
    )
    .pluck();
  const deleteLeft = sqlite.prepare<[number]>('DELETE FROM job_evidence WHERE job_id = ?');
  const selectLeft = sqlite
    .prepare<[number], number>('SELECT evidence_id FROM job_evidence WHERE job_id = ? ORDER BY position')
    .pluck();
  const selectParameters = sqlite
    .prepare<[number], string>('SELECT parameters FROM jobs WHERE id = ?')
    .pluck();
  const selectById = sqlite.prepare<[number], Job>(`${select} WHERE id = ?`);
  const selectAll = sqlite.prepare<[], Job>(`${select} ORDER BY id DESC`);

  const stored = (jobId: number): Job => {
    const job = selectById.get(jobId);
    if (!job) throw new Error(`the case has no job ${jobId}`);
    return job;
  };

  return {
    create: ({ evidenceIds, parameters }) =>
      write(() => {
        const createdAt = new Date().toISOString();
        const { lastInsertRowid } = insert.run(evidenceIds.length, canonicalJson(parameters), createdAt);
        const jobId = Number(lastInsertRowid);
        requireRoom('jobs', jobId, path);
        for (const [position, evidenceId] of evidenceIds.entries()) {
          insertLeft.run(jobId, position, evidenceId);
        }
        audit.append('job-created', { jobId, evidenceIds, parameters, createdAt });
        return stored(jobId);
      }),
    update: (jobId, { state }) =>
      write(() => {
        const { finishedAt } = stored(jobId);
        const finished = state !== 'queued' && state !== 'running';
        updateState.run(state, finished ? (finishedAt ?? new Date().toISOString()) : null, jobId);
        return stored(jobId);
      }),
    finish: (jobId, evidenceId, { failed }) =>
      write(() => {
        countOne.run(failed ? 1 : 0, jobId);
        const others = deleteOne.all(evidenceId, jobId).filter((id) => id !== jobId);
        return [jobId, ...others].map(stored);
      }),
    dropLeft: (jobId) => write(() => void deleteLeft.run(jobId)),
    left: (jobId) =>
      read(() => {
        const work = selectParameters.get(stored(jobId).id)!;
        const fault = logged.fault(jobId);
        if (fault !== null) throw notAsLogged(path, fault);
        return {
          evidenceIds: selectLeft.all(jobId),
          parameters: storedJson(work, parameters, `job ${jobId}, parameters`),
        };
      }),
    list: () => read(() => selectAll.all()),
  };
}

const notAsLogged = (path: string, fault: string) =>
  new EngineError(
    'case/damaged',
    `${fault} ${path} was changed outside Exhibit, so this batch is not continued. Use a backup copy, or choose the files and parameters anew and analyse them.`,
  );
