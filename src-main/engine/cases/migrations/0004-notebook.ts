/**
 * What examiners write down: details of the case and its exhibits, notes, first impressions and conclusions. A change
 * is a new row of the same subject, so that every earlier version stays.
 */
import type { Migration } from './migration.ts';

export const notebook: Migration = {
  version: 4,
  apply(db) {
    db.exec(`
CREATE TABLE records (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL
    CHECK (kind IN ('examiner', 'details', 'blind', 'exhibit', 'note', 'impression', 'conclusion')),
  subject TEXT NOT NULL,
  evidence_id INTEGER REFERENCES evidence (id),
  content TEXT CHECK (content IS NULL OR json_valid(content)),
  author TEXT NOT NULL CHECK (author <> ''),
  at TEXT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('change', 'undo', 'redo')),
  target INTEGER REFERENCES records (id),
  CHECK ((evidence_id IS NULL) = (kind IN ('examiner', 'details', 'blind'))),
  CHECK ((cause = 'change') = (target IS NULL))
) STRICT;
CREATE INDEX records_by_subject ON records (subject, id);
CREATE INDEX records_by_evidence ON records (evidence_id, kind);
CREATE INDEX records_by_kind ON records (kind, id);
CREATE TRIGGER records_no_update BEFORE UPDATE ON records
BEGIN SELECT RAISE(ABORT, 'records is append-only'); END;
CREATE TRIGGER records_no_delete BEFORE DELETE ON records
BEGIN SELECT RAISE(ABORT, 'records is append-only'); END;
`);
  },
};
