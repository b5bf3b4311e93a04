/**
 * What may be in a case file besides rows: exactly what the migrations make. A trigger or a view in a stranger's file
 * would run inside our own statements, so it could change every finding as it is stored or read, or never end.
 */
import Sqlite, { type Database } from 'better-sqlite3';
import { EngineError } from '../../shared/errors.ts';
import { migrations } from './migrations/index.ts';

/** A row of `sqlite_schema`. */
interface SchemaObject {
  type: string;
  name: string;
  table: string;
  /** null for the index that SQLite makes for a UNIQUE or a key. */
  sql: string | null;
  /** Where its rows begin in the file; 0 for a trigger, which has none. */
  rootPage: number;
}

const selectObjects =
  'SELECT type, name, tbl_name AS "table", sql, rootpage AS rootPage FROM sqlite_schema ORDER BY rowid';

const objectsOf = (sqlite: Database): SchemaObject[] => sqlite.prepare<[], SchemaObject>(selectObjects).all();

const known = new Map<number, readonly SchemaObject[]>();

/** What a case of that version holds, as its migrations make it. */
function expectedObjects(version: number): readonly SchemaObject[] {
  const cached = known.get(version);
  if (cached) return cached;
  const sqlite = new Sqlite(':memory:');
  try {
    for (const step of migrations.slice(0, version)) step.apply(sqlite);
    const objects = objectsOf(sqlite);
    known.set(version, objects);
    return objects;
  } finally {
    sqlite.close();
  }
}

/**
 * Compares each object with what the migrations up to `version` make, word by word. Reading `sqlite_schema` runs
 * nothing of what is in it, so this comes before everything else that reads the file.
 * @throws case/foreign-schema
 */
export function requireOwnSchema(sqlite: Database, file: string, version: number): void {
  const found = objectsOf(sqlite);
  const difference = firstDifference(found, expectedObjects(version)) ?? sharedPlace(found);
  if (difference === null) return;
  throw new EngineError(
    'case/foreign-schema',
    `${file} was changed with another program: ${difference}. What it shows could be falsified, so it is not opened. Use a copy from before the change, or ask for the original. The evidence files are not affected.`,
  );
}

const nameOf = ({ type, name }: SchemaObject): string => `the ${type} ${name}`;

function firstDifference(found: readonly SchemaObject[], expected: readonly SchemaObject[]): string | null {
  const missing = new Map(expected.map((object) => [object.name, object]));
  for (const object of found) {
    const own = missing.get(object.name);
    if (!own) return `${nameOf(object)} is not from Exhibit`;
    if (object.type !== own.type) return `${nameOf(object)} is in the place of ${nameOf(own)}`;
    if (object.table !== own.table || object.sql !== own.sql) {
      return `${nameOf(object)} is not as Exhibit makes it`;
    }
    missing.delete(object.name);
  }
  const [gone] = missing.values();
  return gone ? `${nameOf(gone)} is missing` : null;
}

/** Two objects with the same pages would show the rows of one as those of the other. */
function sharedPlace(objects: readonly SchemaObject[]): string | null {
  const owners = new Map<number, SchemaObject>();
  for (const object of objects) {
    if (object.type === 'trigger') continue;
    const owner = owners.get(object.rootPage);
    if (owner) return `${nameOf(object)} has the pages of ${nameOf(owner)}`;
    owners.set(object.rootPage, object);
  }
  return null;
}
