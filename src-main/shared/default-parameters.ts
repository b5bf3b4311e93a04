import type { AnalysisParameters } from './domain.ts';

/**
 * What an analysis looks at unless told otherwise. Apart from the contract, so that the window can show it
 * without loading zod, whose compiler probes `eval` and trips the page's content security policy.
 */
export const defaultParameters = {
  sampling: { kind: 'spread', count: 32 },
  minFacePx: 20,
  detectSizePx: 1280,
} as const satisfies AnalysisParameters;
