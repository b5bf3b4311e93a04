/**
 * Compares the records of a notebook with the entries that the audit log has of them. Each entry has to be the one that
 * Exhibit writes of its record, and the records have the order of their entries.
 */
import type { RecordKind } from '../../shared/notebook.ts';
import { recordContents } from '../../shared/notebook-change.ts';
import { subjectText } from '../../shared/notebook-wording.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import type { AuditEntry, BrokenLink } from './audit-log.ts';
import { isItsSubject } from './record-subject.ts';
import type { LoggedRecord, RecordStore, RecordSubject } from './records.ts';

type Records = Pick<RecordStore, 'headings' | 'logged'>;

/**
 * @param entries of the log, also those of other things
 * @param lastId record of the last entry before these
 * @param end the number of what no entry mentions
 * @param sound numbers of records that were found right, which are not read again; those that are now, are added
 */
export function* recordFaults(
  records: Records,
  entries: Iterable<AuditEntry>,
  { lastId, end, sound }: { lastId: number; end: number; sound: Set<number> },
): Generator<BrokenLink> {
  const logged = new Set<number>();
  let last = lastId;
  for (const entry of entries) {
    const { recordId, recordSha256 } = entry.detail;
    if (recordSha256 === undefined) {
      if (isOfRecord(entry)) yield { seq: entry.seq, problem: withoutRecord(entry) };
      continue;
    }
    const id = Number(recordId);
    if (!(id > last)) yield outOfTurn(entry.seq, id);
    else if (!sound.has(id)) {
      const problem = faultOf(entry, records.logged(id));
      if (problem === null) sound.add(id);
      else yield { seq: entry.seq, problem };
    }
    logged.add(id);
    if (id > last) last = id;
  }
  for (const { id, kind, subject } of records.headings(lastId)) {
    if (logged.has(id)) continue;
    const problem = `${subjectText(kind, subject)} has a record ${id} for which the audit log has no entry.`;
    yield { seq: end, problem };
  }
}

const kindOf = ({ action }: AuditEntry): string => action.replace(/-(stored|removed)$/, '');

const isOfRecord = (entry: AuditEntry): boolean =>
  kindOf(entry) !== entry.action && Object.hasOwn(recordContents, kindOf(entry));

const withoutRecord = ({ seq }: AuditEntry): string =>
  `Audit entry ${seq} tells of a record of the notebook, but names none: the entry was put in by other means.`;

const outOfTurn = (seq: number, id: number): BrokenLink => ({
  seq,
  problem: `Audit entry ${seq} tells of record ${id} after a later record, or for the second time: the entry was put in by other means.`,
});

/** A record is named by what the log says of it: the row may say anything. */
function faultOf(entry: AuditEntry, stored: LoggedRecord | 'missing' | 'unreadable'): string | null {
  const { seq, detail } = entry;
  const kind = kindOf(entry) as RecordKind;
  const id = String(detail['recordId']);
  const what = subjectText(kind, String(detail['subject']));
  if (stored === 'missing')
    return `${what} was taken out of the case: record ${id} differs from audit entry ${seq}.`;
  if (stored === 'unreadable' || !isEntryOf(entry, stored))
    return `${what} was changed outside Exhibit: record ${id} differs from audit entry ${seq}.`;
  const { record, before, target } = stored;
  if (!isItsSubject(record))
    return `${what} has a record ${id} that is about something else: it was put in by other means.`;
  if (before !== null && !isSameThing(before, record))
    return `${what} has a record ${id} on another file than the version before it: it was put in by other means.`;
  return target === null || isSameThing(target, record)
    ? null
    : `${what} has a record ${id} that takes back a change of something else: it was put in by other means.`;
}

function isEntryOf({ action, detail }: AuditEntry, { record, before, entry }: LoggedRecord): boolean {
  // Early versions wrote both whole lists of corrections, not only what came and went.
  const early = { ...entry.detail, old: before?.content ?? null, new: record.content };
  const forms = record.kind === 'people' ? [entry.detail, early] : [entry.detail];
  const told = canonicalJson(detail);
  return (
    action === entry.action &&
    forms.some((form) => told === canonicalJson({ author: record.author, ...form }))
  );
}

const isSameThing = (one: RecordSubject, other: RecordSubject): boolean =>
  one.subject === other.subject && one.kind === other.kind && one.evidenceId === other.evidenceId;
