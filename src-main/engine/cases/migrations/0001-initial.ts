/**
 * The first schema of a case. Evidence is the file as received. A verdict is one analysis of it with everything that
 * made it (streams, frames, tracks, faces, scores, models). It never changes: a new analysis adds a new verdict.
 * Pictures have their own tables, so reading scores does not read blobs.
 */
import type { Database } from 'better-sqlite3';
import type { Migration } from './migration.ts';

const tables = `
CREATE TABLE evidence (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  sha256 TEXT CHECK (length(sha256) = 64),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  error_code TEXT,
  error_message TEXT,
  added_at TEXT NOT NULL,
  CHECK ((state = 'failed') = (error_code IS NOT NULL)),
  CHECK ((error_code IS NULL) = (error_message IS NULL))
) STRICT;

CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY,
  evidence_id INTEGER NOT NULL REFERENCES evidence (id),
  analysis_key TEXT NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  outcome TEXT NOT NULL CHECK (outcome IN ('likely-real', 'inconclusive', 'likely-fake', 'not-applicable')),
  score REAL CHECK (score BETWEEN 0 AND 1),
  log10_likelihood_ratio REAL,
  reasons TEXT NOT NULL CHECK (json_array_length(reasons) > 0),
  media TEXT NOT NULL CHECK (json_valid(media)),
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  provider TEXT NOT NULL CHECK (json_valid(provider)),
  versions TEXT NOT NULL CHECK (json_valid(versions)),
  band TEXT NOT NULL CHECK (json_valid(band)),
  decode_warnings TEXT NOT NULL CHECK (json_valid(decode_warnings)),
  started_at TEXT NOT NULL,
  finished_at TEXT NOT NULL,
  CHECK ((outcome = 'not-applicable') = (score IS NULL))
) STRICT;
CREATE INDEX verdicts_by_evidence ON verdicts (evidence_id, id);

CREATE TABLE streams (
  verdict_id INTEGER NOT NULL REFERENCES verdicts (id),
  position INTEGER NOT NULL,
  stream_index INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('video', 'audio', 'subtitle', 'data', 'attachment')),
  codec TEXT NOT NULL,
  detail TEXT NOT NULL,
  tags TEXT NOT NULL CHECK (json_valid(tags)),
  PRIMARY KEY (verdict_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE frames (
  verdict_id INTEGER NOT NULL REFERENCES verdicts (id),
  frame_index INTEGER NOT NULL CHECK (frame_index >= 0),
  position INTEGER NOT NULL,
  pts INTEGER NOT NULL,
  pts_ms REAL NOT NULL,
  skipped TEXT,
  PRIMARY KEY (verdict_id, frame_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE tracks (
  id INTEGER PRIMARY KEY,
  verdict_id INTEGER NOT NULL REFERENCES verdicts (id),
  number INTEGER NOT NULL,
  start_ms REAL NOT NULL,
  end_ms REAL NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('likely-real', 'inconclusive', 'likely-fake', 'not-applicable')),
  score REAL CHECK (score BETWEEN 0 AND 1),
  log10_likelihood_ratio REAL,
  reasons TEXT NOT NULL CHECK (json_array_length(reasons) > 0),
  UNIQUE (verdict_id, number),
  CHECK (end_ms >= start_ms),
  CHECK ((outcome = 'not-applicable') = (score IS NULL))
) STRICT;

CREATE TABLE faces (
  id INTEGER PRIMARY KEY,
  track_id INTEGER NOT NULL REFERENCES tracks (id),
  frame_index INTEGER NOT NULL CHECK (frame_index >= 0),
  pts INTEGER NOT NULL,
  pts_ms REAL NOT NULL,
  box_x REAL NOT NULL,
  box_y REAL NOT NULL,
  box_width REAL NOT NULL CHECK (box_width > 0),
  box_height REAL NOT NULL CHECK (box_height > 0),
  landmarks TEXT NOT NULL CHECK (json_array_length(landmarks) = 5),
  detection REAL NOT NULL,
  size_px REAL NOT NULL,
  sharpness REAL NOT NULL,
  yaw_degrees REAL NOT NULL,
  pitch_degrees REAL NOT NULL,
  roll_degrees REAL NOT NULL,
  refused TEXT
) STRICT;
CREATE INDEX faces_by_track ON faces (track_id, id);

CREATE TABLE scores (
  face_id INTEGER PRIMARY KEY REFERENCES faces (id),
  score REAL CHECK (score BETWEEN 0 AND 1),
  sgd REAL,
  forest REAL,
  novelty REAL,
  CHECK ((sgd IS NULL) = (forest IS NULL))
) STRICT;

CREATE TABLE crops (
  face_id INTEGER PRIMARY KEY REFERENCES faces (id),
  jpeg BLOB NOT NULL
) STRICT;

CREATE TABLE thumbnails (
  verdict_id INTEGER PRIMARY KEY REFERENCES verdicts (id),
  jpeg BLOB NOT NULL
) STRICT;

CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  card TEXT CHECK (json_valid(card)),
  UNIQUE (role, name, sha256),
  CHECK ((role = 'classifier') = (card IS NOT NULL))
) STRICT;

CREATE TABLE verdict_models (
  verdict_id INTEGER NOT NULL REFERENCES verdicts (id),
  position INTEGER NOT NULL,
  model_id INTEGER NOT NULL REFERENCES models (id),
  PRIMARY KEY (verdict_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  id INTEGER PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  total INTEGER NOT NULL CHECK (total >= 0),
  done INTEGER NOT NULL CHECK (done BETWEEN 0 AND total),
  failed INTEGER NOT NULL CHECK (failed BETWEEN 0 AND done),
  parameters TEXT NOT NULL CHECK (json_valid(parameters)),
  created_at TEXT NOT NULL,
  finished_at TEXT,
  CHECK ((state IN ('queued', 'running')) = (finished_at IS NULL))
) STRICT;

CREATE TABLE audit_log (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  previous_hash TEXT NOT NULL CHECK (length(previous_hash) = 64),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;
CREATE TRIGGER audit_log_follows BEFORE INSERT ON audit_log
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_log)
BEGIN SELECT RAISE(ABORT, 'an audit entry follows the last one'); END;
`;

const neverChanged = [
  'audit_log',
  'verdicts',
  'streams',
  'frames',
  'tracks',
  'faces',
  'scores',
  'crops',
  'thumbnails',
  'models',
  'verdict_models',
];

const guard = (table: string) => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
`;

export const initial: Migration = {
  version: 1,
  apply(db: Database) {
    db.exec(tables);
    for (const table of neverChanged) db.exec(guard(table));
  },
};
