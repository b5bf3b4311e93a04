/**
 * The log of a case. Entries can only be added, and each has the SHA-256 of the one before. A changed or removed entry
 * breaks every hash after it. If the end was removed, the head printed in a report is missing.
 */
import type { RecordKind } from '../../shared/notebook.ts';
import type { CaseDatabase } from './case-database.ts';
import { loggedBytesSql, requireRoom } from './case-limits.ts';
import { canonicalJson, isCanonical } from '../support/canonical-json.ts';
import { sha256Of } from '../support/sha256.ts';

export type AuditAction =
  | 'case-created'
  | 'case-opened'
  | 'case-migrated'
  | 'evidence-added'
  | 'evidence-removed'
  | 'evidence-restored'
  | 'evidence-relocated'
  | 'evidence-hashed'
  | 'job-created'
  | 'credentials-checked'
  | 'evidence-reencoded'
  | 'rates-measured'
  | 'analysis-started'
  | 'analysis-interrupted'
  | 'analysis-finished'
  | 'analysis-failed'
  | 'report-written'
  | 'capsule-written'
  | 'log-written'
  | 'signed-off'
  | 'time-stamped'
  | `${RecordKind}-${'stored' | 'removed'}`;

/** JSON. Since an examiner was named, `author` says who did it. */
type Detail = Readonly<Record<string, unknown>>;

export interface AuditEntry {
  seq: number;
  /** UTC, ISO 8601. */
  at: string;
  action: AuditAction;
  detail: Detail;
  previousHash: string;
  /** Over the canonical form of the five members above. */
  hash: string;
}

interface AuditRow extends Omit<AuditEntry, 'detail'> {
  detail: string;
}

/** The previous hash of the first entry. */
export const genesisHash = '0'.repeat(64);

export interface AuditLog {
  /** The author is added as soon as somebody is named. @throws EngineError case/too-large */
  append(action: AuditAction, detail: Detail): AuditEntry;
  /** Who is at work: the examiner named last; null before anybody was. */
  author(): string | null;
  count(): number;
  /** Of all details together. */
  textBytes(): number;
  first(): AuditEntry | null;
  last(): AuditEntry | null;
  /** Oldest first, one in memory at a time. @param fromSeq the first one wanted; left out, all */
  entries(fromSeq?: number): IterableIterator<AuditEntry>;
  /** Those of one action alone; SQLite passes over the others. @param fromSeq as `entries` */
  entriesOf(action: AuditAction, fromSeq?: number): IterableIterator<AuditEntry>;
}

export function auditLog({ sqlite, path, read, write }: CaseDatabase): AuditLog {
  const columns = 'seq, at, action, detail, previous_hash AS previousHash, hash';
  const insert = sqlite.prepare<[number, string, string, string, string, string]>(
    'INSERT INTO audit_log (seq, at, action, detail, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const selectFrom = sqlite.prepare<[number], AuditRow>(
    `SELECT ${columns} FROM audit_log WHERE seq >= ? ORDER BY seq`,
  );
  const selectOf = sqlite.prepare<[string, number], AuditRow>(
    `SELECT ${columns} FROM audit_log WHERE action = ? AND seq >= ? ORDER BY seq`,
  );
  const selectFirst = sqlite.prepare<[], AuditRow>(`SELECT ${columns} FROM audit_log ORDER BY seq LIMIT 1`);
  const selectLast = sqlite.prepare<[], AuditRow>(
    `SELECT ${columns} FROM audit_log ORDER BY seq DESC LIMIT 1`,
  );
  const selectAuthor = sqlite
    .prepare<[], string>(
      `SELECT content ->> '$.name' FROM records WHERE kind = 'examiner' ORDER BY id DESC LIMIT 1`,
    )
    .pluck();
  const selectCount = sqlite.prepare<[], number>('SELECT count(*) FROM audit_log').pluck();
  const selectBytes = sqlite.prepare<[], number | null>(loggedBytesSql).pluck();

  return {
    append: (action, detail) =>
      write(() => {
        const last = selectLast.get();
        const author = selectAuthor.get();
        const signed = author === undefined ? detail : { author, ...detail };
        const content = {
          seq: (last?.seq ?? 0) + 1,
          at: new Date().toISOString(),
          action,
          detail: signed,
          previousHash: last?.hash ?? genesisHash,
        };
        requireRoom('audit_log', content.seq, path);
        const entry = { ...content, hash: sha256Of(canonicalJson(content)) };
        insert.run(entry.seq, entry.at, action, canonicalJson(signed), entry.previousHash, entry.hash);
        return entry;
      }),
    author: () => read(() => selectAuthor.get() ?? null),
    count: () => read(() => selectCount.get() ?? 0),
    textBytes: () => read(() => selectBytes.get() ?? 0),
    first: () => read(() => firstOf(selectFirst.all())),
    last: () => read(() => firstOf(selectLast.all())),
    *entries(fromSeq = 0) {
      for (const row of selectFrom.iterate(fromSeq)) yield entryOf(row);
    },
    *entriesOf(action, fromSeq = 0) {
      for (const row of selectOf.iterate(action, fromSeq)) yield entryOf(row);
    },
  };
}

const firstOf = ([row]: AuditRow[]): AuditEntry | null => (row ? entryOf(row) : null);

/**
 * An entry that was edited into something else than an object in its canonical form is read as an empty one, which
 * breaks its hash. Otherwise a member could be named twice, or a number be too large for the hash to tell.
 */
function entryOf(row: AuditRow): AuditEntry {
  const detail: unknown = isCanonical(row.detail) ? JSON.parse(row.detail) : null;
  return { ...row, detail: detail instanceof Object ? (detail as Detail) : {} };
}

/** What the hash of an entry is of, in UTF-8. */
export const contentText = ({ seq, at, action, detail, previousHash }: AuditEntry): string =>
  canonicalJson({ seq, at, action, detail, previousHash });

/** An entry as far as a chain needs it. */
export type Link = Pick<AuditEntry, 'seq' | 'hash'>;

/** Before the first entry. */
export const genesis: Link = { seq: 0, hash: genesisHash };

/** Where the chain does not hold. */
export interface BrokenLink {
  seq: number;
  problem: string;
}

/**
 * Checks the chain: each entry has the number after that of the one before, its hash, and a hash of its own that its
 * content gives.
 * @param after the entry that these follow; left out, they are all there are
 */
export function* brokenLinks(entries: Iterable<AuditEntry>, after = genesis): IterableIterator<BrokenLink> {
  let previous = after;
  for (const { hash, ...content } of entries) {
    const { seq } = content;
    const expected = previous.seq + 1;
    if (seq !== expected) yield { seq: expected, problem: missingText(expected, seq - 1) };
    else if (content.previousHash !== previous.hash) yield { seq, problem: unlinkedText(seq) };
    if (hash !== sha256Of(canonicalJson(content))) {
      yield { seq, problem: `Audit entry ${seq} was altered: its content does not give its hash.` };
    }
    previous = { seq, hash };
  }
}

function missingText(first: number, last: number): string {
  if (last < first)
    return `After audit entry ${first - 1} comes another entry with a number that was given before.`;
  return first === last
    ? `Audit entry ${first} is missing.`
    : `Audit entries ${first} to ${last} are missing.`;
}

const unlinkedText = (seq: number): string =>
  seq === 1
    ? 'Audit entry 1 is not the first that was written: entries before it were removed.'
    : `Audit entry ${seq} does not follow entry ${seq - 1}: that one was replaced, or entries between them were removed.`;
