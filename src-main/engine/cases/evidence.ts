/** The files of a case and how far each has got. */
import type { EvidenceRow, EvidenceState, RemovedEvidence } from '../../shared/case.ts';
import { EngineError, type ErrorCode, type ErrorReport } from '../../shared/errors.ts';
import type { AuditLog } from './audit-log.ts';
import { fileName, pathText } from '../../shared/path-text.ts';
import type { CaseDatabase } from './case-database.ts';
import { requireRoom } from './case-limits.ts';
import type { CorrectedResults } from './corrected-results.ts';
import { nobodyAtWork } from './nobody-at-work.ts';
import { band as bandForm, storedJson } from './stored-json.ts';

export interface EvidenceStore {
  /**
   * Adds a file by its absolute path. If the path is in the case already, its row is returned unchanged; if it was
   * removed, it is listed again with all that was found.
   * @throws EngineError case/too-large
   */
  add(file: { path: string; sizeBytes: number }): EvidenceRow;
  /** Without what was removed. */
  list(): EvidenceRow[];
  removed(): RemovedEvidence[];
  get(evidenceId: number): EvidenceRow | null;
  /**
   * What each frame that is viewed is asked of: where the file is, its SHA-256 and its newest finding. Null if it was
   * removed or never was there.
   */
  file(evidenceId: number): EvidenceFile | null;
  /** Like `get`, for evidence that must exist. */
  row(evidenceId: number): EvidenceRow;
  /** Its analysis starts. The hash that identifies the file is stored at once, whatever the result. */
  start(evidenceId: number, file: { sha256: string; sizeBytes: number }): EvidenceRow;
  /** Its analysis was cancelled. Evidence that is not under analysis stays unchanged. */
  interrupt(evidenceId: number): EvidenceRow;
  /** Stores why the analysis failed. Earlier findings and the hash stay. */
  fail(evidenceId: number, error: ErrorReport): EvidenceRow;
  /**
   * Takes files off the list, all or none. Their findings and records stay.
   * @throws case/no-examiner unless somebody is at work; case/busy while one is analysed or is about to be
   */
  remove(evidenceIds: readonly number[], reason: string): void;
  /** The file was moved: the same content is at another path. */
  relocate(evidenceId: number, path: string): EvidenceRow;
  /** Of the files whose verdicts are hidden from the examiner at work; see `EvidenceRow.blind`. */
  blindIds(): ReadonlySet<number>;
  /** The rows of the table, one at a time; `verify` compares them with the audit log. */
  stored(): IterableIterator<StoredEvidence>;
  /** One of them; null if it does not exist. */
  storedRow(evidenceId: number): StoredEvidence | null;
}

interface EvidenceFile {
  path: string;
  sha256: string | null;
  findingId: number | null;
}

/** The columns of the table `evidence`. */
export interface StoredEvidence {
  id: number;
  path: string;
  name: string;
  sizeBytes: number;
  sha256: string | null;
  state: EvidenceState;
  errorCode: ErrorCode | null;
  errorMessage: string | null;
  /** UTC, ISO 8601. */
  addedAt: string;
  /** Why it was removed; null while it is listed. */
  removed: string | null;
}

interface Row extends Omit<
  EvidenceRow,
  'error' | 'band' | 'guests' | 'corrected' | 'hasThumbnail' | 'blind'
> {
  errorCode: ErrorCode | null;
  errorMessage: string | null;
  band: string | null;
  guests: string;
  hasThumbnail: 0 | 1;
  blind: 0 | 1;
  /** The newest record of corrections of its tracks. */
  people: number | null;
}

/** Whether the case works blind first, and the examiner at work has no first impression of the file yet. */
const isBlind = `
coalesce((SELECT content ->> '$.first' FROM records WHERE kind = 'blind' ORDER BY id DESC LIMIT 1), 0)
  AND NOT EXISTS (SELECT 1 FROM records WHERE kind = 'impression' AND evidence_id = evidence.id AND author =
    (SELECT content ->> '$.name' FROM records WHERE kind = 'examiner' ORDER BY id DESC LIMIT 1))`;

