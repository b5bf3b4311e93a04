/** The card of a model: its data, split, error rates with counts, and limits. */
import type { Answer, DecisionLimits } from './domain.ts';
import type { ErrorReport } from './errors.ts';

/** Also the name of the model's folder. A folder that is still being written ends in `.part`. */
export const MODEL_NAME = /^\w(?!.*\.part$)[\w .-]{0,99}$/;

/** A figure with its 95 % interval, from bootstrap draws of independent groups of videos. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

export interface MetricRow {
  classifier: 'sgd' | 'forest' | 'combined';
  level: 'face' | 'video';
  /** `by-frame` has the same people on both sides, so its figures are shown only next to those of `by-identity`. */
  split: 'by-identity' | 'by-frame';
  real: number;
  fake: number;
  auc: Estimate;
  eer: Estimate;
  accuracy: Estimate;
  precision: Estimate;
  recall: Estimate;
  f1: Estimate;
  brier: Estimate;
}

export interface RocSeries {
  classifier: MetricRow['classifier'];
  split: MetricRow['split'];
  /** [false-positive rate, true-positive rate], from (0, 0) to (1, 1). */
  points: [number, number][];
  auc: Estimate;
}

/** Errors on the share of held-out videos where the model is most confident. Both classes have the same weight. */
export interface SelectiveRisk {
  /** Share of the videos, in (0, 1]. */
  coverage: number;
  /** Mean of two shares: covered real videos that are judged wrongly, and covered fake videos that are. */
  error: Estimate;
  /** Counts of covered videos, and of those that are judged wrongly. */
  real: number;
  fake: number;
  wrongReal: number;
  wrongFake: number;
}

/** Held-out videos that get one answer. */
export interface AnswerRisk {
  real: number;
  fake: number;
  /**
   * Share of these answers that is wrong at even prior odds. For likely fake it is FPR / (FPR + TPR), where FPR and TPR
   * are the shares of all real and of all fake videos that get this answer. Null if the answer is never given.
   */
  error: Estimate | null;
}

/** The result of a model's limits on held-out videos. Also computed for a model that gives no verdicts. */
export interface AppliedRule {
  /** Share of videos that get a verdict; both classes have the same weight. */
  coverage: Estimate;
  answers: Record<Answer, AnswerRisk>;
}

/** What a model gains when it gives no verdict where it is least confident. The limits come from the other folds. */
export interface Abstention {
  /** [coverage, error], from the most confident videos to all of them. */
  curve: [number, number][];
  /** Area under the curve: the mean error over all coverages. */
  aurc: Estimate;
  full: SelectiveRisk;
  /** At the coverage for which the model's limits were set, by confidence rank alone. */
  covered: SelectiveRisk;
  /** Error of `covered` divided by the error of `full`; the aim is at most ½. Null if `full` has no error. */
  ratio: Estimate | null;
  applied: AppliedRule;
  /** Whether the model gives verdicts: tests showed that few enough of its answers are wrong. */
  decides: boolean;
}

/** How well the fakes of one method are separated from all real videos. Every video's people were held out. */
export interface MethodRow {
  /** As the clip table names it; null if it names none. */
  method: string | null;
  /** Number of its fakes, and number of these that score at or above the threshold. */
  fake: number;
  calledFake: number;
  /** Number of independent groups of these fakes. An interval from few groups says little. */
  groups: number;
  auc: Estimate;
}

/**
 * Fakes against real videos of the same recording. Person, light and camera are the same in both, so they cannot
 * separate them; a different encoding can.
 */
export interface PairedAccuracy {
  pairs: number;
  /** Number of independent groups of the pairs. */
  groups: number;
  /** Share of the pairs whose fake scores higher; a tie counts half. */
  accuracy: Estimate;
}

/** Held-out videos after one degradation, scored by a model trained without these videos and without degradations. */
export interface ConditionRow {
  /** Name of the degradation; null for the original videos. */
  condition: string | null;
  /** Videos with enough usable faces to be scored; videos with too few, or for which no copy could be made. */
  scored: number;
  unscored: number;
  /** Counts behind the figures: only videos that are scored under every condition, so rows can be compared. */
  real: number;
  fake: number;
  /** Null if one of the classes has no video. */
  auc: Estimate | null;
  /** At the threshold. */
  accuracy: Estimate | null;
  /** Null if no fake shares its recording with a real video. */
  paired: PairedAccuracy | null;
}

export interface EmbeddedPoint {
  x: number;
  y: number;
  label: 'real' | 'fake';
}

export interface ModelCard {
  name: string;
  createdAt: string;
  licence: string;
  intendedUse: string;
  limits: string[];
  embedder: string;
  data: {
    name: string;
    realVideos: number;
    fakeVideos: number;
    realFaces: number;
    fakeFaces: number;
    identities: number;
  };
  split: string;
  parameters: Record<string, string | number | boolean>;
  band: DecisionLimits;
  abstention: Abstention;
  likelihood: {
    /** Cost of the likelihood ratios of held-out videos, in bits; 1 is the cost of giving no information. */
    cllr: Estimate;
    /** False if the interval reaches 1; then no likelihood ratio is given. */
    given: boolean;
  };
  metrics: MetricRow[];
  /** Split by person; the method with the most fakes comes first. */
  methods: MethodRow[];
  /** Split by person; null if no fake shares its recording with a real video. */
  paired: PairedAccuracy | null;
  /** Split by person; empty if not measured, otherwise the original videos come first. */
  conditions: ConditionRow[];
  roc: RocSeries[];
  /** Training vectors after the head, laid out by t-SNE. */
  tsne: EmbeddedPoint[];
  /** Triplet loss and share of triplets that still violate the margin, per epoch. */
  training: { epoch: number; loss: number; violating: number }[];
}

/** A null value could not be read; `problem` says why. */
export interface ModelSummary {
  name: string;
  folder: string;
  sha256: string | null;
  active: boolean;
  createdAt: string | null;
  embedder: string | null;
  problem: ErrorReport | null;
}

/** "list-changed": the list of its training people was changed or is missing; the network itself is unchanged. */
export type NetworkState = 'ok' | 'missing' | 'hash-mismatch' | 'list-changed';

/** A network that turns faces into embeddings, built in or imported. */
export interface EmbedderSummary {
  name: string;
  architecture: string;
  licence: string;
  origin: string;
  /** Numbers per face. */
  length: number;
  sha256: string;
  builtIn: boolean;
  state: NetworkState;
}
