import type { Database } from 'better-sqlite3';

/** One step of the case file's schema. A step that has shipped is never edited; a change is a new step. */
export interface Migration {
  /** Rises by one per step; the file's `user_version` after this step. */
  version: number;
  apply(db: Database): void;
}
