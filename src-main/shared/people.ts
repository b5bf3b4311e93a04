/**
 * The words of tracks as people: what examiners correct in the tracks of a video, and what comes of it. The finding
 * keeps what the machine said; corrections are records of the notebook, and the people are computed from both.
 */
import type { StoredFace, StoredFinding, StoredTrack } from './case.ts';
import type { Box, Face, Outcome, ProviderName, Verdict } from './domain.ts';

/** A face named by where it is, not by a track's number, so that it is found again in another finding of the file. */
export interface FaceAnchor {
  frameIndex: number;
  ptsMs: number;
  box: Box;
}

/** What an examiner says of tracks. */
export type CorrectionAct =
  /** Both faces are of the same person. */
  | { kind: 'merge'; faces: [FaceAnchor, FaceAnchor] }
  /** From this frame on, the person of this face is another one than before it. */
  | { kind: 'split'; face: FaceAnchor; frameIndex: number }
  /** The track of this box is no face. */
  | { kind: 'no-face'; face: FaceAnchor }
  /** The person of this face has this name. */
  | { kind: 'name'; face: FaceAnchor; name: string }
  /** In this box is a face that the machine left out; it was then found in these frames. */
  | { kind: 'add'; drawn: FaceAnchor; faces: AddedFace[]; by: ScoredBy };

/** What a page may say by itself: what was measured on an added face, only the engine says. */
export type SpokenAct = Exclude<CorrectionAct, { kind: 'add' }>;

/** A face that the machine left out, measured and scored as every other face. */
export interface AddedFace extends Face {
  /** Its picture in the case. */
  crop: { id: number; sha256: string };
  /** Scores by the guests, by their SHA-256; null for a refused face. */
  guests: { sha256: string; score: number | null }[];
}

/** What scored an added face: a finding by another model has other scores. */
export interface ScoredBy {
  /** SHA-256 of the model. */
  classifier: string;
  provider: ProviderName;
  /** Version of Exhibit. */
  exhibit: string;
}

/** What came of a drawn box. */
export interface AddedFaces {
  /** Its number among the people. */
  person: number;
  /** In how many frames the face was found, the one with the drawn box included. */
  faces: number;
  /** How many of these are scored. */
  usable: number;
  /** How many a verdict needs. */
  needed: number;
}

/** Faces of findings have ids above zero; an added face has the number of its crop below zero. */
export const addedFaceId = ({ crop }: Pick<AddedFace, 'crop'>): number => -crop.id;
export const isAdded = ({ faceId }: Pick<StoredFace, 'faceId'>): boolean => faceId < 0;

export interface Correction {
  /** Counts up in the list of a video. */
  number: number;
  author: string;
  /** UTC, ISO 8601. */
  at: string;
  /** File and video stream that its frames are counted in. */
  sha256: string;
  stream: number;
  act: CorrectionAct;
}

/** The content of the record of one video. */
export interface PeopleCorrections {
  corrections: Correction[];
}

/** Most of one video: its record holds them all, and is stored anew with each change. */
export const correctionLimits = { corrections: 500, addedFaces: 5000 };

export const addedFaceCount = (corrections: readonly { act: CorrectionAct }[]): number =>
  corrections.reduce((count, { act }) => count + (act.kind === 'add' ? act.faces.length : 0), 0);

/** What one version of the list has and another has not. */
export const correctionsWithout = (list: readonly Correction[], other: readonly Correction[]): Correction[] =>
  list.filter(({ number, at }) => !other.some((each) => each.number === number && each.at === at));

export const peopleSubject = (evidenceId: number): string => `people/${evidenceId}`;

/** A correction, and why it has no effect on this finding; null where it has one. */
export interface PlacedCorrection extends Correction {
  unused: string | null;
}

/** A track after the corrections. `id` is the machine's number of its first track, or a new one after a split. */
export interface Person extends StoredTrack {
  name: string | null;
  /** The machine's tracks that its faces are from; none for a person whose every face was added. */
  tracks: number[];
  /** The examiner who marked it as no face. It then decides nothing. */
  noFace: string | null;
  /** Stands for its faces; null where they are those of the machine's track of this number. */
  key: string | null;
}

/** A finding after the corrections, beside the finding as the machine made it. */
export interface People {
  findingId: number;
  /** In order of their first faces. */
  people: Person[];
  verdict: Verdict;
  /** What each guest of the finding says of the people, in their order. */
  guests: StoredFinding['guests'];
  /** In the order in which they were made. */
  corrections: PlacedCorrection[];
  /** Stands for all people; null where the corrections change no track. Then the verdict is the machine's. */
  key: string | null;
  /** Why changed people have no likelihood ratio, as a sentence; null where that is up to the model. */
  ratioGap: string | null;
}

/** What the list says of a corrected video. */
export interface CorrectedResult {
  outcome: Outcome;
  score: number | null;
  /** Of the corrections, each once. */
  authors: string[];
  corrections: number;
  /** How many people there are, and how many tracks the machine made of them. */
  people: number;
  tracks: number;
  /** As `People.key`. */
  key: string;
}

/**
 * What now stands for the faces of a person, or of the whole video; undefined where there is no such person any more,
 * because it is part of another one.
 * @param people null where nothing is corrected
 */
export function keyOf(people: People | null, person: number | null): string | null | undefined {
  if (people === null) return null;
  return person === null ? people.key : people.people.find(({ id }) => id === person)?.key;
}

/** Of the people that decide: without what is no face. */
export const countedPeople = <P extends Pick<Person, 'noFace'>>(people: readonly P[]): P[] =>
  people.filter(({ noFace }) => noFace === null);

/** The sharpest usable face; where none is usable, the one that the detector is surest of. */
export function representative({ faces }: Pick<Person, 'faces'>): StoredFace {
  const usable = faces.filter(({ refused }) => refused === null);
  const rank = ({ quality, detection }: StoredFace) => (usable.length > 0 ? quality.sharpness : detection);
  return (usable.length > 0 ? usable : faces).reduce((best, face) => (rank(face) > rank(best) ? face : best));
}

/** A person of a video whom an examiner named. */
export interface SeenPerson {
  evidenceId: number;
  /** `Person.id` in that video. */
  person: number;
  /** Null in a picture, which has no times. */
  startMs: number | null;
  /** Whose picture stands for the person. */
  faceId: number;
  faces: number;
  usable: number;
  /** Of the person, after corrections; null while it is hidden from the examiner at work. */
  outcome: Outcome | null;
  score: number | null;
}

/** Everybody of that name in the case, as examiners said: no face was compared. */
export interface NamedPerson {
  name: string;
  seen: SeenPerson[];
}
