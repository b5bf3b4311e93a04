/**
 * Share of the fakes that score above the real video they were made from, a tie counting half: the AUC within
 * recordings. Both sides share person, light and camera, so a model that tells those apart gains nothing here. They do
 * not share the encoding that a fake went through after it was made: only where both sides are encoded again alike, as
 * in a card's figures by condition, is that trace covered.
 */
import type { Label } from '../../shared/domain.ts';
import type { PairedAccuracy } from '../../shared/model-card.ts';
import { bootstrap, type BootstrapSettings } from './bootstrap.ts';

export interface PairableScore {
  label: Label;
  group: number;
  /** Shared by a fake and the recording that it was made from. */
  source: string;
  rank: number;
}

/** @returns null where no fake shares its recording with a real video */
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
