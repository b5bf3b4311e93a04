/** What a classifier model says of itself: data, split, error rates with counts, and limits. */
import { z } from 'zod';
import type { DecisionLimits } from './domain.ts';
import type { ErrorReport } from './errors.ts';

/** Of one text on a card. The longest of our own cards has 700. */
export const MAX_TEXT_CHARACTERS = 2000;

/** A figure with its 95 % interval, from bootstrapping over independent groups of videos. */
export const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Estimate = z.infer<typeof estimate>;

/** `guest`: the single score of a detector that a lab brought. */
const classifier = z.enum(['sgd', 'forest', 'combined', 'guest']);
/** Who stands on both sides of the split; `by-frame` leaks people and is shown only beside the honest one. */
const split = z.enum(['by-identity', 'by-frame']);

const metricRow = z.object({
  classifier,
  level: z.enum(['face', 'video']),
  split,
  real: z.number(),
  fake: z.number(),
  auc: estimate,
  eer: estimate,
  accuracy: estimate,
  precision: estimate,
  recall: estimate,
  f1: estimate,
  brier: estimate,
});
export type MetricRow = z.infer<typeof metricRow>;

const rocSeries = z.object({
  classifier,
  split,
  /** [false-positive rate, true-positive rate], from (0, 0) to (1, 1). */
  points: z.array(z.tuple([z.number(), z.number()])),
  auc: estimate,
});
export type RocSeries = z.infer<typeof rocSeries>;

/** Errors among the share of held-out videos that a model is most confident of. Both classes weigh the same. */
const selectiveRisk = z.object({
  /** Share of the videos, in (0, 1]. */
  coverage: z.number(),
  /** Mean of the shares of real and of fake ones, among those covered, that are told wrong. */
  error: estimate,
  /** Videos that are covered, and those of them that are told wrong. */
  real: z.number(),
  fake: z.number(),
  wrongReal: z.number(),
  wrongFake: z.number(),
});
export type SelectiveRisk = z.infer<typeof selectiveRisk>;

/** Held-out videos that get one answer. */
const answerRisk = z.object({
  real: z.number(),
  fake: z.number(),
  /**
   * Share of these answers that is wrong at even prior odds. For likely fake it is FPR / (FPR + TPR), where FPR and TPR
   * are the shares of all real and of all fake videos that get this answer. Null if the answer is never given.
   */
  error: estimate.nullable(),
});
export type AnswerRisk = z.infer<typeof answerRisk>;

/** What the limits of a model make of held-out videos, also where it is not shown good enough to give verdicts. */
const appliedRule = z.object({
  /** Share that is decided, both classes weighing the same. */
  coverage: estimate,
  answers: z.object({ 'likely-real': answerRisk, 'likely-fake': answerRisk }),
});
export type AppliedRule = z.infer<typeof appliedRule>;

/** What a model gains by leaving out what it is least sure of, measured with limits that other folds gave. */
const abstention = z.object({
  /** [coverage, error], from the most confident videos to all of them. */
  curve: z.array(z.tuple([z.number(), z.number()])).min(1),
  /** Mean of the error over all coverages. */
  aurc: estimate,
  full: selectiveRisk,
  /** At the coverage that the model's limits are drawn for, by ranking alone. */
  covered: selectiveRisk,
  /** Error of `covered` over that of `full`; the aim is ½ at most. Null where `full` has none. */
  ratio: estimate.nullable(),
  applied: appliedRule,
  /** Whether the errors of its answers are few enough, and shown to be, that the model gives verdicts. */
  decides: z.boolean(),
});
export type Abstention = z.infer<typeof abstention>;

/** How far the fakes of one method are told from all real videos, each while its people were held out. */
const methodRow = z.object({
  /** As the table of clips names it; null where it does not. */
  method: z.string().nullable(),
  /** Its fakes, and those among them that score at or above the threshold. */
  fake: z.number(),
  calledFake: z.number(),
  /** Independent groups that these fakes fall into: an interval over few of them says little. */
  groups: z.number(),
  auc: estimate,
});
export type MethodRow = z.infer<typeof methodRow>;

