/**
 * From here on the audit log has an entry for every batch. The batches from before have none, so nothing tells whether
 * their parameters are still those that the examiner chose: they are taken out, and their videos are analysed by a new
 * batch. Batches that the log knows, findings, files and log stay as they are.
 */
import type { Migration } from './migration.ts';

export const loggedJobs: Migration = {
  version: 10,
  apply(db) {
    const unlogged = `NOT IN (SELECT detail ->> '$.jobId' FROM audit_log WHERE action = 'job-created')`;
    db.exec(`
DELETE FROM job_evidence WHERE job_id ${unlogged};
DELETE FROM jobs WHERE id ${unlogged};`);
  },
};
