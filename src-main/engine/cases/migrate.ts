/**
 * Migrates a case to the newest schema. All pending steps and the new version are committed together, or not at all.
 */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import type { Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import type { Migration } from './migrations/migration.ts';

/** Whether the case is older than this build. @throws case/newer-than-app */
export function needsMigration(db: Database, migrations: readonly Migration[]): boolean {
  const newest = newestVersion(migrations);
  const current = versionOf(db);
  if (current > newest) {
    throw new EngineError(
      'case/newer-than-app',
      `The case has version ${current}, but this Exhibit reads only up to version ${newest}. Open it with a newer Exhibit.`,
    );
  }
  return current < newest;
}

/**
 * Applies every pending step, then `finish`, in one transaction.
 * @param finish more work for the same transaction, such as the audit entry; gets the versions before and after
 * @throws case/newer-than-app, case/damaged where references lead nowhere
 */
export function migrate(
  db: Database,
  migrations: readonly Migration[],
  finish: (from: number, to: number) => void,
): void {
  if (!needsMigration(db, migrations)) return;
  const from = versionOf(db);
  const to = newestVersion(migrations);
  const applyAll = db.transaction(() => {
    for (const { version, apply } of migrations) if (version > from) apply(db);
    if ((db.pragma('foreign_key_check') as unknown[]).length > 0) {
      throw new EngineError(
        'case/damaged',
        'Rows of the case refer to rows that are not there, so it is not updated. Use a backup copy of it. The evidence files are not affected.',
      );
    }
    db.pragma(`user_version = ${to}`);
    finish(from, to);
  });
  // A table that others refer to can be built anew only while SQLite does not enforce references; see above.
  const enforced = Number(db.pragma('foreign_keys', { simple: true }));
  db.pragma('foreign_keys = OFF');
  try {
    applyAll.exclusive();
  } finally {
    db.pragma(`foreign_keys = ${enforced}`);
  }
}

/**
 * Copies the case to a file beside it, named by version and time, before its schema is changed.
 * @returns the copy's file name
 */
export function copyBeforeMigrating(db: Database, file: string): string {
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const copy = `${file.replace(/\.exhibit$/i, '')}.version-${versionOf(db)}.${time}.exhibit`;
  db.prepare('VACUUM INTO ?').run(copy);
  // After VACUUM INTO, the system may write the copy to the disk later.
  const handle = openSync(copy, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return basename(copy);
}

export function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/**
 * A list with a gap or a wrong order would build some case only half. That is an error of the build, not of the case.
 */
function newestVersion(migrations: readonly Migration[]): number {
  for (const [index, { version }] of migrations.entries()) {
    if (version !== index + 1) {
      throw new Error(`migration ${index + 1} has version ${version}; steps rise by one from 1`);
    }
  }
  return migrations.length;
}
