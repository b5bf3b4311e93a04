/**
 * The records of a case's notebook. Each is stored once and never changed, in one transaction with an entry of the
 * audit log that has its digest, its author, and the old and the new value.
 */
import type { AnyRecord, RecordContents, RecordKind, StoredRecord } from '../../shared/notebook.ts';
import { EngineError } from '../../shared/errors.ts';
import { recordContents } from '../../shared/notebook-change.ts';
import { subjectText } from '../../shared/notebook-wording.ts';
import { canonicalJson, isCanonical } from '../support/canonical-json.ts';
import type { AuditLog } from './audit-log.ts';
import type { CaseDatabase } from './case-database.ts';
import { requireRoom } from './case-limits.ts';
import { nobodyAtWork } from './nobody-at-work.ts';
import { recordEntry, type RecordEntry } from './record-entry.ts';
import { nextSteps, type Step } from './undo-stack.ts';

/** A record without its content. */
type RecordHeading = Pick<AnyRecord, 'id' | 'kind' | 'subject' | 'author'>;

/** What a record is about. */
export type RecordSubject = Pick<AnyRecord, 'kind' | 'subject' | 'evidenceId'>;

type NewRecord<K extends RecordKind> = Pick<StoredRecord<K>, 'kind' | 'subject' | 'evidenceId' | 'content'>;

/** What can be taken back. Who is at work is said anew instead, and a first impression stays the first. */
const undoable: readonly RecordKind[] = [
  'details',
  'exhibit',
  'note',
  'conclusion',
  'people',
  'reference',
  'likeness',
];

/** A record with what the audit log has to say of it. */
export interface LoggedRecord {
  record: AnyRecord;
  /** The version before it. */
  before: AnyRecord | null;
  /** The record that was undone or redone. Without its content: any number of records may name one that is large. */
  target: RecordSubject | null;
  entry: RecordEntry;
}

/** All that gives records @throws case/damaged where somebody has edited one into something else. */
export interface RecordStore {
  /** Who is at work; null before anybody was named. */
  examiner(): string | null;
  /** The newest record of each subject, removed ones included, in the order in which they were stored. */
  newest(): AnyRecord[];
  /** The newest record of one subject. */
  get(subject: string): AnyRecord | null;
  /** All records of one subject, newest first. */
  history(subject: string): AnyRecord[];
  /** How many notes or references were ever made; they are numbered by it. */
  countOf(kind: 'note' | 'reference'): number;
  /**
   * Stores a new version of the subject. What changes nothing is not stored: the newest record comes back.
   * @throws case/no-examiner unless somebody is at work; case/too-large
   */
  store<K extends RecordKind>(record: NewRecord<K>): StoredRecord<K>;
  /** The change that the present examiner would take back next. */
  undoNext(): AnyRecord | null;
  redoNext(): AnyRecord | null;
  /** @returns the new record, null if there is nothing to undo. @throws case/changed-since */
  undo(): AnyRecord | null;
  redo(): AnyRecord | null;
  /**
   * What records are about and whose they are, oldest first, without their contents.
   * @param afterId of those that are newer than this one; left out, of all
   */
  headings(afterId?: number): IterableIterator<RecordHeading>;
  /** Unreadable is what is not as Exhibit writes it, or takes back what is not there. */
  logged(recordId: number): LoggedRecord | 'missing' | 'unreadable';
}

interface Row extends Omit<AnyRecord, 'content'> {
  content: string | null;
}

const columns = 'id, kind, subject, evidence_id AS evidenceId, content, author, at, cause, target';