/** Each file with its newest verdict. A file that waits, is under analysis or failed has none. */
const selectRows = `
SELECT evidence.id, verdicts.id AS findingId, evidence.path, name, size_bytes AS sizeBytes, evidence.sha256, state,
  error_code AS errorCode, error_message AS errorMessage, outcome, score,
  log10_likelihood_ratio AS log10LikelihoodRatio, band,
  iif(verdicts.id IS NULL, NULL, (SELECT count(*) FROM faces JOIN tracks ON tracks.id = track_id WHERE verdict_id = verdicts.id)) AS faceCount,
  iif(verdicts.id IS NULL, NULL, (SELECT count(*) FROM frames WHERE verdict_id = verdicts.id AND skipped IS NULL)) AS framesUsed,
  (SELECT json_group_array(json_object('name', models.name, 'outcome', guest.outcome, 'score', guest.score,
      'band', json(guest.band)) ORDER BY guest.id)
    FROM guest_verdicts AS guest JOIN models ON models.id = guest.model_id
    WHERE guest.verdict_id = verdicts.id) AS guests,
  media ->> '$.durationMs' AS durationMs, media ->> '$.video.codec' AS codec, media ->> '$.video.width' AS width,
  media ->> '$.video.height' AS height,
  iif(verdicts.id IS NULL, NULL, json_array_length(decode_warnings) + coalesce(json_array_length(media, '$.missing'), 0)
    + coalesce(json_array_length(media, '$.assumptions'), 0)
    + coalesce(json_array_length(media, '$.unexamined'), 0)) AS remarks, finished_at AS analysedAt,
  EXISTS (SELECT 1 FROM thumbnails WHERE verdict_id = verdicts.id) AS hasThumbnail,
  ${isBlind} AS blind,
  (SELECT max(id) FROM records WHERE evidence_id = evidence.id AND kind = 'people') AS people
FROM evidence LEFT JOIN verdicts
  ON state = 'done' AND verdicts.id = (SELECT max(id) FROM verdicts WHERE evidence_id = evidence.id)`;

