/**
 * The lab's own SQLite file: sets, faces, embeddings, splits and runs. Unlike a case it is no evidence: what is in
 * it can be made again from the clips, so it carries no audit chain, and the disk may write it lazily.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { caseDatabase, caseError, type CaseDatabase } from '../cases/case-database.ts';
import { migrate } from '../cases/migrate.ts';
import { labMigrations } from './migrations/index.ts';

/** 'Exhi' + 'b' for the lab, as the case file has its own. */
const APPLICATION_ID = 0x4578_6c62;

export type LabDatabase = CaseDatabase & { close(): void };

/**
 * Opens the file, or makes it.
 * @throws EngineError case/… as for a case file
 */
export function openLabDatabase(path: string): LabDatabase {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const sqlite = new Sqlite(path);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('busy_timeout = 5000');
    sqlite.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(sqlite, labMigrations, () => undefined);
    return { ...caseDatabase(sqlite, path), close: () => sqlite.close() };
  } catch (error) {
    throw caseError(error, path);
  }
}
