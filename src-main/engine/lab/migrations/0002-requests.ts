/**
 * What is asked of a run is kept, so that a crash forgets nothing; results of stages leave the checkpoints; faces keep
 * the sharpness that a verdict may depend on, which those found before lack.
 */
import type { Migration } from '../../cases/migrations/migration.ts';

export const requests: Migration = {
  version: 2,
  apply(db) {
    db.exec(`
      CREATE TABLE run_requests (
        id INTEGER PRIMARY KEY,
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        request TEXT NOT NULL          -- JSON
      ) STRICT;
      CREATE INDEX run_requests_by_run ON run_requests (run_id);

      CREATE TABLE run_stage_results (
        run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        stage TEXT NOT NULL,
        result TEXT NOT NULL,          -- JSON
        PRIMARY KEY (run_id, stage)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO run_stage_results
        SELECT run_id, replace(stage, ': result', ''), CAST(state AS TEXT) FROM run_checkpoints
        WHERE stage = 'faces' OR stage LIKE '%: result';
      DELETE FROM run_checkpoints WHERE stage = 'faces' OR stage LIKE '%: result';

      ALTER TABLE faces ADD COLUMN sharpness REAL;
    `);
  },
};
