/**
 * Percentile bootstrap (Efron and Tibshirani 1993, chapter 13). Faces of one video are nearly copies of
 * each other, and videos of one person or recording err together, so whole independent groups are drawn.
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
export function bootstrap<T extends { label: Label; group: number }, K extends string>(
  observations: readonly T[],
  statistics: (observations: readonly T[]) => Record<K, number>,
  { seed, resamples = RESAMPLES }: BootstrapSettings,
): Record<K, Estimate> {
  const random = createRandom(seed);
  const groups = [...groupedBy(observations, ({ group }) => group).values()];
  const labels = new Set(observations.map(({ label }) => label)).size;
  const draw = (): T[] => {
    const members = groups.flatMap(() => groups[random.integer(groups.length)]!);
    // Without one of the classes there is no statistic; such draws are few and are drawn again.
    return new Set(members.map(({ label }) => label)).size === labels ? members : draw();
  };
  const drawn = Array.from({ length: resamples }, () => statistics(draw()));
  const names = Object.entries(statistics(observations)) as [K, number][];
  return Object.fromEntries(
    names.map(([name, value]) => {
      const sorted = drawn.map((result) => result[name]).sort((a, b) => a - b);
      return [name, { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) }];
    }),
  ) as Record<K, Estimate>;
}
