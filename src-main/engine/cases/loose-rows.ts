/** Rows that no digest covers, because they belong to nothing. Exhibit leaves none; with other programs, they can be planted. */
import type { Database } from 'better-sqlite3';

/** @returns what each such row is */
export function looseRows(sqlite: Database): () => string[] {
  const selectModel = sqlite
    .prepare<[], string>(
      `SELECT name FROM models WHERE id NOT IN (SELECT model_id FROM verdict_models)
         OR id IN (SELECT model_id FROM guest_cards EXCEPT SELECT model_id FROM guest_verdicts)`,
    )
    .pluck();
  return () => {
    const orphans = sqlite.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
    return [
      ...selectModel.all().map((name) => `The model ${name} is in the case, but no finding uses it.`),
      ...orphans.map(
        ({ table, rowid, parent }) =>
          `Row ${rowid} of the table ${table} belongs to nothing in the table ${parent}.`,
      ),
    ];
  };
}
