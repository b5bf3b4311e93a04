/**
 * Percentile bootstrap (Efron and Tibshirani 1993, chapter 13). Faces of one video are nearly copies of
 * each other, and videos of one person or recording err together, so whole independent groups are drawn.
 */
import type { Estimate } from '../../shared/model-card.ts';
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../support/grouped.ts';
import { quantile } from '../support/quantile.ts';
import { createRandom } from '../support/random.ts';

/** Enough that the ends of a 95 % interval move by less than what is printed of them. */
const RESAMPLES = 1000;

export interface BootstrapSettings {
  seed: number;
  resamples?: number | undefined;
}

/** What has no value for some set of observations is null there. */
type Statistics = Record<string, number | null>;

export type Estimates<S extends Statistics> = {
  [Name in keyof S]: null extends S[Name] ? Estimate | null : Estimate;
};

/**
 * The statistics of all observations, each with its 95 % interval.
 * @param statistics gives the same names for every set that has both classes
 */
export function bootstrap<T extends { label: Label; group: number }, S extends Statistics>(
  observations: readonly T[],
  statistics: (observations: readonly T[]) => S,
  { seed, resamples }: BootstrapSettings,
): Estimates<S> {
  const groups = [...groupedBy(observations, ({ group }) => group).values()];
  const draws = drawGroups(
    groups.map((members) => new Set(members.map(({ label }) => label))),
    { seed, resamples },
  );
  const drawn: S[] = [];
  for (const numbers of draws) {
    drawn.push(statistics([...numbers].flatMap((number) => groups[number]!)));
  }
  return intervalsOf(statistics(observations), drawn);
}

/**
 * Numbers of the groups of each resample, as many as there are groups; the array is used again for the next.
 * Without one of the classes there is no statistic; such draws are few and are drawn again.
 * @param labelsOf what each group holds
 */
export function* drawGroups(
  labelsOf: readonly ReadonlySet<Label>[],
  { seed, resamples = RESAMPLES }: BootstrapSettings,
): Generator<Uint32Array> {
  const random = createRandom(seed);
  const classes = new Set(labelsOf.flatMap((labels) => [...labels])).size;
  const numbers = new Uint32Array(labelsOf.length);
  for (let resample = 0; resample < resamples; resample++) {
    const found = new Set<Label>();
    while (found.size < classes) {
      found.clear();
      for (let place = 0; place < numbers.length; place++) {
        numbers[place] = random.integer(numbers.length);
        for (const label of labelsOf[numbers[place]!]!) found.add(label);
      }
    }
    yield numbers;
  }
}

/** Each value with the middle 95 % of what the resamples gave for it, those that gave none left out. */
export function intervalsOf<S extends Statistics>(values: S, drawn: readonly S[]): Estimates<S> {
  const estimates = Object.entries(values).map(([name, value]) => {
    if (value === null) return [name, null];
    return [name, { value, ...middle(drawn.flatMap((result) => result[name] ?? [])) }];
  });
  return Object.fromEntries(estimates) as Estimates<S>;
}

/** Limits of the middle 95 %. */
export function middle(values: Iterable<number>): { low: number; high: number } {
  const sorted = [...Float64Array.from(values).sort()];
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}
