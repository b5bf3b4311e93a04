/**
 * What detectors that the lab brought say of the same tracks and faces, beside a verdict. Their cards have a table of
 * their own, because in `models` only a classifier has one.
 */
import type { Migration } from './migration.ts';

const verdictColumns = `
  outcome TEXT NOT NULL CHECK (outcome IN ('likely-real', 'inconclusive', 'likely-fake', 'not-applicable')),
  score REAL CHECK (score BETWEEN 0 AND 1),
  log10_likelihood_ratio REAL,
  reasons TEXT NOT NULL CHECK (json_array_length(reasons) > 0)`;

const tables = `
CREATE TABLE guest_cards (
  model_id INTEGER PRIMARY KEY REFERENCES models (id),
  card TEXT NOT NULL CHECK (json_valid(card))
) STRICT;

CREATE TABLE guest_verdicts (
  id INTEGER PRIMARY KEY,
  verdict_id INTEGER NOT NULL REFERENCES verdicts (id),
  model_id INTEGER NOT NULL REFERENCES models (id),
  band TEXT NOT NULL CHECK (json_valid(band)),${verdictColumns},
  UNIQUE (verdict_id, model_id),
  CHECK ((outcome = 'not-applicable') = (score IS NULL))
) STRICT;

CREATE TABLE guest_tracks (
  guest_verdict_id INTEGER NOT NULL REFERENCES guest_verdicts (id),
  track_id INTEGER NOT NULL REFERENCES tracks (id),${verdictColumns},
  PRIMARY KEY (guest_verdict_id, track_id),
  CHECK ((outcome = 'not-applicable') = (score IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE guest_scores (
  guest_verdict_id INTEGER NOT NULL REFERENCES guest_verdicts (id),
  face_id INTEGER NOT NULL REFERENCES faces (id),
  score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
  PRIMARY KEY (guest_verdict_id, face_id)
) STRICT, WITHOUT ROWID;
`;

const guard = (table: string) => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
`;

export const guests: Migration = {
  version: 3,
  apply(db) {
    db.exec(tables);
    for (const table of ['guest_cards', 'guest_verdicts', 'guest_tracks', 'guest_scores'])
      db.exec(guard(table));
  },
};
