import type { AnalysisParameters } from './domain.ts';

/**
 * Largest faces examined in a frame where the parameters name no number. It bounds time and memory in a crowd: each face
 * costs two embeddings and a picture.
 */
export const DEFAULT_MAX_FACES = 50;

/**
 * The default parameters of an analysis. They are not in the contract, so the window can show them without loading
 * zod: its compiler tries `eval`, which the page's content security policy forbids.
 */
export const defaultParameters = {
  sampling: { kind: 'spread', count: 32 },
  minFacePx: 20,
  detectSizePx: 1280,
} as const satisfies AnalysisParameters;
