/**
 * A model on disk. Its model manifest (`manifest.json`) names every other file with its SHA-256, so the hash of the
 * manifest identifies the whole model in every finding.
 */
import { z } from 'zod';
import { decisionLimits } from '../../shared/model-card.ts';

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

export const likelihoodScale = z.object({
  slope: z.number().positive(),
  intercept: z.number(),
  log10Bound: z.number().nonnegative(),
});

export const modelManifest = z.object({
  format: z.literal(2),
  name: z.string().min(1),
  createdAt: z.string(),
  embedder: z.object({ name: z.string(), sha256, length: z.number().int().positive() }),
  /** Length of the head's output. */
  vectorLength: z.number().int().positive(),
  band: decisionLimits,
  /** See `LikelihoodScale`; null when the scores of held-out videos were no evidence. */
  likelihood: likelihoodScale.nullable(),
  files: z.record(fileName, sha256),
});
export type ModelManifest = z.infer<typeof modelManifest>;
