/** What a model gains when it gives no verdict on some videos, as text for card, command line, window and report. */
import type { DecisionBand, DecisionGates } from './domain.ts';
import type { Abstention, AppliedRule, SelectiveRisk } from './model-card.ts';
import { answers, countOf, estimateText, limitText, outcomeWords, percentText } from './wording.ts';

/** The aim: at the coverage that a model decides, the error is at most this share of the error at full coverage. */
const AIM = 0.5;

export const coverageText = ({ coverage }: SelectiveRisk): string => `${percentText(coverage)} coverage`;

/** "0.12 (0.06–0.19), both classes weigh the same; 5 of 40 real and 4 of 36 fake videos judged wrongly". */
export const riskText = ({ error, real, fake, wrongReal, wrongFake }: SelectiveRisk): string =>
  `${estimateText(error)}, both classes weigh the same; ${wrongReal} of ${real} real and ${wrongFake} of ${countOf(fake, 'fake video')} judged wrongly`;

export function aimText({ covered, ratio }: Abstention): string {
  if (ratio === null) return 'There is no error at full coverage, so there is nothing to halve.';
  const met =
    ratio.value > AIM
      ? 'not met'
      : ratio.high > AIM
        ? 'met, but part of its interval is above the aim'
        : 'met by the whole interval';
  return (
    `At ${coverageText(covered)} the error is ${estimateText(ratio)} of the error at full coverage. ` +
    `The aim (at most half) is ${met}.`
  );
}

/** Both classes have the same weight in it, so it is another number than the counts of the test videos give. */
export const verdictShareText = ({ coverage }: AppliedRule): string =>
  `With as many real as fake videos, it gives a verdict on ${percentText(coverage.value)}`;

export const decisionText = ({ decides, applied, aurc }: Abstention): string =>
  `AURC ${estimateText(aurc)}. ` + (decides ? `${verdictShareText(applied)}.` : 'It gives no verdicts.');

/** The error at full coverage and at the coverage for which the limits were set, then the result of the limits. */
export const riskLines = ({ full, covered, applied, decides }: Abstention): string[] => [
  ...[full, covered].map((risk) => `At ${coverageText(risk)}: error ${riskText(risk)}`),
  `With the limits applied: with as many real as fake videos, ${estimateText(applied.coverage)} of them ${decides ? 'are' : 'would be'} decided`,
  ...answers.map((answer) => {
    const { real, fake, error } = applied.answers[answer];
    return (
      `${outcomeWords[answer]}${decides ? '' : ', if it gave verdicts'}: ${real} of ${full.real} real and ${fake} of ${countOf(full.fake, 'fake video')}; ` +
      (error === null
        ? 'never given'
        : `at even prior odds ${estimateText(error)} of these answers ${decides ? 'are' : 'would be'} wrong`)
    );
  }),
];

/** For a reader who knows no statistics: how many videos got each answer, and how many of the answers were wrong. */
export const answerLines = ({ full, applied }: Abstention): string[] =>
  answers.map((answer) => {
    const { real, fake, error } = applied.answers[answer];
    if (error === null) return `${outcomeWords[answer]}: never given.`;
    return (
      `${outcomeWords[answer]}: given to ${fake} of ${countOf(full.fake, 'fake video')} and to ${real} of ` +
      `${countOf(full.real, 'real video')}. Where real and fake videos are equally frequent, ` +
      `${percentText(error.value)} of these answers are wrong (95 % interval ${percentText(error.low)} to ${percentText(error.high)}).`
    );
  });

/** "likely fake 0.10 (0.03–0.20), likely real never given". */
export const answerErrorsText = ({ answers: risks }: AppliedRule): string =>
  answers
    .map((answer) => {
      const { error } = risks[answer];
      return `${outcomeWords[answer].toLowerCase()} ${error === null ? 'never given' : estimateText(error)}`;
    })
    .join(', ');

/** "likely real up to 0.21, likely fake never given": from which scores on each answer is given. */
export const bandText = ({ realBelow, fakeAbove }: DecisionBand, digits: number): string =>
  `likely real ${realBelow > 0 ? `up to ${realBelow.toFixed(digits)}` : 'never given'}, ` +
  `likely fake ${fakeAbove < 1 ? `from ${fakeAbove.toFixed(digits)} on` : 'never given'}`;

/** "farther from the training data than 99 % of held-out faces; …": what prevents a verdict, whatever the score. */
export const gatesText = ({ novelty, sizePx, sharpness, disagreement }: DecisionGates): string =>
  [
    ...(novelty < 1 ? [`farther from the training data than ${limitText(novelty)} of held-out faces`] : []),
    ...(sizePx > 0 ? [`smaller than ${sizePx.toFixed(0)} px`] : []),
    ...(sharpness > 0 ? [`less sharp than ${sharpness.toFixed(0)}`] : []),
    ...(disagreement < 1 ? [`classifiers more than ${disagreement.toFixed(2)} apart`] : []),
  ].join('; ') || 'no limit';
