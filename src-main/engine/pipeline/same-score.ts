/** When two scores of one face count as the same. */
import type { ProviderName } from '../../shared/domain.ts';

/**
 * Chosen, not measured: other processors round the last digits in other ways, and a tree of the forest can then go the
 * other way. Graphics processors round more.
 */
const TOLERANCE = { cpu: 0.01, graphics: 0.02 };

/** @param providers of both scores */
export const scoreTolerance = (...providers: readonly ProviderName[]): number =>
  providers.every((provider) => provider === 'cpu') ? TOLERANCE.cpu : TOLERANCE.graphics;
