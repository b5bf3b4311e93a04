/**
 * Percentile bootstrap (Efron and Tibshirani 1993, chapter 13). Faces of one video are nearly copies of
 * each other, so whole videos are drawn, not faces; each class keeps its count of videos.
 */
import type { Estimate } from '../../shared/model-card.ts';
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../grouped.ts';
import { quantile } from '../quantile.ts';
import { createRandom } from '../random.ts';

/** Enough that the ends of a 95 % interval move by less than what is printed of them. */
const RESAMPLES = 1000;

export interface BootstrapSettings {
  seed: number;
  resamples?: number;
}

/**
 * The statistics of all observations, each with its 95 % interval.
 * @param statistics gives the same names for every set that has both classes
 */
export function bootstrap<T extends { label: Label; video: string }, K extends string>(
  observations: readonly T[],
  statistics: (observations: readonly T[]) => Record<K, number>,
  { seed, resamples = RESAMPLES }: BootstrapSettings,
): Record<K, Estimate> {
  const random = createRandom(seed);
  const classes = (['real', 'fake'] as const).map((label) => {
    const ofClass = observations.filter((observation) => observation.label === label);
    return [...groupedBy(ofClass, ({ video }) => video).values()];
  });
  const drawn = Array.from({ length: resamples }, () =>
    statistics(classes.flatMap((videos) => videos.flatMap(() => videos[random.integer(videos.length)]!))),
  );
  const names = Object.entries(statistics(observations)) as [K, number][];
  return Object.fromEntries(
    names.map(([name, value]) => {
      const sorted = drawn.map((result) => result[name]).sort((a, b) => a - b);
      return [name, { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }];
    }),
  ) as Record<K, Estimate>;
}
