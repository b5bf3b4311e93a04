/** How often a model errs on videos of the same quality, as sentences for window, report and table. */
import { conditionWord } from './degradation-words.ts';
import type { Label } from './domain.ts';
import type { ConditionAnswers, ConditionRow, Estimate } from './model-card.ts';
import type { NearestCondition, QualityFacts } from './nearest-condition.ts';
import { countOf, estimateText, percentText } from './wording.ts';

export const CONDITION_HEADING = 'Error rates at this quality';
const NOT_MEASURED =
  'The card of the model has no figures for videos of this quality: what its answer and its likelihood ratio are worth here is not known.';

/** The condition first, then what was measured there. */
export function errorsHereTexts({ facts, measured, row, cannotTell }: NearestCondition): string[] {
  if (!measured) return [NOT_MEASURED];
  if (row === null) {
    return [
      cannotTell
        ? `A figure is missing, so we cannot say whether a measured condition is near this video: ${factsText(facts)}.`
        : `The figures of this file are not near those of any measured condition: ${factsText(facts)}. ${NOT_MEASURED}`,
    ];
  }
  return [
    `The nearest measured condition is ${conditionWord(row.condition!)}. This video: ${factsText(facts)}. These figures do not show what was done to the video before.`,
    ...ratesTexts(row),
  ];
}

/** "360 px on the shorter side, h264, 0.024 bits per pixel per frame, faces of 92 px". */
export const factsText = ({ codec, shortSide, bitsPerPixel, facePx }: QualityFacts): string =>
  [
    `${shortSide} px on the shorter side`,
    codec,
    bitsPerPixel === null
      ? 'bits per pixel per frame not known'
      : `${Number(bitsPerPixel.toPrecision(2))} bits per pixel per frame`,
    facePx === null ? 'no scored face' : `faces of ${Math.round(facePx)} px`,
  ].join(', ');

function ratesTexts({ real, fake, auc, answers, unscored, scored }: ConditionRow): string[] {
  const left =
    unscored === 0
      ? []
      : [`In this condition, ${unscored} of ${countOf(scored + unscored, 'video')} got no score.`];
  if (auc === null)
    return ['In this condition, too few videos got a score: no error rate can be given.', ...left];
  const ranking = `AUC in this condition: ${estimateText(auc)}, on ${real} real and ${countOf(fake, 'fake video')}.`;
  if (answers === undefined)
    return [ranking, 'No test has measured how often the answers are wrong in this condition.', ...left];
  if (answers === null) return [ranking, 'The model gives no verdicts.', ...left];
  return [answersText(answers, 'real', real), answersText(answers, 'fake', fake), ranking, ...left];
}

/** Of real videos the false-positive rate comes first, of fakes what was found. */
function answersText(answers: ConditionAnswers, label: Label, all: number): string {
  const [suspected, trusted] = [answers['likely-fake'], answers['likely-real']];
  const undecided = all - suspected[label].videos - trusted[label].videos;
  return (
    `In this condition, of ${countOf(all, `held-out ${label} video`)}, ${rateText(suspected, label)} were called likely fake, ` +
    `${rateText(trusted, label)} were called likely real, and ${undecided} were left undecided.`
  );
}

/** An answer that no video gets may be one that the model never gives: an interval would say that it could. */
function rateText(rates: ConditionAnswers['likely-fake'], label: Label): string {
  const { videos, share } = rates[label];
  return rates.real.videos + rates.fake.videos === 0 ? 'none' : `${videos} (${shareText(share)})`;
}

const shareText = ({ value, low, high }: Estimate): string =>
  `${percentText(value)}, 95 % interval ${percentText(low)} to ${percentText(high)}`;
