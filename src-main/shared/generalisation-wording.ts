/** A model's figures by method, by condition and by pair, as text for card, command line and window. */
import type { ConditionRow, MethodRow, PairedAccuracy } from './model-card.ts';
import { shownMethod } from './method-names.ts';
import { countOf, estimateText } from './wording.ts';

export const methodName = ({ method }: Pick<MethodRow, 'method'>): string => shownMethod(method);

export const conditionName = ({ condition }: Pick<ConditionRow, 'condition'>): string =>
  condition ?? 'original clips';

/** "7 of 12". */
export const calledFakeText = ({ calledFake, fake }: MethodRow): string => `${calledFake} of ${fake}`;

/** "14 in 12 groups". */
export const pairsText = ({ pairs, groups }: PairedAccuracy): string =>
  `${pairs} in ${countOf(groups, 'group')}`;

export const pairedText = (paired: PairedAccuracy | null): string =>
  paired === null
    ? 'Paired accuracy was not measured. It needs fakes and real videos of the same recordings.'
    : `Paired accuracy ${estimateText(paired.accuracy)}: how often a fake scores above the real video of the same ` +
      `recording; a tie counts half (${countOf(paired.pairs, 'pair')} in ${countOf(paired.groups, 'independent group')}). ` +
      'Both videos show the same person, light and camera, but the fake was encoded differently.';
