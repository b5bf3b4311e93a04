/** Rows that no digest covers, because they belong to nothing. Exhibit leaves none; with other programs, they can be planted. */
import type { Database } from 'better-sqlite3';

/** @returns what the first such row is; null if there is none */
export function looseRows(sqlite: Database): () => string | null {
  const selectModel = sqlite
    .prepare<[], string>(
      `SELECT name FROM models WHERE id NOT IN (SELECT model_id FROM verdict_models)
         OR id IN (SELECT model_id FROM guest_cards EXCEPT SELECT model_id FROM guest_verdicts)`,
    )
    .pluck();
  return () => {
    const model = selectModel.get();
    if (model !== undefined) return `The model ${model} is in the case, but no finding uses it.`;
    const [orphan] = sqlite.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
    if (orphan === undefined) return null;
    const { table, rowid, parent } = orphan;
    return `Row ${rowid} of the table ${table} belongs to nothing in the table ${parent}.`;
  };
}
