/**
 * The words of likeness: how far a questioned face resembles known-genuine clips of the person that it is said to show,
 * beside how far these resemble each other. It is a result of its own and has no part in any score or verdict.
 */
import type { ProviderName } from './domain.ts';
import type { Basis, Present } from './notebook.ts';
import type { FaceAnchor } from './people.ts';

/** A track that an examiner declares to be known-genuine footage of a named person. */
export interface Reference {
  person: string;
  face: FaceAnchor;
  /** File and video stream that its frames are counted in. */
  sha256: string;
  stream: number;
  /** Whether the file is a picture, which has no times. */
  still: boolean;
}

/**
 * Independent reference clips that a comparison needs: each is compared with the others, and of two there is no telling
 * how far clips of the person differ.
 */
export const LEAST_REFERENCES = 3;

/** One clip with its similarity to the references: a cosine, from −1 to 1. */
export interface ComparedClip {
  evidenceId: number;
  sha256: string;
  person: string;
  /** Faces that were embedded. */
  faces: number;
  similarity: number;
  /** The faces that were declared in it; left out by versions that named the file alone. */
  declared?: FaceAnchor[];
}

export interface Likeness {
  /** Whom the face is said to show. */
  person: string;
  /** The questioned track, or person after corrections. */
  track: number;
  faces: number;
  /** Mean over the references, each left out in turn. */
  similarity: number;
  /** Each with its similarity to the others alone. */
  references: ComparedClip[];
  /** Reference clips of other people, as the questioned face. */
  others: ComparedClip[];
  basis: Basis;
  by: { embedder: string; sha256: string; provider: ProviderName; exhibit: string };
}

export const likenessSubject = (evidenceId: number, { track, person }: Pick<Likeness, 'track' | 'person'>) =>
  `likeness/${evidenceId}/${track}/${person}`;

/** Where the questioned face is, among the references and other people. */
export type LikenessPlace =
  /** As much like the references as the least alike of them, or more. */
  | 'as-alike'
  /** Less than every reference; more than all other people, if there are any. */
  | 'less-alike'
  /** Less than every reference, and no more than another person. */
  | 'as-others'
  /** Another person is as much like the references as one of them: they cannot tell. */
  | 'unseparated';

/**
 * References that are all more alike than this look like parts of one recording. In tests, halves of one recording had a
 * median of 0.95, and two independent recordings of one person at most 0.89 (docs/identity-claim.md).
 */
const ONE_RECORDING = 0.95;

export const areCopies = ({ references }: Pick<Likeness, 'references'>): boolean =>
  leastAlike(references) > ONE_RECORDING;

export function placeOf({ similarity, references, others }: Likeness): LikenessPlace {
  const lowest = leastAlike(references);
  const highest = mostAlike(others);
  if (highest >= lowest) return 'unseparated';
  if (similarity >= lowest) return 'as-alike';
  return similarity <= highest ? 'as-others' : 'less-alike';
}

export const leastAlike = (clips: readonly ComparedClip[]): number =>
  Math.min(...clips.map(({ similarity }) => similarity));
export const mostAlike = (clips: readonly ComparedClip[]): number =>
  Math.max(...clips.map(({ similarity }) => similarity));

type StoredReference = Pick<Present<'reference'>, 'content' | 'evidenceId'>;

/** SHA-256 of the files that a questioned file can be compared with, by person: a file is no reference for itself. */
export function referenceFiles(
  references: readonly StoredReference[],
  questioned: string | null,
): Map<string, Set<string>> {
  const files = new Map<string, Set<string>>();
  for (const { content } of references) {
    if (content.sha256 === questioned) continue;
    files.set(content.person, (files.get(content.person) ?? new Set()).add(content.sha256));
  }
  return files;
}

/** Whether the person has other references now than were compared: other files, or other faces in them. */
export function hasOtherReferences(
  { person, references, basis }: Likeness,
  now: readonly StoredReference[],
): boolean {
  const declared = now.filter(({ content }) => content.person === person && content.sha256 !== basis.sha256);
  const areFacesKnown = references.every((clip) => clip.declared !== undefined);
  const keyOf = (sha256: string, face: FaceAnchor) =>
    areFacesKnown ? `${sha256} ${anchorKey(face)}` : sha256;
  const then = new Set(
    references.flatMap((clip) =>
      areFacesKnown ? clip.declared!.map((face) => keyOf(clip.sha256, face)) : [clip.sha256],
    ),
  );
  const there = new Set(declared.map(({ content }) => keyOf(content.sha256, content.face)));
  return there.size !== then.size || [...there].some((key) => !then.has(key));
}

const anchorKey = ({ frameIndex, box: { x, y, width, height } }: FaceAnchor): string =>
  [frameIndex, x, y, width, height].join(' ');
