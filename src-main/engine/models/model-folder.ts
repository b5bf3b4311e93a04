/**
 * A model on disk. Its model manifest (`manifest.json`) names every other file with its SHA-256, so the hash of the
 * manifest identifies the whole model in every finding.
 */
import { z } from 'zod';
import type { ModelCard } from '../../shared/model-card.ts';

export const MANIFEST_FILE = 'manifest.json';

/** The files for scoring; `card.md` is for people. */
export const modelFiles = {
  head: 'head.onnx',
  sgd: 'sgd.json',
  forest: 'forest.json',
  calibration: 'calibration.json',
  references: 'reference-embeddings.bin',
  mahalanobis: 'mahalanobis.bin',
  novelty: 'novelty.json',
  card: 'card.json',
} as const;

export const CARD_TEXT_FILE = 'card.md';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A name without folders: a manifest must not name files outside its folder. */
const fileName = z.string().regex(/^[\w-][\w.-]*$/);

const band = z.object({
  threshold: z.number(),
  realBelow: z.number(),
  fakeAbove: z.number(),
  gates: z.object({
    novelty: z.number(),
    disagreement: z.number(),
    sizePx: z.number(),
    sharpness: z.number(),
  }),
});

export const modelManifest = z.object({
  format: z.literal(2),
  name: z.string().min(1),
  createdAt: z.string(),
  embedder: z.object({ name: z.string(), sha256, length: z.number().int().positive() }),
  /** Length of the head's output. */
  vectorLength: z.number().int().positive(),
  band,
  /** See `LikelihoodScale`; null if the scores of held-out videos gave no information. */
  likelihood: z
    .object({ slope: z.number().positive(), intercept: z.number(), log10Bound: z.number().nonnegative() })
    .nullable(),
  files: z.record(fileName, sha256),
});
export type ModelManifest = z.infer<typeof modelManifest>;

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });
const classifier = z.enum(['sgd', 'forest', 'combined']);
const split = z.enum(['by-identity', 'by-frame']);
const paired = z.object({ pairs: z.number(), groups: z.number(), accuracy: estimate }).nullable();
const selectiveRisk = z.object({
  coverage: z.number(),
  error: estimate,
  real: z.number(),
  fake: z.number(),
  wrongReal: z.number(),
  wrongFake: z.number(),
});
const answerRisk = z.object({ real: z.number(), fake: z.number(), error: estimate.nullable() });

export const modelCard = z.object({
  name: z.string(),
  createdAt: z.string(),
  licence: z.string(),
  intendedUse: z.string(),
  limits: z.array(z.string()),
  embedder: z.string(),
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
  band,
  abstention: z.object({
    curve: z.array(z.tuple([z.number(), z.number()])).min(1),
    aurc: estimate,
    full: selectiveRisk,
    covered: selectiveRisk,
    ratio: estimate.nullable(),
    applied: z.object({
      coverage: estimate,
      answers: z.object({ 'likely-real': answerRisk, 'likely-fake': answerRisk }),
    }),
    decides: z.boolean(),
  }),
  likelihood: z.object({ cllr: estimate, given: z.boolean() }),
  metrics: z.array(
    z.object({
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
    }),
  ),
  methods: z.array(
    z.object({
      method: z.string().nullable(),
      fake: z.number(),
      calledFake: z.number(),
      groups: z.number(),
      auc: estimate,
    }),
  ),
  paired,
  conditions: z.array(
    z.object({
      condition: z.string().nullable(),
      scored: z.number(),
      unscored: z.number(),
      real: z.number(),
      fake: z.number(),
      auc: estimate.nullable(),
      accuracy: estimate.nullable(),
      paired,
    }),
  ),
  roc: z.array(
    z.object({ classifier, split, points: z.array(z.tuple([z.number(), z.number()])), auc: estimate }),
  ),
  tsne: z.array(z.object({ x: z.number(), y: z.number(), label: z.enum(['real', 'fake']) })),
  training: z.array(z.object({ epoch: z.number(), loss: z.number(), violating: z.number() })),
}) satisfies z.ZodType<ModelCard>;
