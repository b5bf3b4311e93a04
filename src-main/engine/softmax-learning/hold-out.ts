/**
 * Holds out part of the training samples for validation, by whole groups. Faces of one clip are nearly copies, so
 * single held-out faces would say nothing about new clips.
 */
import type { Label } from '../../shared/domain.ts';
import { groupedBy } from '../support/grouped.ts';
import type { Random } from '../support/random.ts';

export interface GroupedSample {
  label: Label;
  /** The same for samples that must stay on one side, such as those of one clip or one group of people. */
  group: string;
}

interface HeldOut {
  /** Indices into the samples. */
  training: number[];
  validation: number[];
}

/**
 * Groups are taken in random order, as long as they bring the count nearer to the share and both classes remain for
 * training. If groups are too few or too large, nothing is held out.
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
    for (const index of group) validation.push(index);
    Object.assign(left, after);
  }
  const held = new Set(validation);
  return {
    training: [...samples.keys()].filter((index) => !held.has(index)),
    validation: validation.sort((a, b) => a - b),
  };
}
