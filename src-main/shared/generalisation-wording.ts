/** How a model holds beyond one pooled figure, in the words of card, command line and window. */
import type { ConditionRow, MethodRow, PairedAccuracy } from './model-card.ts';
import { countOf, estimateText } from './wording.ts';

export const methodName = ({ method }: Pick<MethodRow, 'method'>): string => method ?? 'not named';

export const conditionName = ({ condition }: Pick<ConditionRow, 'condition'>): string =>
  condition ?? 'as they are';

/** "7 of 12". */
export const calledFakeText = ({ calledFake, fake }: MethodRow): string => `${calledFake} of ${fake}`;

/** "14 in 12 groups". */
export const pairsText = ({ pairs, groups }: PairedAccuracy): string =>
  `${pairs} in ${countOf(groups, 'group')}`;

export const pairedText = (paired: PairedAccuracy | null): string =>
  paired === null
    ? 'Paired accuracy was not measured; it needs fakes and genuine videos of the same recordings.'
    : `Paired accuracy ${estimateText(paired.accuracy)}: how often a fake scores above the genuine video of its own ` +
      `recording, ties counting half (${countOf(paired.pairs, 'pair')} in ${countOf(paired.groups, 'independent group')}). ` +
      'The two share person, light and camera, but not the encoding of the fake.';
