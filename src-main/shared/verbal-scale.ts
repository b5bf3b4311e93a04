/**
 * What a likelihood ratio says in words: the scale that the ENFSI Guideline for Evaluative Reporting in Forensic Science,
 * version 3.0 (2015), gives as an example. Below 2, the observations support neither proposition.
 */

export const VERBAL_SCALE =
  'ENFSI Guideline for Evaluative Reporting in Forensic Science, version 3.0 (2015)';

/** Strongest first; each word holds from its ratio on. */
const degrees: readonly [from: number, word: string][] = [
  [1_000_000, 'Extremely strong'],
  [10_000, 'Very strong'],
  [1000, 'Strong'],
  [100, 'Moderately strong'],
  [10, 'Moderate'],
  [2, 'Weak'],
];

/** How many times more probable the observations are under the proposition that they support, as far as it is stated. */
export const statedTimes = (log10: number): number => {
  const times = 10 ** Math.abs(log10);
  return times < 10 ? Math.round(times * 10) / 10 : Math.round(times);
};

/** "Weak support for fake". The degree is that of the ratio as stated, so that word and figure never disagree. */
export function supportText(log10: number): string {
  const word = degrees.find(([from]) => statedTimes(log10) >= from)?.[1];
  return word === undefined ? 'No support either way' : `${word} support for ${log10 > 0 ? 'fake' : 'real'}`;
}
