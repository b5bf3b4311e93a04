/** Which evidence a job has still to analyse, so that a crash or a full disk leaves more than its number. */
import type { Migration } from './migration.ts';

export const jobEvidence: Migration = {
  version: 2,
  apply(db) {
    db.exec(`
CREATE TABLE job_evidence (
  job_id INTEGER NOT NULL REFERENCES jobs (id),
  position INTEGER NOT NULL,
  evidence_id INTEGER NOT NULL REFERENCES evidence (id),
  PRIMARY KEY (job_id, position),
  UNIQUE (job_id, evidence_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_evidence_by_evidence ON job_evidence (evidence_id);
`);
  },
};
