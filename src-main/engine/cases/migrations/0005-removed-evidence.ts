/**
 * Evidence may be taken off the list of a case, with a reason. Its row, its findings and what was written about it stay:
 * findings and records refer to it, and the audit log tells who removed it and when.
 */
import type { Migration } from './migration.ts';

export const removedEvidence: Migration = {
  version: 5,
  apply(db) {
    db.exec(`ALTER TABLE evidence ADD COLUMN removed TEXT CHECK (removed <> '')`);
  },
};
