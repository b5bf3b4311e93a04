/** Error rates on labelled clips of a lab, at the quality of a video, as sentences for window, command line and report. */
import { closestDegradation } from './closest-degradation.ts';
import { factsText } from './condition-wording.ts';
import { loggedConditionWord } from './degradation-words.ts';
import type { Answer, Label } from './domain.ts';
import { quoted } from './foreign-text.ts';
import { FEW_GROUPS, type MeasuredRates, type StoredRates } from './measured-rates.ts';
import type { Estimate } from './model-card.ts';
import { countOf, estimateText, percentText, providerWords } from './wording.ts';

export const MEASURED_RATES_HEADING = 'Error rates on clips of the lab, as close to this quality as possible';

export const MEASURED_RATES_NOTE =
  'The degradation is chosen by codec, size of the picture and bits per pixel per frame of the file. These do not show what ' +
  'was done to the video before. The clips were analysed by the model and with the parameters of the finding. The rates hold ' +
  'for such clips. They do not say how far the questioned video is like them in people, light and method. We do not know ' +
  'whether the model was trained on any of them: a model keeps no list of its clips. The labels are those of the table.';

export function measuredRatesTexts(rates: StoredRates): string[] {
  const { set, facts, facePx, answers, auc, by, at } = rates;
  return [
    measuredRatesText(rates),
    ...(answers === null ? [] : [answersText(rates, 'real'), answersText(rates, 'fake')]),
    ...(auc === null ? [] : [`AUC: ${estimateText(auc)}.`]),
    ...(answers === null ? [] : [...fewText(set.groups), ...unnamedTexts(rates)]),
    `This video: ${factsText(facts)}.`,
    ...differences(rates),
    ...facesText(facts.facePx, facePx),
    ...leftOutTexts(set),
    `Computed at ${at.slice(0, 19).replace('T', ' ')} UTC by Exhibit ${by.exhibit}, ${providerWords[by.provider]}.`,
  ];
}

/** What was measured on what, also for the audit log. */
export function measuredRatesText({ condition, set, answers }: MeasuredRates): string {
  const how = condition === null ? 'as they are' : `made worse (${loggedConditionWord(condition)})`;
  const of = `Measured on ${quoted(set.name)} (SHA-256 ${set.sha256.slice(0, 12)}…), ${countOf(set.listed, 'clip')}, ${how}: ${set.real} real and ${set.fake} fake ones have a score.`;
  return answers === null ? `${of} Rates need clips of both labels with a score: none was computed.` : of;
}

/** What of the video the clips do not have. It is not kept: a case from elsewhere could put any words there as ours. */
function differences({ facts, condition }: MeasuredRates): string[] {
  const closest = closestDegradation(facts);
  return closest.condition === condition ? closest.differs : [];
}

const wrongFor: Record<Label, { answer: Answer; words: string; name: string }> = {
  real: { answer: 'likely-fake', words: 'likely fake', name: 'false-positive rate' },
  fake: { answer: 'likely-real', words: 'likely real', name: 'false-negative rate' },
};

/** The errors first. An answer that the model never gives has no rate. */
function answersText({ answers, given, set }: MeasuredRates, label: Label): string {
  const all = set[label];
  const { answer, words, name } = wrongFor[label];
  const right = wrongFor[label === 'real' ? 'fake' : 'real'];
  const countFor = (which: Answer) => answers![which][label].videos;
  const wrong = given.includes(answer)
    ? `${countFor(answer)} were called ${words}: ${name} ${shareText(answers![answer][label].share)}`
    : `none can be called ${words}: the model never gives this answer`;
  const others = given.includes(right.answer) ? `${countFor(right.answer)} were called ${right.words}, ` : '';
  const undecided = all - countFor('likely-fake') - countFor('likely-real');
  return `Of ${countOf(all, `${label} clip`)}, ${wrong}; ${others}${undecided} were left undecided.`;
}

const shareText = ({ value, low, high }: Estimate): string =>
  `${percentText(value)} (95 % interval ${percentText(low)} to ${percentText(high)})`;

function fewText({ real, fake }: MeasuredRates['set']['groups']): string[] {
  if (Math.min(real, fake) >= FEW_GROUPS) return [];
  return [
    `These are few: clips that share a person or a recording count as one, which leaves ${real} real and ${fake} fake. The intervals are wide, and the rates say little; no AUC is given.`,
  ];
}

/** Of few groups it is said already that there is no AUC. */
function unnamedTexts({ set: { unnamed, groups }, auc }: MeasuredRates): string[] {
  if (unnamed === 0) return [];
  const few = Math.min(groups.real, groups.fake) < FEW_GROUPS;
  return [
    `${countOf(unnamed, 'clip')} ${unnamed === 1 ? 'names no person: it' : 'name no person: each'} counts as independent, so the intervals may be too narrow.`,
    ...(auc !== null || few
      ? []
      : [`No AUC is given: it needs ${FEW_GROUPS} independent groups with a named person of each label.`]),
  ];
}

function facesText(ofVideo: number | null, ofClips: MeasuredRates['facePx']): string[] {
  if (ofVideo === null || ofClips === null) return [];
  const are = `The faces of the clips are ${Math.round(ofClips.low)} to ${Math.round(ofClips.high)} px on the shorter side`;
  return ofVideo >= ofClips.low && ofVideo <= ofClips.high
    ? [`${are}, as those of this video.`]
    : [`${are}. The faces of this video are not in this range, so the rates are of faces of another size.`];
}

function leftOutTexts({ unscored, known, repeated }: MeasuredRates['set']): string[] {
  const parts = [
    ...(unscored === 0 ? [] : [`${unscored} could not be scored`]),
    ...(known === 0 ? [] : [`${known} show people that the embedder was trained on`]),
    ...(repeated === 0 ? [] : [`${repeated} are the same file as another one`]),
  ];
  return parts.length === 0 ? [] : [`Left out of the set: ${parts.join('; ')}.`];
}
