/**
 * Held-out scores in descending order, sorted once. A resample is then a pass over counts, without another sort, so a
 * thousand resamples of tens of thousands of faces take seconds.
 */
import type { Label } from '../../shared/domain.ts';
import { drawGroups, type BootstrapSettings } from './bootstrap.ts';
import type { LabelledScore } from './roc.ts';

export interface HeldOutScore {
  label: Label;
  /** Videos tied by a person or a recording share it: see `independentGroups`. */
  group: number;
  /** Probability of fake; calibrated, where it is, on videos other than this one. */
  score: number;
  /**
   * What AUC, EER and curves rank by: the score before calibration, where there is one. Calibration keeps its order,
   * but the curves of different folds lie apart, and a flat one would hide what the classifier knows.
   */
  rank?: number;
}

export interface RankedScores {
  /** By rank. */
  descending: HeldOutScore[];
  /** In the same order, with the rank for a score. */
  ranks: LabelledScore[];
  /** Number of each one's group, counted from 0. */
  groupOf: Uint32Array;
  /** The labels in each group. */
  labelsOf: Set<Label>[];
}

const rankOf = ({ score, rank = score }: HeldOutScore) => rank;

export function rankScores(scores: readonly HeldOutScore[]): RankedScores {
  const descending = [...scores].sort((a, b) => rankOf(b) - rankOf(a));
  const ranks = descending.map((each) => ({ label: each.label, score: rankOf(each) }));
  const numbers = new Map<number, number>();
  const labelsOf: Set<Label>[] = [];
  // Groups are numbered in input order, so the same scores with other ranks draw the same groups.
  for (const { group, label } of scores) {
    const number = numbers.get(group) ?? labelsOf.push(new Set()) - 1;
    numbers.set(group, number);
    labelsOf[number]!.add(label);
  }
  const groupOf = Uint32Array.from(descending, ({ group }) => numbers.get(group)!);
  return { descending, ranks, groupOf, labelsOf };
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
