/**
 * Cuts a copy of a case down to chosen files of its evidence. What is left out of its tables leaves no bytes behind, and of
 * its audit log the entries that speak of anything else are left out with their contents. Their hashes are returned.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { SpeaksOf } from '../support/find-names.ts';
import { auditLog, type AuditEntry, type AuditLog } from './audit-log.ts';
import { caseError } from './case-database.ts';
import { selectNamed } from './added-crops.ts';
import { openLocked } from './lock.ts';
import { opening } from './opening.ts';
import { otherNames, type OtherNames } from './other-names.ts';

/** What is deleted of each table, in this order. A table without a line would go out whole: a test holds the list to the schema. */
export const cuts: Readonly<Record<string, string>> = {
  evidence: 'id NOT IN (SELECT id FROM temp.chosen)',
  verdicts: 'evidence_id NOT IN (SELECT id FROM temp.chosen)',
  streams: 'verdict_id NOT IN (SELECT id FROM verdicts)',
  frames: 'verdict_id NOT IN (SELECT id FROM verdicts)',
  thumbnails: 'verdict_id NOT IN (SELECT id FROM verdicts)',
  verdict_models: 'verdict_id NOT IN (SELECT id FROM verdicts)',
  tracks: 'verdict_id NOT IN (SELECT id FROM verdicts)',
  faces: 'track_id NOT IN (SELECT id FROM tracks)',
  scores: 'face_id NOT IN (SELECT id FROM faces)',
  crops: 'face_id NOT IN (SELECT id FROM faces)',
  guest_verdicts: 'verdict_id NOT IN (SELECT id FROM verdicts)',
  guest_tracks: 'guest_verdict_id NOT IN (SELECT id FROM guest_verdicts)',
  guest_scores: 'guest_verdict_id NOT IN (SELECT id FROM guest_verdicts)',
  guest_cards: 'model_id NOT IN (SELECT model_id FROM guest_verdicts)',
  models: 'id NOT IN (SELECT model_id FROM verdict_models)',
  // They count the files of a batch.
  job_evidence: 'true',
  jobs: 'true',
  records: 'id NOT IN (SELECT id FROM temp.told)',
  added_crops: `id NOT IN (SELECT id FROM (${selectNamed}) WHERE id IS NOT NULL)`,
  audit_log: 'seq NOT IN (SELECT id FROM temp.shown)',
};

/** Records or entries that are read before the signal is asked. */
const BATCH = 256;

export interface ExtractedLog {
  /** Of every entry of the whole log, in order. */
  hashes: string[];
  /** Numbers of the entries whose content is in the extract. */
  shown: number[];
  /** Whether a text names what is not in the extract, as far as names are found. */
  speaksOfOthers: SpeaksOf;
}

/**
 * @param copy a case of its own, which is changed
 * @param chosen ids of files on its list
 * @param target the extract; it must not exist
 * @throws as opening a case; case/disk-full; the abort reason
 */
export async function extractCase(
  copy: string,
  chosen: ReadonlySet<number>,
  target: string,
  signal: AbortSignal,
): Promise<ExtractedLog> {
  const { sqlite, audit } = opening(copy, openLocked, (open, database) => ({
    sqlite: open,
    audit: auditLog(database),
  }));
  try {
    const names = otherNames(sqlite, chosen);
    const told = await toldRecords(sqlite, audit, { chosen, names, signal });
    const hashes: string[] = [];
    const shown: number[] = [];
    for await (const entries of inTurns(audit.entries(), signal)) {
      for (const entry of entries) {
        hashes.push(entry.hash);
        if (isShown(entry, chosen, told, names)) shown.push(entry.seq);
      }
    }
    cut(sqlite, { chosen, told, shown });
    // A new file: what was deleted stays in free pages of the old one.
    sqlite.prepare('VACUUM INTO ?').run(target);
    return { hashes, shown, speaksOfOthers: names.inText };
  } catch (error) {
    throw caseError(error, copy);
  } finally {
    sqlite.close();
  }
}

