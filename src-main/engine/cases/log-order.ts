/**
 * What an entry of the audit log tells of has to be stored before it. Numbers of files and findings can be guessed, and a
 * file can be known before its case is: entries on them could be planted, under a chain that holds, and would count as
 * soon as an examiner adds and analyses the file.
 */
import type { AuditEntry, BrokenLink } from './audit-log.ts';
import { fileEntry, findingEntry } from './logged-subjects.ts';

interface StoredFile {
  seq: number;
  /** SHA-256 of what was analysed under its number. */
  analysed: Set<unknown>;
}

interface KnownFinding {
  seq: number;
  evidenceId: unknown;
}

/** Entries on what was not stored before them, on what was stored before, and of somebody who was not at work. */
export function* misplacedEntries(entries: Iterable<AuditEntry>): Generator<BrokenLink> {
  const files = new Map<unknown, StoredFile>();
  const findings = new Map<unknown, KnownFinding>();
  let atWork: unknown;

  function unknownIn(seq: number, detail: AuditEntry['detail']): string | null {
    for (const { object, evidenceId } of objectsIn(detail)) {
      const { evidenceIds, findingId, sha256, stream } = object;
      const file = files.get(evidenceId);
      if (evidenceId !== undefined && !file) return early(seq, 'file', evidenceId);
      const left = Array.isArray(evidenceIds) ? evidenceIds.find((id) => !files.has(id)) : undefined;
      if (left !== undefined) return early(seq, 'file', left);
      if (findingId !== undefined && findingId !== null) {
        const finding = findings.get(findingId);
        if (!finding) return early(seq, 'finding', findingId);
        if (finding.evidenceId !== evidenceId)
          return `Audit entry ${seq} tells of finding ${shown(findingId)} as one of another file: ${putIn}`;
      }
      // Frames are counted in a stream of the file that was analysed.
      if (stream !== undefined && sha256 !== undefined && file && !file.analysed.has(sha256))
        return `Audit entry ${seq} tells of frames of a file that was not analysed before it: ${putIn}`;
    }
    return null;
  }

  for (const { seq, action, detail } of entries) {
    const evidenceId = detail[fileEntry.id];
    if (action === fileEntry.storedBy) {
      const known = files.get(evidenceId);
      if (known) yield again(seq, 'file', evidenceId, known.seq);
      else files.set(evidenceId, { seq, analysed: new Set() });
    }
    if (action === findingEntry.storedBy) {
      const findingId = detail[findingEntry.id];
      const known = findings.get(findingId);
      if (known) yield again(seq, 'finding', findingId, known.seq);
      else findings.set(findingId, { seq, evidenceId });
      files.get(evidenceId)?.analysed.add(detail['sha256']);
    }
    const problem = unknownIn(seq, detail);
    if (problem !== null) yield { seq, problem };
    if (action === 'examiner-stored') atWork = nameIn(detail);
    if (detail['author'] !== atWork)
      yield {
        seq,
        problem: `Audit entry ${seq} is by ${shown(detail['author'])}, but ${shown(atWork)} was at work: ${putIn}`,
      };
  }
}

interface Within {
  object: Readonly<Record<string, unknown>>;
  /** The file that it is about: its own, or that of the object around it. */
  evidenceId: unknown;
}

/** Every object in a detail, the outer ones first. A list, not a recursion: a stranger chooses how deep they are. */
function* objectsIn(detail: AuditEntry['detail']): Generator<Within> {
  const left: { value: unknown; evidenceId: unknown }[] = [{ value: detail, evidenceId: undefined }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value } = next;
    if (typeof value !== 'object' || value === null) continue;
    const object = value as Record<string, unknown>;
    const evidenceId = object['evidenceId'] ?? next.evidenceId;
    if (!Array.isArray(value)) yield { object, evidenceId };
    for (const member of Object.values(object)) left.push({ value: member, evidenceId });
  }
}

const nameIn = (detail: AuditEntry['detail']): unknown => {
  const { new: said } = detail as { new?: { name?: unknown } | null };
  return said?.name;
};

const putIn = 'the entry was put in by other means.';

const early = (seq: number, word: string, id: unknown): string =>
  `Audit entry ${seq} tells of ${word} ${shown(id)}, which was not stored before it: ${putIn}`;

const again = (seq: number, word: string, id: unknown, before: number): BrokenLink => ({
  seq,
  problem: `Audit entry ${seq} stores ${word} ${shown(id)}, as audit entry ${before} did: ${putIn}`,
});

/** A stranger may have written anything, at any length, and is told of it up to a thousand times. */
function shown(value: unknown): string {
  if (value === undefined) return 'nobody';
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 200));
  return typeof value === 'object' && value !== null ? 'something that is no name or number' : String(value);
}
