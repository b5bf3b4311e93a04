/** Rows that no digest covers, because they belong to nothing. Exhibit leaves none; with other programs, they can be planted. */
import { EngineError } from '../../shared/errors.ts';
import type { CaseDatabase } from './case-database.ts';

/** What pictures belong to. Their pages are not read when a case is opened. */
const owners = { crops: ['face_id', 'faces'], thumbnails: ['verdict_id', 'verdicts'] } as const;

/** Of a case that was filled with nonsense, more would only fill the memory. */
const MAX_ROWS = 1000;

/** @returns what each such row is, of the first 1,000 of a kind @throws case/damaged, when it is called, where the pages of pictures never end */
export function looseRows({ sqlite, path }: CaseDatabase): () => string[] {
  const tables = sqlite
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name`,
    )
    .pluck()
    .all();
  const pictures = Object.entries(owners).map(([table, [key, owner]]) => ({
    ...{ table, owner },
    select: sqlite.prepare<[], { rowid: number; owned: number }>(
      `SELECT ${key} AS rowid, EXISTS (SELECT 1 FROM ${owner} WHERE id = ${key}) AS owned FROM ${table} ORDER BY ${key}`,
    ),
  }));

  const selectOrphans = sqlite.prepare<[string], Loose>(
    `SELECT "table", rowid, parent FROM pragma_foreign_key_check(?) LIMIT ${MAX_ROWS}`,
  );

  /** Every page that SQLite steps on has a row, so a walk in circles comes to a row that it was at. */
  function* loosePictures(): IterableIterator<Loose> {
    for (const { table, owner, select } of pictures) {
      let last = -Infinity;
      let loose = 0;
      for (const { rowid, owned } of select.iterate()) {
        if (rowid <= last) throw endless(path, table);
        last = rowid;
        // The walk goes on: what follows may lead back.
        if (owned === 0 && (loose += 1) <= MAX_ROWS) yield { table, rowid, parent: owner };
      }
    }
  }

  const selectModel = sqlite
    .prepare<[], string>(
      `SELECT name FROM models WHERE id NOT IN (SELECT model_id FROM verdict_models)
         OR id IN (SELECT model_id FROM guest_cards EXCEPT SELECT model_id FROM guest_verdicts)`,
    )
    .pluck();
  const selectStrays = sqlite
    .prepare<[], string>(
      `SELECT 'Track ' || track_id || ' of a detector of the lab belongs to another finding than its verdict.'
         FROM guest_tracks JOIN guest_verdicts AS guest ON guest.id = guest_verdict_id
         JOIN tracks ON tracks.id = track_id WHERE tracks.verdict_id <> guest.verdict_id
       UNION ALL
       SELECT 'The score of face ' || face_id || ' by a detector of the lab belongs to another finding than its verdict.'
         FROM guest_scores JOIN guest_verdicts AS guest ON guest.id = guest_verdict_id
         JOIN faces ON faces.id = face_id JOIN tracks ON tracks.id = faces.track_id
         WHERE tracks.verdict_id <> guest.verdict_id
       LIMIT ${MAX_ROWS}`,
    )
    .pluck();
  return () => {
    const orphans = tables.filter((table) => !(table in owners)).flatMap((table) => selectOrphans.all(table));
    return [
      ...selectModel.all().map((name) => `The model ${name} is in the case, but no finding uses it.`),
      ...selectStrays.all(),
      ...[...orphans, ...loosePictures()].map(
        ({ table, rowid, parent }) =>
          `Row ${rowid} of the table ${table} belongs to nothing in the table ${parent}.`,
      ),
    ];
  };
}

interface Loose {
  table: string;
  rowid: number;
  parent: string;
}

const endless = (path: string, table: string) =>
  new EngineError(
    'case/damaged',
    `${path} is damaged: the rows of the table ${table} lead back to each other, so they have no end. Use a backup copy of it. The evidence files are not affected.`,
  );
