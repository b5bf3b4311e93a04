/**
 * Percentile bootstrap (Efron and Tibshirani 1993, chapter 13). Faces of one video are nearly copies, and videos of one
 * person or recording have similar errors, so whole independent groups are drawn.
 */
import type { Estimate } from '../../shared/model-card.ts';
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../support/grouped.ts';
import { quantile } from '../support/quantile.ts';
import { createRandom } from '../support/random.ts';

/** Enough draws: the ends of a 95 % interval vary by less than the printed digits. */
const RESAMPLES = 1000;

export interface BootstrapSettings {
  seed: number;
  resamples?: number | undefined;
}

/** A statistic without a value for some set of observations is null there. */
type Statistics = Record<string, number | null>;

type Estimates<S extends Statistics> = {
  [Name in keyof S]: null extends S[Name] ? Estimate | null : Estimate;
};

/**
 * The statistics of all observations, each with its 95 % interval.
 * @param statistics returns the same names for every set that has both classes
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
 * The group numbers of each resample, as many as there are groups. The array is reused for the next resample. A
 * resample without one of the classes has no statistic; it is rare and drawn again.
 * @param labelsOf the labels in each group
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

/** Each value with the middle 95 % of its values in the resamples; resamples without a value are ignored. */
export function intervalsOf<S extends Statistics>(values: S, drawn: readonly S[]): Estimates<S> {
  const estimates = Object.entries(values).map(([name, value]) => {
    if (value === null) return [name, null];
    return [name, { value, ...middle(drawn.flatMap((result) => result[name] ?? [])) }];
  });
  return Object.fromEntries(estimates) as Estimates<S>;
}

/** The ends of the middle 95 %. */
export function middle(values: Iterable<number>): { low: number; high: number } {
  const sorted = [...Float64Array.from(values).sort()];
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}
