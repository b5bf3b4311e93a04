/**
 * The words of similar faces: tracks of other videos of the case whose faces look like those of one person. They are
 * suggestions. Nothing is decided or stored by them; only an examiner gives a track a name.
 */
import type { FaceAnchor } from './people.ts';

export interface SimilarFace {
  evidenceId: number;
  /** Number of the track, or of the person after corrections. */
  person: number;
  /** Whose picture stands for the track. */
  faceId: number;
  /** The same face, by which the track is named. */
  face: FaceAnchor;
  /** As an examiner named the track; null where nobody did. */
  name: string | null;
  /** Null in a picture, which has no times. */
  startMs: number | null;
  /** Usable faces of the track. */
  usable: number;
  /** Cosine of the mean identity embeddings of both tracks, from −1 to 1. */
  similarity: number;
}

export interface SimilarFaces {
  /** Those that look alike, the most alike first. */
  found: SimilarFace[];
  /** Tracks that were compared and look less alike. */
  others: number;
  /** Videos that were not compared, each with the reason as a sentence. */
  left: { evidenceId: number; why: string }[];
}

/** The least of 40 pairs of recordings of one person in docs/identity-claim.md. Pairs of different people were not measured. */
export const LOOKS_ALIKE = 0.35;

/** Stands wherever similar faces are shown. */
export const similarFacesLimits =
  `Listed are tracks with a similarity of ${LOOKS_ALIKE} or more. This limit is the least of 40 pairs of recordings of one ` +
  'person in our tests. How often other people reach it was not measured. Relatives and doubles look alike, and so can ' +
  'a face swap or a lip-sync. A person who is not listed may still be in a video: age, light, angle and bad pictures ' +
  'make faces less alike.';

/** Beside each of them. */
export const looksAlike = 'Looks alike; nobody has confirmed it';