/** Fakes against real videos of the same recording: person, light and camera tell these not apart, an encoding may. */
const pairedAccuracy = z.object({
  pairs: z.number(),
  /** Independent groups that the pairs fall into. */
  groups: z.number(),
  /** Share of the pairs whose fake scores higher; a tie counts half. */
  accuracy: estimate,
});
export type PairedAccuracy = z.infer<typeof pairedAccuracy>;

/** Held-out videos of one class that get one answer, and which share of their class they are. */
const answerRate = z.object({ videos: z.number(), share: estimate });
const classRates = z.object({ real: answerRate, fake: answerRate });

/** Held-out videos, made worse in one way and scored by a model that saw neither them nor anything made worse. */
export const conditionRow = z.object({
  /** Name of the degradation; null for the same videos as they are. */
  condition: z.string().nullable(),
  /** Videos with enough usable faces to be scored, and those without, or of which no copy could be made. */
  scored: z.number(),
  unscored: z.number(),
  /** What the figures rest on: the videos that are scored under every condition, so that rows compare. */
  real: z.number(),
  fake: z.number(),
  /** Null where one of the classes is left without a video. */
  auc: estimate.nullable(),
  /** At the threshold. */
  accuracy: estimate.nullable(),
  /** Null where no fake stands beside its own original. */
  paired: pairedAccuracy.nullable(),
  /**
   * By the limits of the model, nested as in `abstention.applied`: real videos called likely fake are false positives,
   * fakes called likely real false negatives, and all others are left undecided. Null where the model gives no verdicts, or
   * one of the classes is left without a video. Cards from before this was measured have none.
   */
  answers: z.object({ 'likely-real': classRates, 'likely-fake': classRates }).nullable().exactOptional(),
  /** Middle 95 % of the mean face sizes of these videos, shorter side in pixels; not there where they were not measured. */
  facePx: z.object({ low: z.number(), high: z.number() }).exactOptional(),
});
export type ConditionAnswers = NonNullable<ConditionRow['answers']>;
export type ConditionRow = z.infer<typeof conditionRow>;

const embeddedPoint = z.object({ x: z.number(), y: z.number(), label: z.enum(['real', 'fake']) });
export type EmbeddedPoint = z.infer<typeof embeddedPoint>;

export const decisionLimits = z.object({
  threshold: z.number(),
  realBelow: z.number(),
  fakeAbove: z.number(),
  gates: z.object({
    novelty: z.number(),
    disagreement: z.number(),
    sizePx: z.number(),
    sharpness: z.number(),
  }),
}) satisfies z.ZodType<DecisionLimits>;

export const modelCard = z.object({
  name: z.string(),
  createdAt: z.string(),
  licence: z.string(),
  intendedUse: z.string(),
  limits: z.array(z.string()),
  embedder: z.string(),
  /** Only on the card of a guest detector; the embedder is then its own network. */
  guest: z.object({ architecture: z.string(), training: z.string(), origin: z.string() }).exactOptional(),
  data: z.object({
    name: z.string(),
    realVideos: z.number(),
    fakeVideos: z.number(),
    realFaces: z.number(),
    fakeFaces: z.number(),
    identities: z.number(),
  }),
  split: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  band: decisionLimits,
  abstention,
  likelihood: z.object({
    /** Cost of the likelihood ratios of held-out videos, in bits; 1 is that of saying nothing. */
    cllr: estimate,
    /** False when the interval reaches 1: then no likelihood ratio is given. */
    given: z.boolean(),
  }),
  metrics: z.array(metricRow),
  /** By identity; the method with the most fakes first. */
  methods: z.array(methodRow),
  /** By identity; null where no fake stands beside its own original. */
  paired: pairedAccuracy.nullable(),
  /** By identity; none where they were not measured, else the videos as they are first. */
  conditions: z.array(conditionRow),
  roc: z.array(rocSeries),
  /** Training vectors after the head, laid out by t-SNE. */
  tsne: z.array(embeddedPoint),
  /** Triplet loss and share of triplets that still violate the margin, per epoch. */
  training: z.array(z.object({ epoch: z.number(), loss: z.number(), violating: z.number() })),
});
export type ModelCard = z.infer<typeof modelCard>;

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