export function recordStore({ sqlite, path, read, write }: CaseDatabase, audit: AuditLog): RecordStore {
  const insert = sqlite.prepare<[Omit<Row, 'id'>]>(
    `INSERT INTO records (kind, subject, evidence_id, content, author, at, cause, target)
     VALUES (@kind, @subject, @evidenceId, @content, @author, @at, @cause, @target)`,
  );
  const selectNewest = sqlite.prepare<[], Row>(
    `SELECT ${columns} FROM records WHERE id IN (SELECT max(id) FROM records GROUP BY subject) ORDER BY id`,
  );
  const selectHistory = sqlite.prepare<[string], Row>(
    `SELECT ${columns} FROM records WHERE subject = ? ORDER BY id DESC`,
  );
  const selectBefore = sqlite.prepare<[string, number], Row>(
    `SELECT ${columns} FROM records WHERE subject = ? AND id < ? ORDER BY id DESC LIMIT 1`,
  );
  const selectById = sqlite.prepare<[number], Row>(`SELECT ${columns} FROM records WHERE id = ?`);
  const selectSubject = sqlite.prepare<[number], RecordSubject>(
    'SELECT kind, subject, evidence_id AS evidenceId FROM records WHERE id = ?',
  );
  const selectHeadings = sqlite.prepare<[number], RecordHeading>(
    'SELECT id, kind, subject, author FROM records WHERE id > ? ORDER BY id',
  );
  const selectSteps = sqlite.prepare<[string], Step>(
    `SELECT id, cause, target FROM records
     WHERE author = ? AND kind IN (${undoable.map((kind) => `'${kind}'`).join(', ')}) ORDER BY id`,
  );
  const countSubjects = sqlite
    .prepare<[RecordKind], number>('SELECT count(DISTINCT subject) FROM records WHERE kind = ?')
    .pluck();

  const newestOf = (subject: string): AnyRecord | null => {
    const row = selectHistory.get(subject);
    return row ? readable(row) : null;
  };

  const load = (recordId: number): AnyRecord => readable(selectById.get(recordId)!);

  function add<K extends RecordKind>(
    record: NewRecord<K>,
    { cause, target }: Pick<StoredRecord<K>, 'cause' | 'target'>,
  ): StoredRecord<K> {
    const { kind, subject, evidenceId, content } = record;
    const before = newestOf(subject)?.content ?? null;
    const author = authorOf(record);
    const at = new Date().toISOString();
    const text = content === null ? null : canonicalJson(content);
    const { lastInsertRowid } = insert.run({
      ...{ kind, subject, evidenceId, author, at, cause, target, content: text },
    });
    requireRoom('records', lastInsertRowid, path);
    const stored = { ...record, id: Number(lastInsertRowid), author, at, cause, target };
    const { action, detail } = recordEntry<K>(stored, before as RecordContents[K] | null);
    audit.append(action, detail);
    return stored;
  }

  /** Whoever is named as examiner says so under that name. */
  function authorOf<K extends RecordKind>({ kind, content }: NewRecord<K>): string {
    const author = kind === 'examiner' ? (content as RecordContents['examiner']).name : audit.author();
    if (author !== null) return author;
    throw nobodyAtWork();
  }

  function next(which: 'undo' | 'redo'): AnyRecord | null {
    const author = audit.author();
    if (author === null) return null;
    const recordId = nextSteps(selectSteps.iterate(author))[which];
    return recordId === null ? null : load(recordId);
  }

  function step(cause: 'undo' | 'redo'): AnyRecord | null {
    const target = next(cause);
    if (target === null) return null;
    const history = selectHistory.all(target.subject).map(readable);
    const since = history.filter(({ id }) => id > target.id);
    const other = since.find(({ author }) => author !== target.author);
    if (other) {
      throw new EngineError(
        'case/changed-since',
        `${subjectText(target.kind, target.subject)} was changed by ${other.author} since. Change it by hand, so that nothing of theirs is lost unseen.`,
      );
    }
    const before = history.find(({ id }) => id < target.id)?.content ?? null;
    const content = cause === 'undo' ? before : target.content;
    return add({ ...target, content } as NewRecord<RecordKind>, { cause, target: target.id }) as AnyRecord;
  }

  return {
    examiner: () => read(() => audit.author()),
    newest: () => read(() => selectNewest.all().map(readable)),
    get: (subject) => read(() => newestOf(subject)),
    history: (subject) => read(() => selectHistory.all(subject).map(readable)),
    countOf: (kind) => read(() => countSubjects.get(kind) ?? 0),
    store: <K extends RecordKind>(record: NewRecord<K>) =>
      write(() => {
        const newest = newestOf(record.subject) as StoredRecord<K> | null;
        const isSame = canonicalJson(newest?.content ?? null) === canonicalJson(record.content);
        return newest && isSame ? newest : add(record, { cause: 'change', target: null });
      }),
    undoNext: () => read(() => next('undo')),
    redoNext: () => read(() => next('redo')),
    undo: () => write(() => step('undo')),
    redo: () => write(() => step('redo')),
    headings: (afterId = 0) => selectHeadings.iterate(afterId),
    logged: (recordId) =>
      read(() => {
        const row = selectById.get(recordId);
        if (!row) return 'missing';
        const record = asWritten(row);
        const previous = selectBefore.get(row.subject, recordId);
        const before = previous ? asWritten(previous) : null;
        const target = row.target === null ? null : (selectSubject.get(row.target) ?? null);
        if (record === null || (previous && !before) || (row.target !== null && !target)) return 'unreadable';
        return { record, before, target, entry: recordEntry(record, before?.content ?? null) };
      }),
  };
}

const recordOf = ({ content, ...row }: Row): AnyRecord =>
  ({ ...row, content: content === null ? null : (JSON.parse(content) as unknown) }) as AnyRecord;

const isReadable = ({ kind, content }: AnyRecord): boolean =>
  content === null || recordContents[kind].safeParse(content).success;

/** Of two members of one name, SQLite takes the first and JSON.parse the last. */
function asWritten(row: Row): AnyRecord | null {
  const record = row.content === null || isCanonical(row.content) ? recordOf(row) : null;
  return record && isReadable(record) ? record : null;
}

function readable(row: Row): AnyRecord {
  const record = recordOf(row);
  if (isReadable(record)) return record;
  const { kind, subject } = record;
  throw new EngineError(
    'case/damaged',
    `${subjectText(kind, subject)} was changed outside Exhibit and can no longer be read. Use a backup copy of the case. The evidence files are not affected.`,
  );
}
