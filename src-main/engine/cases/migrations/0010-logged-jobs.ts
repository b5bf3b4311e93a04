/**
 * From here on the audit log has an entry for every batch. The batches from before have none, so nothing tells whether
 * their parameters are still those that the examiner chose: they are taken out, and their videos are analysed by a new
 * batch. Findings, files and log stay as they are.
 */
import type { Migration } from './migration.ts';

export const loggedJobs: Migration = {
  version: 10,
  apply(db) {
    db.exec('DELETE FROM job_evidence; DELETE FROM jobs;');
  },
};
