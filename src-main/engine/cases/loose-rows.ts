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
  const selectStrays = sqlite
    .prepare<[], string>(
      `SELECT 'Track ' || track_id || ' of a detector of the lab belongs to another finding than its verdict.'
         FROM guest_tracks JOIN guest_verdicts AS guest ON guest.id = guest_verdict_id
         JOIN tracks ON tracks.id = track_id WHERE tracks.verdict_id <> guest.verdict_id
       UNION ALL
       SELECT 'The score of face ' || face_id || ' by a detector of the lab belongs to another finding than its verdict.'
         FROM guest_scores JOIN guest_verdicts AS guest ON guest.id = guest_verdict_id
         JOIN faces ON faces.id = face_id JOIN tracks ON tracks.id = faces.track_id
         WHERE tracks.verdict_id <> guest.verdict_id`,
    )
    .pluck();
  return () => {
    const orphans = sqlite.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
    return [
      ...selectModel.all().map((name) => `The model ${name} is in the case, but no finding uses it.`),
      ...selectStrays.all(),
      ...orphans.map(
        ({ table, rowid, parent }) =>
          `Row ${rowid} of the table ${table} belongs to nothing in the table ${parent}.`,
      ),
    ];
  };
}
