/**
 * How often a model errs on labelled clips of a lab that were brought to the quality of a questioned video. It is computed on
 * request, kept in the audit log, and has no part in the verdict.
 */
import type { DegradationName } from './degradation-names.ts';
import type { Answer } from './domain.ts';
import type { ConditionAnswers, Estimate } from './model-card.ts';
import type { QualityFacts } from './nearest-condition.ts';
import type { ScoredBy } from './people.ts';

/**
 * Chosen, not measured: with fewer independent groups of a class, even a rate of 0 has an interval that ends above 17 %, and
 * resampling says nothing of the AUC: of clips that happen to be told apart, every draw has 1.
 */
export const FEW_GROUPS = 20;

export interface MeasuredRates {
  /** The finding whose video they are for. */
  findingId: number;
  /** What its file says of its quality. */
  facts: QualityFacts;
  /** How the clips were made worse; null where they were taken as they are. */
  condition: DegradationName | null;
  set: {
    /** File name of the table. */
    name: string;
    /** Of the table. */
    sha256: string;
    /** Over SHA-256 and label of each file that could be read, sorted. */
    clipsSha256: string;
    listed: number;
    /** With a score. */
    real: number;
    fake: number;
    /** Of those with a score: clips tied by a person or a recording are one. */
    groups: { real: number; fake: number };
    /** Of those with a score: no person is named, so that each counts as independent but for its recording. */
    unnamed: number;
    /** Could not be read, degraded or scored. */
    unscored: number;
    /** Show people that the embedder was trained on, by the names of the table: left out. */
    known: number;
    /** The same file as one before: left out. */
    repeated: number;
  };
  /** Middle 95 % of the mean sizes of the scored faces of each clip, in pixels; null without one. */
  facePx: { low: number; high: number } | null;
  /** The answers that the model can give. */
  given: Answer[];
  /** Null where one of the classes has no clip with a score. */
  answers: ConditionAnswers | null;
  /** Null also where one of the classes has fewer than `FEW_GROUPS` that name a person. */
  auc: Estimate | null;
  /** [false-positive rate, true-positive rate] at each score, from (0, 0) to (1, 1); empty without `answers`. */
  roc: [number, number][];
  by: ScoredBy;
}

/** With the time at which they were stored. UTC, ISO 8601. */
export type StoredRates = MeasuredRates & { at: string };
