/**
 * The words of the notebook of a case: what examiners write down beside the findings. Nothing in it is ever
 * overwritten: a change is a new record of the same subject, and the newest one counts.
 */
import type { EvidenceRow } from './case.ts';
import type { Box } from './domain.ts';
import type { Likeness, Reference } from './likeness.ts';
import type { Estimate } from './model-card.ts';
import type { OcclusionMap } from './occlusion.ts';
import type { PeopleCorrections } from './people.ts';

/** Empty text where nothing was said. */
export interface CaseDetails {
  number: string;
  agency: string;
  request: string;
  /** The two propositions that the examination compares, in the words of the case. */
  propositionReal: string;
  propositionFake: string;
  notes: string;
}

/** How one file of the evidence is named and how it came here. */
export interface ExhibitDetails {
  number: string;
  source: string;
  acquisition: string;
}

/** `ptsMs` is null where the time of the frame was not known when the note was written. */
export interface FramePlace {
  frameIndex: number;
  ptsMs: number | null;
}

/**
 * What a note is about. On a frame or a segment it is a mark. A track belongs to the finding that counted it; after
 * corrections its number is that of a person.
 */
export type NotePlace =
  | { kind: 'video' }
  | { kind: 'track'; track: number; findingId: number; person?: PersonKey }
  | { kind: 'frame'; at: FramePlace }
  | { kind: 'segment'; from: FramePlace; to: FramePlace };

/** Most tags of a note, and characters of each. */
export const tagLimits = { count: 50, length: 100 };

export interface Note {
  place: NotePlace;
  /** Part of the frame, in its pixels; null for the whole of it, and where the place is no frame or segment. */
  region: Box | null;
  tags: string[];
  text: string;
}

/** From fake to real, in the order of the scale; the last one is no place on it. */
export const opinions = [
  'fake-strongly',
  'fake-moderately',
  'fake-weakly',
  'neither',
  'real-weakly',
  'real-moderately',
  'real-strongly',
  'cannot-say',
] as const;
export type Opinion = (typeof opinions)[number];

export const confidences = ['low', 'moderate', 'high'] as const;
export type Confidence = (typeof confidences)[number];

/** What an examiner says of a video before the scores are shown. */
export interface Impression {
  opinion: Opinion;
  confidence: Confidence;
  reasons: string;
  basis: Basis;
}

/** The examiner's own answer, beside the machine's and never over it. */
export interface Conclusion extends Impression {
  /** Number of a track for one person; null for the whole video. */
  person: number | null;
  /** Whether the examiner is done with it, or it is a draft. */
  reviewed: boolean;
}

/** `Person.key` or `People.key` of then; null, or left out, where it was about what the machine had found. */
export type PersonKey = string | null;

/** The file, the finding and the people that were there when something was concluded. */
export interface Basis {
  sha256: string | null;
  findingId: number | null;
  person?: PersonKey;
}

/** What each kind of record holds. */
export interface RecordContents {
  examiner: { name: string };
  details: CaseDetails;
  blind: { first: boolean };
  exhibit: ExhibitDetails;
  note: Note;
  impression: Impression;
  conclusion: Conclusion;
  people: PeopleCorrections;
  /** Made by the machine when an examiner asked for it. */
  occlusion: OcclusionMap;
  reference: Reference;
  /** Made by the machine when an examiner asked for it. */
  likeness: Likeness;
}
export type RecordKind = keyof RecordContents;

/** One record as stored. */
export interface StoredRecord<K extends RecordKind> {
  id: number;
  kind: K;
  /** What it is about: records of one subject are versions of one thing, such as "note/3". */
  subject: string;
  evidenceId: number | null;
  /** null when it was removed. */
  content: RecordContents[K] | null;
  author: string;
  /** UTC, ISO 8601. */
  at: string;
  cause: 'change' | 'undo' | 'redo';
  /** The record that was undone or redone. */
  target: number | null;
}
export type AnyRecord = { [K in RecordKind]: StoredRecord<K> }[RecordKind];

/** A record that is there: not removed. */
export type Present<K extends RecordKind> = StoredRecord<K> & { content: RecordContents[K] };

export const isPresent =
  <K extends RecordKind>(kind: K) =>
  (record: AnyRecord): record is Extract<AnyRecord, { kind: K }> & Present<K> =>
    record.kind === kind && record.content !== null;

export const exhibitSubject = (evidenceId: number): string => `exhibit/${evidenceId}`;

export const impressionSubject = (evidenceId: number, author: string): string =>
  `impression/${evidenceId}/${author}`;

/** @param person see `Conclusion.person` */
export const conclusionSubject = (
  evidenceId: number,
  { person, author }: { person: number | null; author: string },
): string => `conclusion/${evidenceId}/${person ?? 'video'}/${author}`;

/** How far two examiners agree who worked on the same videos. */
export interface Agreement {
  of: 'impression' | 'conclusion';
  authors: [string, string];
  /** On which both gave a place on the scale. */
  videos: number;
  /** On which one of them could not say. */
  leftOut: number;
  /** Share of the videos with the same answer. */
  observed: number;
  /** Cohen's kappa; null where it is not defined, because both gave one and the same answer throughout. */
  kappa: Estimate | null;
  /** The same with linear weights over the seven places of the scale. */
  weighted: Estimate | null;
}

export interface Notebook {
  /** The newest record of each subject that the present examiner may see, removed ones included. */
  records: AnyRecord[];
  /** Who is at work; null before anybody was named. */
  examiner: string | null;
  /** Records that the present examiner would undo and redo next. */
  undo: AnyRecord | null;
  redo: AnyRecord | null;
  agreement: Agreement[];
}

/** Whether the video was analysed again, or is another file, since this was concluded. */
export const isOutdated = (
  { sha256, findingId }: Basis,
  row: Pick<EvidenceRow, 'sha256' | 'findingId'>,
): boolean => sha256 !== row.sha256 || findingId !== row.findingId;

/** Whether what was written down is about other faces than the person, or the people, have now. @param now see `keyOf` */
export const isAboutOthers = (
  { person = null }: { person?: PersonKey },
  now: PersonKey | undefined,
): boolean => person !== now;

export const noDetails: CaseDetails = {
  number: '',
  agency: '',
  request: '',
  propositionReal: '',
  propositionFake: '',
  notes: '',
};

export const noExhibit: ExhibitDetails = { number: '', source: '', acquisition: '' };

/** Of all who wrote in the notebook, in the order of their first record. */
export const authorsOf = (records: readonly Pick<AnyRecord, 'id' | 'author'>[]): string[] => [
  ...new Set(records.toSorted((a, b) => a.id - b.id).map(({ author }) => author)),
];
