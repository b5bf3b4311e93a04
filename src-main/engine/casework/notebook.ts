/** The notebook of the open case: what examiners write down, who may see it, and the audit log to read. */
import { filterLog, type LogFilter, type LogLine } from '../../shared/audit.ts';
import type { OfOpening } from '../../shared/case.ts';
import type { Emit, EngineEvents } from '../../shared/contract.ts';
import { EngineError } from '../../shared/errors.ts';
import type { NotebookChange } from '../../shared/notebook-change.ts';
import {
  conclusionSubject,
  exhibitSubject,
  impressionSubject,
  type AnyRecord,
  type Basis,
  type Note,
  type Notebook,
  type RecordKind,
} from '../../shared/notebook.ts';
import { keyOf } from '../../shared/people.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { MAX_LISTED_BYTES } from '../cases/case-limits.ts';
import { writeLog } from '../reports/write-log.ts';
import { agreementOf } from '../evaluation/agreement.ts';
import { seenInLog, sightOf } from '../cases/withhold.ts';
import { noRatios } from '../people/finding-rules.ts';
import { canonicalJson } from '../support/canonical-json.ts';
import { peopleOf, storeCorrection } from './correct-people.ts';
import type { CurrentCase } from './current-case.ts';
import { checkNotePlace } from './note-place.ts';
import { newReference } from './references.ts';
import type { Viewing } from './viewing.ts';

export interface Notebooks {
  read(): Notebook & OfOpening;
  /** Who is at work; null while nobody is named. */
  examiner(): string | null;
  /**
   * @throws EngineError case/no-examiner, case/none-open, case/blind; app/bad-message when it is about nothing in this
   *   case
   */
  store(change: NotebookChange): AnyRecord;
  /** @returns the new record, null if there is nothing to take back. @throws EngineError case/changed-since */
  undo(): AnyRecord | null;
  redo(): AnyRecord | null;
  /** Every version of a subject that the present examiner may see, newest first. */
  history(subject: string): AnyRecord[];
  /** The audit log, oldest first. @throws EngineError case/too-large for a list; it can be checked all the same */
  log(): LogLine[];
  /** Writes it as CSV. @throws EngineError report/write-failed, output/kept, output/exists */
  writeLog(path: string, filter: LogFilter, overwrite: boolean): Promise<{ path: string; sha256: string }>;
}

export function createNotebooks(
  current: CurrentCase,
  viewing: Pick<Viewing, 'seen'>,
  emit: Emit<EngineEvents>,
): Notebooks {
  const file = () => current.opened().file;

  function store(change: NotebookChange): AnyRecord {
    const opened = file();
    if (change.kind === 'note') requireOnVideo(opened, change, viewing);
    return announced(storeChange(opened, change), opened);
  }

  /** Tells the window what else changed. @returns the record as far as the present examiner may see it */
  function announced(stored: AnyRecord, opened: CaseFile): AnyRecord {
    // The video is no longer hidden, or another result comes of it.
    if (stored.kind === 'impression' || stored.kind === 'people') {
      emit('evidence:changed', opened.evidence.row(stored.evidenceId!));
    }
    return sightIn(opened).seen(stored) ?? { ...stored, content: null };
  }

  function step(which: 'undo' | 'redo'): AnyRecord | null {
    const opened = file();
    const stored = opened.records[which]();
    return stored && announced(stored, opened);
  }

  const log = () => linesOf(file());

  return {
    read() {
      const opened = current.opened();
      return { opening: opened.opening, ...notebookOf(opened.file) };
    },
    examiner: () => file().records.examiner(),
    store,
    undo: () => step('undo'),
    redo: () => step('redo'),
    history: (subject) => seenOf(sightIn(file()), file().records.history(subject)),
    log,
    writeLog: (path, filter, overwrite) => writeLog(file(), filterLog(log(), filter), path, overwrite),
  };
}

