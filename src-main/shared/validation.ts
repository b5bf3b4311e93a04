/** A validation record: what this installation answered to material whose answers are known. */
import type { Box, Outcome, ProviderName, SoftwareVersions } from './domain.ts';
import type { Estimate } from './model-card.ts';

export interface ValidationRecord {
  format: 1;
  /** UTC, ISO 8601. */
  at: string;
  versions: SoftwareVersions;
  provider: ProviderName;
  model: { name: string; sha256: string };
  knownAnswers: AnsweredPicture[];
  /** Null where no table of clips was given. */
  clips: ValidatedClips | null;
  /** What failed, as sentences; empty for an installation that passed. */
  faults: string[];
}

export interface AnsweredPicture {
  name: string;
  /** As found here. */
  faces: { box: Box; score: number | null }[];
  /** Largest absolute difference of a score from the known one; null where none was compared. */
  largestDifference: number | null;
  /** How the answer differs from the known one; null if it does not. */
  problem: string | null;
}

export interface ValidatedClips {
  /** The table of clips, and its SHA-256. */
  table: string;
  sha256: string;
  /** Lines of the table. */
  listed: number;
  /** Clips with a score. */
  real: number;
  fake: number;
  /** Clips without one, each with the reason. */
  unscored: { path: string; reason: string }[];
  /** Clips of people or recordings that the embedder was trained on; they are not scored. */
  known: number;
  /** Null where real or fake clips are absent. */
  auc: Estimate | null;
  /** The model card's figure for the same: videos, people held out. */
  cardAuc: Estimate;
  answers: Record<Outcome, { real: number; fake: number }>;
}
