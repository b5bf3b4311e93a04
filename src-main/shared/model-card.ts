/** What a classifier model says of itself: data, split, error rates with counts, and limits. */
import type { Answer, DecisionLimits } from './domain.ts';
import type { ErrorReport } from './errors.ts';

/** It is the name of the model's folder too; folders that are being written end in `.part`. */
export const MODEL_NAME = /^\w(?!.*\.part$)[\w .-]{0,99}$/;

/** A figure with its 95 % interval, from bootstrapping over independent groups of videos. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

export interface MetricRow {
  classifier: 'sgd' | 'forest' | 'combined';
  level: 'face' | 'video';
  /** Who stands on both sides of the split; `by-frame` leaks identity and is shown only beside the honest one. */
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

/** Errors among the share of held-out videos that a model is most confident of. Both classes weigh the same. */
export interface SelectiveRisk {
  /** Share of the videos, in (0, 1]. */
  coverage: number;
  /** Mean of the shares of genuine and of fake ones, among those covered, that are told wrong. */
  error: Estimate;
  /** Videos that are covered, and those of them that are told wrong. */
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
   * Share of these answers that is wrong at even prior odds: of likely fake, FPR / (FPR + TPR), with the shares of all
   * genuine and of all fake videos that get it. Null where it is never given.
   */
  error: Estimate | null;
}

/** What the limits of a model make of held-out videos, also where it is not shown good enough to give verdicts. */
export interface AppliedRule {
  /** Share that is decided, both classes weighing the same. */
  coverage: Estimate;
  answers: Record<Answer, AnswerRisk>;
}

/** What a model gains by leaving out what it is least sure of, measured with limits that other folds gave. */
export interface Abstention {
  /** [coverage, error], from the most confident videos to all of them. */
  curve: [number, number][];
  /** Mean of the error over all coverages. */
  aurc: Estimate;
  full: SelectiveRisk;
  /** At the coverage that the model's limits are drawn for, by ranking alone. */
  covered: SelectiveRisk;
  /** Error of `covered` over that of `full`; the aim is ½ at most. Null where `full` has none. */
  ratio: Estimate | null;
  applied: AppliedRule;
  /** Whether the errors of its answers are few enough, and shown to be, that the model gives verdicts. */
  decides: boolean;
}

/** How far the fakes of one method are told from all genuine videos, each while its people were held out. */
export interface MethodRow {
  /** As the table of clips names it; null where it does not. */
  method: string | null;
  /** Its fakes, and those among them that score at or above the threshold. */
  fake: number;
  calledFake: number;
  /** Independent groups that these fakes fall into: an interval over few of them says little. */
  groups: number;
  auc: Estimate;
}

/** Fakes against genuine videos of the same recording: person, light and camera tell these not apart, an encoding may. */
export interface PairedAccuracy {
  pairs: number;
  /** Independent groups that the pairs fall into. */
  groups: number;
  /** Share of the pairs whose fake scores higher; a tie counts half. */
  accuracy: Estimate;
}

/** Held-out videos, made worse in one way and scored by a model that saw neither them nor anything made worse. */
export interface ConditionRow {
  /** Name of the degradation; null for the same videos as they are. */
  condition: string | null;
  /** Videos with enough usable faces to be scored, and those without, or of which no copy could be made. */
  scored: number;
  unscored: number;
  /** What the figures rest on: the videos that are scored under every condition, so that rows compare. */
  real: number;
  fake: number;
  /** Null where one of the classes is left without a video. */
  auc: Estimate | null;
  /** At the threshold. */
  accuracy: Estimate | null;
  /** Null where no fake stands beside its own original. */
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
    /** Cost of the likelihood ratios of held-out videos, in bits; 1 is that of saying nothing. */
    cllr: Estimate;
    /** False when the interval reaches 1: then no likelihood ratio is given. */
    given: boolean;
  };
  metrics: MetricRow[];
  /** By identity; the method with the most fakes first. */
  methods: MethodRow[];
  /** By identity; null where no fake stands beside its own original. */
  paired: PairedAccuracy | null;
  /** By identity; none where they were not measured, else the videos as they are first. */
  conditions: ConditionRow[];
  roc: RocSeries[];
  /** Training vectors after the head, laid out by t-SNE. */
  tsne: EmbeddedPoint[];
  /** Triplet loss and share of triplets that still violate the margin, per epoch. */
  training: { epoch: number; loss: number; violating: number }[];
}

/** What is null could not be read; `problem` says why. */
export interface ModelSummary {
  name: string;
  folder: string;
  sha256: string | null;
  active: boolean;
  createdAt: string | null;
  embedder: string | null;
  problem: ErrorReport | null;
}

/** "list-changed": the list of whom it was trained on is not the one that came with it, or gone; the network is whole. */
export type NetworkState = 'ok' | 'missing' | 'hash-mismatch' | 'list-changed';

/** A network that turns faces into vectors, built in or imported. */
export interface EmbedderSummary {
  name: string;
  architecture: string;
  licence: string;
  origin: string;
  /** Numbers a face. */
  length: number;
  sha256: string;
  builtIn: boolean;
  state: NetworkState;
}