/** A few hundred at a time, and what else waits comes between. @throws the abort reason */
async function* inTurns<T>(items: Iterable<T>, signal: AbortSignal): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
    await nextTurn();
    signal.throwIfAborted();
  }
  yield batch;
}

interface StoredText {
  id: number;
  kind: string;
  subject: string;
  evidenceId: number | null;
  content: string;
}

/**
 * Records on the chosen files and on the case. Where one version of a subject names anything else, all of it is withheld:
 * later versions, and their entries in the log, hold what was there before.
 */
async function toldRecords(
  sqlite: Database,
  audit: Pick<AuditLog, 'entries'>,
  { chosen, names, signal }: { chosen: ReadonlySet<number>; names: OtherNames; signal: AbortSignal },
): Promise<Set<number>> {
  const records = sqlite
    .prepare<[], StoredText>(
      `SELECT id, kind, subject, evidence_id AS evidenceId, ifnull(content, 'null') AS content FROM records`,
    )
    .all();
  const logged = new Map<unknown, unknown>();
  for await (const entries of inTurns(audit.entries(), signal)) {
    for (const { detail } of entries) {
      // Who wrote it is no more secret than in the other entries.
      if (detail['recordId'] !== undefined) logged.set(detail['recordId'], { ...detail, author: undefined });
    }
  }
  const withheld = new Set<string>();
  for await (const batch of inTurns(records, signal)) {
    for (const { id, kind, subject, content } of batch) {
      const isOfOthers = kind === 'likeness' && comparesOthers(content, chosen);
      const texts = [JSON.parse(content), logged.get(id)];
      if (kind !== 'examiner' && (isOfOthers || names.inContent(texts))) withheld.add(subject);
    }
  }
  const told = records.filter(
    ({ evidenceId, subject }) => (evidenceId === null || chosen.has(evidenceId)) && !withheld.has(subject),
  );
  return new Set(told.map(({ id }) => id));
}

/** A likeness holds how far clips of other files resemble each other. */
const comparesOthers = (text: string, chosen: ReadonlySet<number>): boolean =>
  [...text.matchAll(/"evidenceId":(\d+)/g)].some(([, id]) => !chosen.has(Number(id)));

function isShown(
  { action, detail }: AuditEntry,
  chosen: ReadonlySet<number>,
  told: ReadonlySet<number>,
  names: OtherNames,
): boolean {
  if (action === 'case-created' || action === 'case-opened') return true;
  if (detail['recordId'] !== undefined) return told.has(Number(detail['recordId']));
  if (!chosen.has(Number(detail['evidenceId'] ?? NaN))) return false;
  // What people wrote. No row of a chosen file needs these entries.
  if (action === 'evidence-removed') return !names.inText(String(detail['reason']));
  return action !== 'rates-measured' || !names.inContent(detail['set']);
}

interface Kept {
  chosen: Iterable<number>;
  told: Iterable<number>;
  shown: Iterable<number>;
}

function cut(sqlite: Database, kept: Kept): void {
  // The triggers keep rows from being deleted; the extract has them again.
  const triggers = sqlite
    .prepare<[], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid`,
    )
    .all();
  sqlite.pragma('foreign_keys = OFF');
  for (const [table, ids] of Object.entries(kept) as [string, Iterable<number>][]) {
    sqlite.exec(`CREATE TEMP TABLE ${table} (id INTEGER PRIMARY KEY)`);
    const insert = sqlite.prepare(`INSERT INTO temp.${table} VALUES (?)`);
    for (const id of ids) insert.run(id);
  }
  sqlite.transaction(() => {
    for (const { name } of triggers) sqlite.exec(`DROP TRIGGER "${name}"`);
    for (const [table, where] of Object.entries(cuts)) sqlite.exec(`DELETE FROM ${table} WHERE ${where}`);
    for (const { sql } of triggers) sqlite.exec(sql);
  })();
}
