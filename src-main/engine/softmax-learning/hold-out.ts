/**
 * Sets part of the training samples aside for validation, by whole groups: faces of one clip are nearly copies, so
 * faces held out one by one would say nothing about clips that were not trained on.
 */
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../support/grouped.ts';
import type { Random } from '../support/random.ts';

export interface GroupedSample {
  label: Label;
  /** Samples that must stay on one side, such as those of one clip or of one circle of people. */
  group: string;
}

export interface HeldOut {
  /** Indices into the samples. */
  training: number[];
  validation: number[];
}

/**
 * Groups are taken in random order while they bring the count nearer to the share, and as long as both classes are
 * left to train on. None may be taken where the groups are too few or too large.
 */
export function holdOut(samples: readonly GroupedSample[], share: number, random: Random): HeldOut {
  const groups = [...groupedBy(samples.keys(), (index) => samples[index]!.group).values()];
  const left = { real: 0, fake: 0 };
  for (const { label } of samples) left[label] += 1;
  const wanted = share * samples.length;
  const validation: number[] = [];
  for (const group of random.shuffled(groups)) {
    const fakes = group.filter((index) => samples[index]!.label === 'fake').length;
    const after = { real: left.real - (group.length - fakes), fake: left.fake - fakes };
    const before = wanted - validation.length;
    if (Math.abs(before - group.length) >= before || Math.min(after.real, after.fake) === 0) continue;
    validation.push(...group);
    Object.assign(left, after);
  }
  const held = new Set(validation);
  return {
    training: [...samples.keys()].filter((index) => !held.has(index)),
    validation: validation.sort((a, b) => a - b),
  };
}
