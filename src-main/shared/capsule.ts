/** What the check of a case capsule found. */
import type { ChainCheck } from './case.ts';
import type { Outcome, ProviderName } from './domain.ts';
import type { ListedSignOff } from './sign-off.ts';
import type { ListedTimeStamp } from './time-stamp.ts';

export interface CapsuleCheck {
  /** How many files it holds, by its table of contents. */
  files: number;
  /** SHA-256 of the capsule itself, to compare with that of its sender. */
  sha256: string;
  /** Files that are missing, changed or not as the table of contents says, as sentences. */
  fileFaults: string[];
  /** Null for the capsule of a whole case. */
  extract: ExtractCheck | null;
  /** Of the case inside; of an extract, by the hashes of all entries. */
  chain: ChainCheck;
  /** Those of its log that hold. */
  signOffs: ListedSignOff[];
  timeStamps: ListedTimeStamp[];
  /** What contradicts the anchor that was given; null if nothing does, or none was given. */
  anchorFault: string | null;
  videos: ScoredAgain[];
  /** Of how many of them the case tells what a re-encoded copy scored: the copies are not inside. */
  reencoded: number;
}

/** What a capsule of chosen files holds of its case. */
export interface ExtractCheck {
  /** Files in it. */
  inside: number;
  /** On the list of the whole case and taken off it, as whoever made the capsule says. */
  files: number;
  removed: number;
  /** Entries of the whole log, and those of them whose content is inside. */
  entries: number;
  shown: number;
  /** The first entry from which on all contents are inside, up to the head; null where that of the last one is withheld. */
  tiedFrom: number | null;
}

/** A video whose scores were computed again from the frames in the capsule. */
export interface ScoredAgain {
  path: string;
  /** The verdict of the finding. */
  outcome: Outcome;
  score: number | null;
  /** Faces with a score in the finding. */
  faces: number;
  /** Those of them that were found and scored again. */
  compared: number;
  /** Largest absolute difference between two scores of a face, or its novelty; null where none was compared. */
  largestDifference: number | null;
  /** What was used here; null where nothing was. */
  provider: ProviderName | null;
  model: string | null;
  modelSha256: string | null;
  /** Differences up to here count as the same score. */
  tolerance: number;
  /** Why nothing was computed again, or how scores and verdicts differ; null if they are the same. */
  problem: string | null;
}
