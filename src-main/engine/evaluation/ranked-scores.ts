/**
 * Held-out scores in descending order, sorted once. A resample is then a pass over counts, without another sort, so a
 * thousand resamples of tens of thousands of faces take seconds.
 */
import type { Label } from '../../shared/domain.ts';
import type { HeldOutFigure } from '../../shared/lab.ts';
import { drawGroups, type BootstrapSettings } from './bootstrap.ts';

export interface RankedScores {
  descending: HeldOutFigure[];
  /** Group number of each score, from 0. */
  groupOf: Uint32Array;
  /** The labels in each group. */
  labelsOf: Set<Label>[];
}

export function rankScores(scores: readonly HeldOutFigure[]): RankedScores {
  const descending = [...scores].sort((a, b) => b.score - a.score);
  const numbers = new Map<number, number>();
  const labelsOf: Set<Label>[] = [];
  // Groups are numbered in input order, so the same scores with other ranks draw the same groups.
  for (const { group, label } of scores) {
    const number = numbers.get(group) ?? labelsOf.push(new Set()) - 1;
    numbers.set(group, number);
    labelsOf[number]!.add(label);
  }
  const groupOf = Uint32Array.from(descending, ({ group }) => numbers.get(group)!);
  return { descending, groupOf, labelsOf };
}

/** How often each score counts in each resample; the array is reused for the next resample. */
export function* resampledWeights(
  { groupOf, labelsOf }: RankedScores,
  settings: BootstrapSettings,
): Generator<Uint32Array> {
  const weights = new Uint32Array(groupOf.length);
  const times = new Uint32Array(labelsOf.length);
  for (const numbers of drawGroups(labelsOf, settings)) {
    times.fill(0);
    for (let place = 0; place < numbers.length; place++) times[numbers[place]!]! += 1;
    for (let index = 0; index < weights.length; index++) weights[index] = times[groupOf[index]!]!;
    yield weights;
  }
}
