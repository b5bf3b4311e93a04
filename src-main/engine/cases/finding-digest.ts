/**
 * One SHA-256 over everything that a case stores for a finding. It is computed over the rows as JSON arrays, one per
 * line, in the order of the tables and columns below. This order is part of the format, because older audit entries
 * contain such digests. Pictures are included as bytes. Row ids are included only if they are facts of the case (which
 * evidence).
 */
import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

/** SHA-256 in hexadecimal of finding `findingId`; null if it does not exist. */
type FindingDigest = (findingId: number) => string | null;

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

export function findingDigest(sqlite: Database): FindingDigest {
  const rowsOf = tables.map((sql) => sqlite.prepare<[number], unknown[]>(sql).raw());
  const picturesOf = pictures.map((sql) => sqlite.prepare<[number], Buffer>(sql).pluck());
  const exists = sqlite.prepare<[number]>('SELECT 1 FROM verdicts WHERE id = ?');
  return (findingId) => {
    if (!exists.get(findingId)) return null;
    const hash = createHash('sha256');
    for (const rows of rowsOf) {
      for (const row of rows.iterate(findingId)) hash.update(`${JSON.stringify(row)}\n`);
    }
    for (const jpegs of picturesOf) {
      // With the length in front, two pictures differ from one picture with the bytes of both.
      for (const jpeg of jpegs.iterate(findingId)) hash.update(`${jpeg.length}\n`).update(jpeg);
    }
    return hash.digest('hex');
  };
}