/** What the present examiner may see of the notebook. */
export function notebookOf(file: CaseFile): Notebook {
  const sight = sightIn(file);
  const { seen } = sight;
  const seenStep = (record: AnyRecord | null) => record && seen(record);
  const records = file.records.newest().flatMap((newest) => {
    const shown = seen(newest);
    // A list of corrections is told by its own parts; there is no older one to fall back on.
    if (shown !== null || newest.kind === 'people') return shown ?? [];
    // Of what another has changed in secret, the newest version that is no secret: one's own note stays there.
    return seenOf(sight, file.records.history(newest.subject)).slice(0, 1);
  });
  return {
    records,
    examiner: file.records.examiner(),
    undo: seenStep(file.records.undoNext()),
    redo: seenStep(file.records.redoNext()),
    agreement: agreementOf(records),
  };
}

const sightIn = ({ records, evidence }: CaseFile) => sightOf(records.examiner(), evidence.blindIds());

const seenOf = ({ seen }: ReturnType<typeof sightOf>, records: readonly AnyRecord[]): AnyRecord[] =>
  records.flatMap((record) => seen(record) ?? []);

function storeChange(file: CaseFile, change: NotebookChange): AnyRecord {
  const { records } = file;
  switch (change.kind) {
    case 'examiner':
    case 'details':
    case 'blind':
      return records.store({ ...change, subject: change.kind, evidenceId: null }) as AnyRecord;
    case 'exhibit':
      requireEvidence(file, change.evidenceId);
      return records.store({ ...change, subject: exhibitSubject(change.evidenceId) });
    case 'note':
      requireEvidence(file, change.evidenceId);
      return records.store({ ...change, subject: noteSubject(file, change) });
    case 'impression': {
      const { evidenceId, content } = change;
      const subject = impressionSubject(evidenceId, signed(file));
      requireEvidence(file, evidenceId);
      if (records.get(subject)) throw firstStays();
      return records.store({ ...change, subject, content: { ...content, basis: basisOf(file, evidenceId) } });
    }
    case 'conclusion': {
      const { kind, evidenceId, person, content } = change;
      requireEvidence(file, evidenceId);
      if (file.evidence.row(evidenceId).blind) throw impressionFirst();
      const subject = conclusionSubject(evidenceId, { person, author: signed(file) });
      const basis = { ...basisOf(file, evidenceId), ...aboutPerson(file, evidenceId, person) };
      return records.store({ kind, evidenceId, subject, content: content && { ...content, person, basis } });
    }
    case 'reference': {
      const { kind, evidenceId, content } = change;
      requireEvidence(file, evidenceId);
      const subject = referenceSubject(file, change);
      const reference = content && newReference(file, evidenceId, content);
      return records.store({ kind, evidenceId, subject, content: reference });
    }
    case 'people':
    case 'people-withdrawal':
      requireEvidence(file, change.evidenceId);
      return storeCorrection(file, change);
  }
}

/** The name of whoever is at work, as part of a subject; without one the store refuses. */
const signed = ({ records }: CaseFile): string => records.examiner() ?? '';

function noteSubject(file: CaseFile, change: Extract<NotebookChange, { kind: 'note' }>): string {
  if (change.subject === null) return `note/${file.records.countOf('note') + 1}`;
  const known = file.records.get(change.subject);
  const { sees } = sightIn(file);
  const isThere = known?.kind === 'note' && known.evidenceId === change.evidenceId;
  if (isThere && sees(known)) return change.subject;
  // The change of a hidden note would tell its words in the log, as the old ones.
  if (isThere && file.records.history(change.subject).some(sees)) throw changedInSecret();
  throw new EngineError('app/bad-message', 'There is no such note on this video.');
}

function referenceSubject(file: CaseFile, change: Extract<NotebookChange, { kind: 'reference' }>): string {
  if (change.subject === null) return `reference/${file.records.countOf('reference') + 1}`;
  const known = file.records.get(change.subject);
  const isThere = known?.kind === 'reference' && known.evidenceId === change.evidenceId;
  if (isThere && sightIn(file).sees(known)) return change.subject;
  throw new EngineError('app/bad-message', 'There is no such reference on this video.');
}

