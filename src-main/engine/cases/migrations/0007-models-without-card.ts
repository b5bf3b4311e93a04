/**
 * Models other than classifiers have no card. To older versions of SQLite, such as 3.40, `json_valid(NULL)` is false, so
 * their `integrity_check` called an untouched case damaged. SQLite cannot change the CHECK of a column, so the table is
 * built anew with every row as it was.
 */
import type { Migration } from './migration.ts';

export const modelsWithoutCard: Migration = {
  version: 7,
  apply(db) {
    db.exec(`
CREATE TABLE wider_models (
  id INTEGER PRIMARY KEY,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  card TEXT CHECK (card IS NULL OR json_valid(card)),
  UNIQUE (role, name, sha256),
  CHECK ((role = 'classifier') = (card IS NOT NULL))
) STRICT;
INSERT INTO wider_models SELECT * FROM models;
DROP TABLE models;
ALTER TABLE wider_models RENAME TO models;
CREATE TRIGGER models_no_update BEFORE UPDATE ON models
BEGIN SELECT RAISE(ABORT, 'models is append-only'); END;
CREATE TRIGGER models_no_delete BEFORE DELETE ON models
BEGIN SELECT RAISE(ABORT, 'models is append-only'); END;
`);
  },
};
