/**
 * References of named people, and how far questioned faces resemble them, are records, too. The table of records is built
 * anew as in step 6.
 */
import type { Migration } from './migration.ts';

export const likeness: Migration = {
  version: 9,
  apply(db) {
    db.exec(`
CREATE TABLE wider_records (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL
    CHECK (kind IN ('examiner', 'details', 'blind', 'exhibit', 'note', 'impression', 'conclusion', 'people',
      'occlusion', 'reference', 'likeness')),
  subject TEXT NOT NULL,
  evidence_id INTEGER REFERENCES evidence (id),
  content TEXT CHECK (content IS NULL OR json_valid(content)),
  author TEXT NOT NULL CHECK (author <> ''),
  at TEXT NOT NULL,
  cause TEXT NOT NULL CHECK (cause IN ('change', 'undo', 'redo')),
  target INTEGER REFERENCES wider_records (id),
  CHECK ((evidence_id IS NULL) = (kind IN ('examiner', 'details', 'blind'))),
  CHECK ((cause = 'change') = (target IS NULL))
) STRICT;
INSERT INTO wider_records SELECT * FROM records;
DROP TABLE records;
ALTER TABLE wider_records RENAME TO records;
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