export function evidenceStore(
  { sqlite, path: file, read, write }: CaseDatabase,
  audit: AuditLog,
  corrected: CorrectedResults,
): EvidenceStore {
  const evidenceRow = (row: Row) => rowOf(row, corrected);
  const insert = sqlite.prepare<[string, string, number, string]>(
    `INSERT INTO evidence (path, name, size_bytes, state, added_at) VALUES (?, ?, ?, 'waiting', ?)`,
  );
  const selectAll = sqlite.prepare<[], Row>(`${selectRows} WHERE removed IS NULL ORDER BY evidence.id`);
  const selectById = sqlite.prepare<[number], Row>(`${selectRows} WHERE evidence.id = ?`);
  const selectFile = sqlite.prepare<[number], EvidenceFile>(
    `SELECT path, sha256, (SELECT max(id) FROM verdicts WHERE evidence_id = evidence.id) AS findingId
     FROM evidence WHERE id = ? AND removed IS NULL`,
  );
  const selectIdByPath = sqlite.prepare<[string], number>('SELECT id FROM evidence WHERE path = ?').pluck();
  const updateState = sqlite.prepare<[EvidenceState, string | null, string | null, number]>(
    'UPDATE evidence SET state = ?, error_code = ?, error_message = ? WHERE id = ?',
  );
  const updateRemoved = sqlite.prepare<[string | null, number]>(
    'UPDATE evidence SET removed = ? WHERE id = ?',
  );
  const updatePath = sqlite.prepare<[string, string, number]>(
    'UPDATE evidence SET path = ?, name = ? WHERE id = ?',
  );
  const selectRemoved = sqlite.prepare<[], RemovedEvidence>(
    `SELECT id, path, size_bytes AS sizeBytes, sha256, removed AS reason FROM evidence
     WHERE removed IS NOT NULL ORDER BY id`,
  );
  const isRemoved = sqlite
    .prepare<[number], number>('SELECT removed IS NOT NULL FROM evidence WHERE id = ?')
    .pluck();
  const isQueued = sqlite
    .prepare<[number], number>(
      `SELECT EXISTS (SELECT 1 FROM job_evidence JOIN jobs ON jobs.id = job_id
         WHERE evidence_id = ? AND finished_at IS NULL)`,
    )
    .pluck();
  const deleteLeft = sqlite.prepare<[number]>('DELETE FROM job_evidence WHERE evidence_id = ?');
  const updateFile = sqlite.prepare<[string, number, number]>(
    'UPDATE evidence SET sha256 = ?, size_bytes = ? WHERE id = ?',
  );
  const selectBlind = sqlite.prepare<[], number>(`SELECT id FROM evidence WHERE ${isBlind}`).pluck();
  const storedColumns = `id, path, name, size_bytes AS sizeBytes, sha256, state, error_code AS errorCode,
       error_message AS errorMessage, added_at AS addedAt, removed`;
  const selectStored = sqlite.prepare<[], StoredEvidence>(
    `SELECT ${storedColumns} FROM evidence ORDER BY id`,
  );
  const selectStoredById = sqlite.prepare<[number], StoredEvidence>(
    `SELECT ${storedColumns} FROM evidence WHERE id = ?`,
  );

  const storedRow = (evidenceId: number): EvidenceRow => {
    const row = selectById.get(evidenceId);
    if (!row) throw new Error(`the case has no evidence ${evidenceId}`);
    return evidenceRow(row);
  };

  return {
    add: ({ path, sizeBytes }) =>
      write(() => {
        const known = selectIdByPath.get(path);
        if (known !== undefined) {
          if (isRemoved.get(known) === 1) {
            updateRemoved.run(null, known);
            audit.append('evidence-restored', { evidenceId: known });
          }
          return storedRow(known);
        }
        const addedAt = new Date().toISOString();
        const { lastInsertRowid } = insert.run(path, pathText(fileName(path)), sizeBytes, addedAt);
        const evidenceId = Number(lastInsertRowid);
        requireRoom('evidence', evidenceId, file);
        audit.append('evidence-added', { evidenceId, path, sizeBytes, addedAt });
        return storedRow(evidenceId);
      }),
    list: () => read(() => selectAll.all().map(evidenceRow)),
    get: (evidenceId) =>
      read(() => {
        const row = selectById.get(evidenceId);
        return row ? evidenceRow(row) : null;
      }),
    file: (evidenceId) => read(() => selectFile.get(evidenceId) ?? null),
    row: (evidenceId) => read(() => storedRow(evidenceId)),
    start: (evidenceId, { sha256, sizeBytes }) =>
      write(() => {
        updateState.run('running', null, null, evidenceId);
        updateFile.run(sha256, sizeBytes, evidenceId);
        audit.append('analysis-started', { evidenceId, sha256, sizeBytes });
        return storedRow(evidenceId);
      }),
    interrupt: (evidenceId) =>
      write(() => {
        const row = storedRow(evidenceId);
        if (row.state !== 'running') return row;
        updateState.run('waiting', null, null, evidenceId);
        audit.append('analysis-interrupted', { evidenceId });
        return storedRow(evidenceId);
      }),
    fail: (evidenceId, { code, message }) =>
      write(() => {
        updateState.run('failed', code, message, evidenceId);
        const row = storedRow(evidenceId);
        audit.append('analysis-failed', { evidenceId, sha256: row.sha256, code, message });
        return row;
      }),
    removed: () => read(() => selectRemoved.all()),
    remove: (evidenceIds, reason) =>
      write(() => {
        if (audit.author() === null) throw nobodyAtWork();
        for (const evidenceId of evidenceIds) {
          const { sha256, path } = storedRow(evidenceId);
          if (isRemoved.get(evidenceId) === 1) continue;
          if (isQueued.get(evidenceId) === 1) throw stillAnalysed(path);
          // A job that was interrupted need not do it any more.
          deleteLeft.run(evidenceId);
          updateRemoved.run(reason, evidenceId);
          audit.append('evidence-removed', { evidenceId, sha256, reason });
        }
      }),
    relocate: (evidenceId, path) =>
      write(() => {
        const { path: old, sha256 } = storedRow(evidenceId);
        updatePath.run(path, pathText(fileName(path)), evidenceId);
        audit.append('evidence-relocated', { evidenceId, sha256, old, path });
        return storedRow(evidenceId);
      }),
    blindIds: () => read(() => new Set(selectBlind.all())),
    stored: () => selectStored.iterate(),
    storedRow: (evidenceId) => read(() => selectStoredById.get(evidenceId) ?? null),
  };
}

const stillAnalysed = (path: string) =>
  new EngineError(
    'case/busy',
    `${pathText(path)} is analysed, or waits for it. Let the analysis end or cancel it, then remove the file.`,
  );

const rowOf = (
  { errorCode, errorMessage, band, guests, hasThumbnail, blind, people, ...row }: Row,
  corrected: CorrectedResults,
): EvidenceRow => ({
  ...row,
  corrected:
    blind === 1 || people === null || row.findingId === null
      ? null
      : corrected(row.id, row.findingId, people),
  band: band === null ? null : storedJson(band, bandForm, `finding ${row.findingId}, band`),
  guests: JSON.parse(guests) as EvidenceRow['guests'],
  error: errorCode !== null && errorMessage !== null ? { code: errorCode, message: errorMessage } : null,
  hasThumbnail: hasThumbnail === 1,
  blind: blind === 1,
  // Taken off here, below everything that hands rows on.
  ...(blind === 1 ? { outcome: null, score: null, log10LikelihoodRatio: null, band: null, guests: [] } : {}),
});
