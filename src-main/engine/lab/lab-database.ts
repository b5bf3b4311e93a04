/**
 * The lab's own SQLite file: sets, faces, embeddings, splits and runs. Unlike a case it is no evidence: what is in
 * it can be made again from the clips, so it carries no audit chain, and the disk may write it lazily.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import { caseDatabase, caseError, type CaseDatabase } from '../cases/case-database.ts';
import { migrate } from '../cases/migrate.ts';
import { labMigrations } from './migrations/index.ts';

/** 'Exhi' + 'b' for the lab, as the case file has its own. */
const APPLICATION_ID = 0x4578_6c62;

export type LabDatabase = CaseDatabase & { close(): void };

/**
 * Opens the file, or makes it.
 * @throws EngineError lab/not-a-lab; case/… as for a case file
 */
export function openLabDatabase(path: string): LabDatabase {
  let sqlite: Database | null = null;
  try {
    mkdirSync(dirname(path), { recursive: true });
    sqlite = new Sqlite(path);
    requireLab(sqlite, path);
    sqlite.pragma('journal_mode = WAL');
    sqlite.pragma('synchronous = NORMAL');
    sqlite.pragma('foreign_keys = ON');
    sqlite.pragma('busy_timeout = 5000');
    sqlite.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(sqlite, labMigrations, () => undefined);
    const opened = sqlite;
    return { ...caseDatabase(opened, path), close: () => opened.close() };
  } catch (error) {
    sqlite?.close();
    const told = caseError(error, path);
    throw told instanceof EngineError && told.code === 'case/not-a-case' ? notALab(path, error) : told;
  }
}

/** Checked before anything is written: the file may be a case, or another program's database. */
function requireLab(sqlite: Database, path: string): void {
  const { tables } = sqlite.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as {
    tables: number;
  };
  const id = Number(sqlite.pragma('application_id', { simple: true }));
  if (id === APPLICATION_ID || (tables === 0 && id === 0)) return;
  throw notALab(path);
}

const notALab = (path: string, cause?: unknown) =>
  new EngineError(
    'lab/not-a-lab',
    `${path} is not a lab file of Exhibit. Name another file with --lab, or a new one.`,
    { cause },
  );
