/** What the check of a case capsule found. */
import type { ChainCheck } from './case.ts';
import type { ListedSignOff } from './sign-off.ts';

export interface CapsuleCheck {
  /** How many files it holds, by its table of contents. */
  files: number;
  /** Files that are missing, changed or not in the table of contents, as sentences. */
  fileFaults: string[];
  /** Of the case inside. */
  chain: ChainCheck;
  /** Those of its log that hold. */
  signOffs: ListedSignOff[];
  /** Why its log is not the one that the table of contents names; null if it is. */
  anchorFault: string | null;
  videos: ScoredAgain[];
}

/** A video whose scores were computed again from the frames in the capsule. */
export interface ScoredAgain {
  path: string;
  /** Faces with a score in the finding. */
  faces: number;
  /** Those of them that were found and scored again. */
  compared: number;
  /** Largest absolute difference between two scores of a face; null where none was compared. */
  largestDifference: number | null;
  /** What was used here. */
  provider: string;
  /** Differences up to here count as the same score. */
  tolerance: number;
  /** Why the scores were not computed again, or how they differ; null if they are the same. */
  problem: string | null;
}