/** Place and region, where they are new: what stands in the notebook may be about a file that was there before. */
function requireOnVideo(
  file: CaseFile,
  { evidenceId, subject, content }: Extract<NotebookChange, { kind: 'note' }>,
  viewing: Pick<Viewing, 'seen'>,
): void {
  if (content === null) return;
  const known = subject === null ? null : file.records.get(subject);
  const before = known?.kind === 'note' ? known.content : null;
  const placeOf = ({ place, region }: Note) => canonicalJson({ place, region });
  if (before && placeOf(before) === placeOf(content)) return;
  requireEvidence(file, evidenceId);
  checkNotePlace(file, evidenceId, content, viewing.seen(evidenceId));
}

function requireEvidence({ evidence }: CaseFile, evidenceId: number): void {
  if (evidence.get(evidenceId) === null) {
    throw new EngineError('app/bad-message', 'There is no such evidence in this case.');
  }
}

function basisOf({ evidence }: CaseFile, evidenceId: number): Basis {
  const { sha256, findingId } = evidence.row(evidenceId);
  return { sha256, findingId };
}

/** Left out where it is about what the machine found. */
function aboutPerson(file: CaseFile, evidenceId: number, person: number | null): Pick<Basis, 'person'> {
  const key = keyOf(peopleOf(file, evidenceId, noRatios), person);
  return key ? { person: key } : {};
}

const firstStays = () =>
  new EngineError(
    'app/bad-message',
    'Your first impression of this video is stored and stays as it is. What you think now is your conclusion.',
  );

const changedInSecret = () =>
  new EngineError(
    'case/blind',
    'Another examiner has changed this note since, and what others wrote is hidden from you. Store your first impression of the video first, or write a new note.',
  );

const impressionFirst = () =>
  new EngineError('case/blind', 'This case works blind first: store your first impression of the video.');

const tooLongToList = () =>
  new EngineError(
    'case/too-large',
    `The audit log has more than ${MAX_LISTED_BYTES / 2 ** 20} MB of text, which is too much for a list. It is checked all the same: by “Check again”, and by “exhibit verify”.`,
  );

/** An entry tells nothing that is hidden from the present examiner elsewhere. */
function linesOf({ audit, records, evidence }: CaseFile): LogLine[] {
  if (audit.textBytes() > MAX_LISTED_BYTES) throw tooLongToList();
  const names = new Map([...evidence.stored()].map(({ id, name }) => [id, name]));
  const blind = evidence.blindIds();
  const sight = sightOf(records.examiner(), blind);
  return [...audit.entries()].map(({ seq, at, action, detail: { author, evidenceId, ...detail } }) => {
    const id = evidenceId === undefined ? null : Number(evidenceId);
    const by = author === undefined ? null : String(author);
    const kind = action.replace(/-(stored|removed)$/, '') as RecordKind;
    const isBlind = id !== null && blind.has(id);
    const hidden =
      ('recordId' in detail && !sight.sees({ kind, author: by ?? '', evidenceId: id })) ||
      (isBlind && (action === 'evidence-reencoded' || action === 'rates-measured'));
    const told = isBlind ? { ...withOwnCorrections(sight, id, detail), outcome: null } : detail;
    return {
      ...{
        seq,
        at,
        action,
        author: by,
        evidenceId: id,
        evidence: id === null ? null : (names.get(id) ?? null),
      },
      detail: hidden ? { hidden } : told,
    };
  });
}

/** An entry on corrections has those that the list before and the one after do not share. */
function withOwnCorrections(
  sight: ReturnType<typeof sightOf>,
  evidenceId: number,
  { old, new: stored, ...detail }: LogLine['detail'],
): LogLine['detail'] {
  if (stored === undefined) return detail;
  return { ...detail, old: seenInLog(sight, evidenceId, old), new: seenInLog(sight, evidenceId, stored) };
}
