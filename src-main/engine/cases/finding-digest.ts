/**
 * One SHA-256 over everything that a case stores for a finding. It is computed over the rows as JSON arrays, one per
 * line, in the order of the tables and columns below. This order is part of the format, because older audit entries
 * contain such digests. Pictures are included as bytes. Row ids are included only if they are facts of the case (which
 * evidence).
 */
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

/** What the digest is computed over. Each table and list is read once, row by row. */
export interface DigestContent {
  tables: Iterable<Iterable<readonly unknown[]>>;
  pictures: Iterable<Iterable<Uint8Array>>;
}

/** SHA-256 in hexadecimal. @throws UnsayableNumber */
export function digestOf({ tables, pictures }: DigestContent): string {
  const hash = createHash('sha256');
  for (const rows of tables) {
    for (const row of rows) hash.update(`${JSON.stringify(row.map(sayable))}\n`);
  }
  for (const jpegs of pictures) {
    // With the length in front, two pictures differ from one picture with the bytes of both.
    for (const jpeg of jpegs) hash.update(`${jpeg.length}\n`).update(jpeg);
  }
  return hash.digest('hex');
}

/** A number that would have the digest of another value: JSON has no infinity, and calls it null. */
export class UnsayableNumber extends Error {}

function sayable(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (BigInt(number) === value) return number;
  } else if (typeof value !== 'number' || Number.isFinite(value)) {
    return value;
  }
  throw new UnsayableNumber(String(value));
}

const tables = [
  `SELECT evidence_id, analysis_key, path, sha256, outcome, score, log10_likelihood_ratio, reasons, media,
     parameters, provider, versions, band, decode_warnings, started_at, finished_at
   FROM verdicts WHERE id = ?`,
  `SELECT role, name, sha256, card FROM verdict_models JOIN models ON models.id = model_id
   WHERE verdict_id = ? ORDER BY position`,
  `SELECT stream_index, kind, codec, detail, tags FROM streams WHERE verdict_id = ? ORDER BY position`,
  `SELECT position, frame_index, pts, pts_ms, skipped FROM frames WHERE verdict_id = ? ORDER BY frame_index`,
  `SELECT number, start_ms, end_ms, outcome, score, log10_likelihood_ratio, reasons
   FROM tracks WHERE verdict_id = ? ORDER BY id`,
  `SELECT number, frame_index, pts, pts_ms, box_x, box_y, box_width, box_height, landmarks, detection, size_px,
     sharpness, yaw_degrees, pitch_degrees, roll_degrees, refused, scores.score, sgd, forest, novelty
   FROM tracks JOIN faces ON track_id = tracks.id LEFT JOIN scores ON face_id = faces.id
   WHERE verdict_id = ? ORDER BY faces.id`,
  // Findings without guests have no such rows, so digests from before guests stay as they are.
  `SELECT name, sha256, guest_cards.card, band, outcome, score, log10_likelihood_ratio, reasons
   FROM guest_verdicts JOIN models ON models.id = guest_verdicts.model_id
     LEFT JOIN guest_cards ON guest_cards.model_id = models.id
   WHERE verdict_id = ? ORDER BY guest_verdicts.id`,
  `SELECT number, guest_tracks.outcome, guest_tracks.score, guest_tracks.log10_likelihood_ratio, guest_tracks.reasons
   FROM guest_verdicts JOIN guest_tracks ON guest_verdict_id = guest_verdicts.id JOIN tracks ON tracks.id = track_id
   WHERE guest_verdicts.verdict_id = ? ORDER BY guest_verdicts.id, track_id`,
  `SELECT face_id - (SELECT min(faces.id) FROM faces JOIN tracks ON tracks.id = track_id
       WHERE verdict_id = guest_verdicts.verdict_id), guest_scores.score
   FROM guest_verdicts JOIN guest_scores ON guest_verdict_id = guest_verdicts.id
   WHERE guest_verdicts.verdict_id = ? ORDER BY guest_verdicts.id, face_id`,
];

const pictures = [
  `SELECT jpeg FROM tracks JOIN faces ON track_id = tracks.id JOIN crops ON face_id = faces.id
   WHERE verdict_id = ? ORDER BY faces.id`,
  `SELECT jpeg FROM thumbnails WHERE verdict_id = ?`,
];

/**
 * @returns the digest of finding `findingId` as it is stored: null if it does not exist, empty if it has a number that
 *   Exhibit does not write
 */
export function findingDigest(sqlite: Database): (findingId: number) => string | null {
  // As big integers, because a number of JavaScript is the same for several whole numbers above 2^53.
  const rowsOf = tables.map((sql) => sqlite.prepare<[number], unknown[]>(sql).raw().safeIntegers());
  const picturesOf = pictures.map((sql) => sqlite.prepare<[number], Buffer>(sql).pluck());
  const exists = sqlite.prepare<[number]>('SELECT 1 FROM verdicts WHERE id = ?');
  return (findingId) => {
    if (!exists.get(findingId)) return null;
    try {
      return digestOf({
        tables: rowsOf.map((rows) => ({ [Symbol.iterator]: () => rows.iterate(findingId) })),
        pictures: picturesOf.map((jpegs) => ({ [Symbol.iterator]: () => jpegs.iterate(findingId) })),
      });
    } catch (error) {
      if (error instanceof UnsayableNumber) return '';
      throw error;
    }
  };
}
