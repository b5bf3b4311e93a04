/**
 * Share of the fakes that score above the real video they were made from; a tie counts half. It is the AUC within
 * recordings. Both videos show the same person, light and camera, so differences in these do not help a model. But a
 * fake was encoded again after it was made, and this trace can help. It is removed only if both videos are encoded
 * again in the same way, as in a card's figures by condition.
 */
import type { Label } from '../../shared/domain.ts';
import type { PairedAccuracy } from '../../shared/model-card.ts';
import { bootstrap, type BootstrapSettings } from './bootstrap.ts';

interface PairableScore {
  label: Label;
  group: number;
  /** The recording; the same for a fake and the video it was made from. */
  source: string;
  rank: number;
}

/** @returns null if no fake shares its recording with a real video */
export function pairedAccuracy(
  videos: readonly PairableScore[],
  settings: BootstrapSettings,
): PairedAccuracy | null {
  const pairs = videos
    .filter(({ label }) => label === 'fake')
    .flatMap(({ label, group, source, rank }) =>
      videos
        .filter((other) => other.label === 'real' && other.source === source)
        .map((original) => ({ label, group, win: (1 + Math.sign(rank - original.rank)) / 2 })),
    );
  if (pairs.length === 0) return null;
  const { accuracy } = bootstrap(
    pairs,
    (drawn) => ({ accuracy: drawn.reduce((sum, { win }) => sum + win, 0) / drawn.length }),
    settings,
  );
  return { pairs: pairs.length, groups: new Set(pairs.map(({ group }) => group)).size, accuracy };
}
