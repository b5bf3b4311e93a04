/** Whether the model was measured on videos of the quality of this one, and how it did there. */
import { factsText } from '../../../shared/condition-wording.ts';
import { degradationNames } from '../../../shared/degradation-names.ts';
import { conditionWord } from '../../../shared/degradation-words.ts';
import type { ConditionRow, ModelCard } from '../../../shared/model-card.ts';
import { countOf, estimateText } from '../../../shared/wording.ts';
import type { AnnexLine, Questioned } from './annex-line.ts';

export function conditionLines({ card, quality }: Pick<Questioned, 'card' | 'quality'>): AnnexLine[] {
  const { facts, row } = quality;
  const worse = card.conditions.filter(({ condition }) => condition !== null);
  const datum = `this file: ${factsText(facts)}`;
  if (worse.length === 0) {
    return [
      {
        part: 'untested',
        text: 'The card of the model has no figures for videos of lower quality.',
        datum,
        question: 'What is the error rate on videos like this one?',
      },
    ];
  }
  return [
    row === null
      ? {
          part: 'untested',
          text: `This video is not near any measured condition (the card has ${worse.length}).`,
          datum: `${datum}; measured: ${worse.map(({ condition }) => conditionWord(condition!)).join(', ')}`,
          question: 'What is the error rate on videos like this one?',
        }
      : nearLine(row, card),
    ...notMeasured(worse),
  ];
}

function nearLine(row: ConditionRow, { conditions }: ModelCard): AnnexLine {
  const own = conditions.find(({ condition }) => condition === null);
  const there = row.auc === null ? 'no AUC could be measured' : `the AUC is ${estimateText(row.auc)}`;
  const before = own?.auc ? `; for the same videos as they are it is ${estimateText(own.auc)}` : '';
  const called = row.answers
    ? ` In this condition, ${row.answers['likely-fake'].real.videos} of ${countOf(row.real, 'real video')} were called likely fake.`
    : '';
  return {
    part: 'failure',
    text: `In the nearest measured condition, ${conditionWord(row.condition!)}, ${there}${before}.${called}`,
    datum: `card, by condition: ${row.real} real and ${countOf(row.fake, 'fake video')}, ${row.unscored} not scored`,
    question: 'Was this video made worse in this way only, or in other ways too?',
  };
}

function notMeasured(worse: readonly ConditionRow[]): AnnexLine[] {
  const left = degradationNames.filter((name) => !worse.some(({ condition }) => condition === name));
  return left.length === 0
    ? []
    : [
        {
          part: 'untested',
          text: `${left.length} of the ${degradationNames.length} conditions that Exhibit can measure were not measured for this model: ${left.map(conditionWord).join(', ')}.`,
          datum: 'card, by condition',
          question: 'How often is the model wrong in these conditions?',
        },
      ];
}
