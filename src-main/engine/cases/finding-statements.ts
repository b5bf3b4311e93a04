/** The SQL of findings: one insert and one select a table. */
import type { Database } from 'better-sqlite3';
import type { Finding, FrameRecord, ModelReference } from '../../shared/domain.ts';
import type { FaceRow, StreamRow, TrackRow, VerdictRow } from './finding-rows.ts';
import type { CardRow } from './model-cards.ts';

export function findingStatements(sqlite: Database) {
  return {
    insertVerdict: sqlite.prepare<[Omit<VerdictRow, 'id'>]>(`
      INSERT INTO verdicts (evidence_id, analysis_key, path, sha256, outcome, score, log10_likelihood_ratio,
        reasons, media, parameters, provider, versions, band, decode_warnings, started_at, finished_at)
      VALUES (@evidenceId, @analysisKey, @path, @sha256, @outcome, @score, @log10LikelihoodRatio,
        @reasons, @media, @parameters, @provider, @versions, @band, @decodeWarnings, @startedAt, @finishedAt)`),
    insertStream: sqlite.prepare<[StreamRow & { verdictId: number; position: number }]>(`
      INSERT INTO streams (verdict_id, position, stream_index, kind, codec, detail, tags)
      VALUES (@verdictId, @position, @index, @kind, @codec, @detail, @tags)`),
    insertFrame: sqlite.prepare<[FrameRecord & { verdictId: number; position: number }]>(`
      INSERT INTO frames (verdict_id, frame_index, position, pts, pts_ms, skipped)
      VALUES (@verdictId, @frameIndex, @position, @pts, @ptsMs, @skipped)`),
    insertTrack: sqlite.prepare<[Omit<TrackRow, 'id'> & { verdictId: number }]>(`
      INSERT INTO tracks (verdict_id, number, start_ms, end_ms, outcome, score, log10_likelihood_ratio, reasons)
      VALUES (@verdictId, @number, @startMs, @endMs, @outcome, @score, @log10LikelihoodRatio, @reasons)`),
    insertFace: sqlite.prepare<[Omit<FaceRow, 'id' | 'score' | 'sgd' | 'forest' | 'novelty'>]>(`
      INSERT INTO faces (track_id, frame_index, pts, pts_ms, box_x, box_y, box_width, box_height, landmarks,
        detection, size_px, sharpness, yaw_degrees, pitch_degrees, roll_degrees, refused)
      VALUES (@trackId, @frameIndex, @pts, @ptsMs, @x, @y, @width, @height, @landmarks,
        @detection, @sizePx, @sharpness, @yawDegrees, @pitchDegrees, @rollDegrees, @refused)`),
    insertScore: sqlite.prepare<
      [Pick<FaceRow, 'score' | 'sgd' | 'forest' | 'novelty'> & { faceId: number }]
    >(`
      INSERT INTO scores (face_id, score, sgd, forest, novelty)
      VALUES (@faceId, @score, @sgd, @forest, @novelty)`),
    insertCrop: sqlite.prepare<[number, Uint8Array]>('INSERT INTO crops (face_id, jpeg) VALUES (?, ?)'),
    insertThumbnail: sqlite.prepare<[number, Uint8Array]>(
      'INSERT INTO thumbnails (verdict_id, jpeg) VALUES (?, ?)',
    ),
    insertModel: sqlite.prepare<[ModelReference & { card: string | null }]>(`
      INSERT INTO models (role, name, sha256, card) VALUES (@role, @name, @sha256, @card)
      ON CONFLICT DO NOTHING`),
    insertVerdictModel: sqlite.prepare<[ModelReference & { verdictId: number; position: number }]>(`
      INSERT INTO verdict_models (verdict_id, position, model_id)
      VALUES (@verdictId, @position,
        (SELECT id FROM models WHERE role = @role AND name = @name AND sha256 = @sha256))`),
    finishEvidence: sqlite.prepare<[Finding['sha256'], number, number]>(`
      UPDATE evidence SET state = 'done', sha256 = ?, size_bytes = ?, error_code = NULL, error_message = NULL
      WHERE id = ?`),

    selectVerdict: sqlite.prepare<[number], VerdictRow>(`
      SELECT id, evidence_id AS evidenceId, analysis_key AS analysisKey, path, sha256, outcome, score,
        log10_likelihood_ratio AS log10LikelihoodRatio, reasons, media, parameters, provider, versions, band,
        decode_warnings AS decodeWarnings, started_at AS startedAt, finished_at AS finishedAt
      FROM verdicts WHERE id = ?`),
    selectStreams: sqlite.prepare<[number], StreamRow>(`
      SELECT stream_index AS "index", kind, codec, detail, tags FROM streams
      WHERE verdict_id = ? ORDER BY position`),
    selectFrames: sqlite.prepare<[number], FrameRecord>(`
      SELECT frame_index AS frameIndex, pts, pts_ms AS ptsMs, skipped FROM frames
      WHERE verdict_id = ? ORDER BY position`),
    selectTracks: sqlite.prepare<[number], TrackRow>(`
      SELECT id, number, start_ms AS startMs, end_ms AS endMs, outcome, score,
        log10_likelihood_ratio AS log10LikelihoodRatio, reasons
      FROM tracks WHERE verdict_id = ? ORDER BY id`),
    selectFaces: sqlite.prepare<[number], FaceRow>(`
      SELECT faces.id, track_id AS trackId, frame_index AS frameIndex, pts, pts_ms AS ptsMs,
        box_x AS x, box_y AS y, box_width AS width, box_height AS height, landmarks, detection,
        size_px AS sizePx, sharpness, yaw_degrees AS yawDegrees, pitch_degrees AS pitchDegrees,
        roll_degrees AS rollDegrees, refused, scores.score, sgd, forest, novelty
      FROM tracks JOIN faces ON track_id = tracks.id LEFT JOIN scores ON face_id = faces.id
      WHERE verdict_id = ? ORDER BY faces.id`),
    selectModels: sqlite.prepare<[number], ModelReference>(`
      SELECT role, name, sha256 FROM verdict_models JOIN models ON models.id = model_id
      WHERE verdict_id = ? ORDER BY position`),
    selectCard: sqlite.prepare<[string], CardRow>(
      "SELECT name, card FROM models WHERE role = 'classifier' AND sha256 = ?",
    ),
    selectCards: sqlite.prepare<[], CardRow>(
      'SELECT name, card FROM models WHERE card IS NOT NULL ORDER BY id',
    ),
    selectIds: sqlite
      .prepare<[number], number>('SELECT id FROM verdicts WHERE evidence_id = ? ORDER BY id DESC')
      .pluck(),
    selectIdsAfter: sqlite
      .prepare<[number], number>('SELECT id FROM verdicts WHERE id > ? ORDER BY id')
      .pluck(),
    selectDoneKey: sqlite
      .prepare<[number], string>(
        `SELECT analysis_key FROM verdicts JOIN evidence ON evidence.id = evidence_id
         WHERE evidence_id = ? AND state = 'done' ORDER BY verdicts.id DESC LIMIT 1`,
      )
      .pluck(),
  };
}
