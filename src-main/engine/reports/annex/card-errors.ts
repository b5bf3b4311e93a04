/** How often the model of a finding was wrong on held-out videos with answers and scores like this one. */
import { hasInterval } from '../../../shared/card-tables.ts';
import { methodName } from '../../../shared/generalisation-wording.ts';
import type { MethodRow, ModelCard } from '../../../shared/model-card.ts';
import { countOf, estimateText, outcomeWords, percentText, scoreText } from '../../../shared/wording.ts';
import type { AnnexLine, Questioned } from './annex-line.ts';

/** The share of a method with fewer fakes says too little to single it out. */
const ENOUGH_FAKES = 5;

export function cardErrors({ finding, card }: Questioned): AnnexLine[] {
  const { outcome, score, log10LikelihoodRatio } = finding.verdict;
  if (score === null) return [];
  const onFakeSide = score >= finding.band.threshold;
  return [
    answerLine(outcome, card),
    sideLine(score, onFakeSide, card),
    // Fakes that the model misses are in question where it sees none.
    ...(onFakeSide ? [] : methodLines(card.methods)),
    ...pairedLine(card),
    ...(log10LikelihoodRatio === null ? [] : [ratioLine(card)]),
  ];
}

function answerLine(outcome: Questioned['finding']['verdict']['outcome'], card: ModelCard): AnnexLine {
  const { full, applied, decides } = card.abstention;
  const { 'likely-fake': fake, 'likely-real': real } = applied.answers;
  if (!decides) {
    return {
      part: 'failure',
      text: `The model gives no verdicts: without limits, ${full.wrongReal} of ${full.real} real and ${full.wrongFake} of ${countOf(full.fake, 'fake held-out video')} were judged wrongly.`,
      datum: `card, error at full coverage with as many real as fake videos: ${estimateText(full.error)}`,
      question: 'What is such a score worth, if the model itself gives no verdict?',
    };
  }
  if (outcome === 'likely-fake' || outcome === 'likely-real') {
    const [given, wrong, all, label] =
      outcome === 'likely-fake' ? [fake, fake.real, full.real, 'real'] : [real, real.fake, full.fake, 'fake'];
    return {
      part: 'failure',
      text: `Of ${countOf(all, `${label} held-out video`)}, ${wrong} were called ${outcomeWords[outcome].toLowerCase()}, as this one is.`,
      datum: `card, answers at the limits: ${given.real} of ${full.real} real and ${given.fake} of ${countOf(full.fake, 'fake video')}`,
      question: `What shows that this video is not one of those ${label} ones?`,
    };
  }
  return {
    part: 'failure',
    text: `${full.real - fake.real - real.real} of ${full.real} real and ${full.fake - fake.fake - real.fake} of ${countOf(full.fake, 'fake held-out video')} got no answer either.`,
    datum: `card, answers at the limits; with as many real as fake videos, a share of ${estimateText(applied.coverage)} is decided`,
    question: 'Does “inconclusive” say anything for or against this video?',
  };
}

function sideLine(score: number, onFakeSide: boolean, { band, abstention: { full } }: ModelCard): AnnexLine {
  const [wrong, all, label, side] = onFakeSide
    ? [full.wrongReal, full.real, 'real', 'fake']
    : [full.wrongFake, full.fake, 'fake', 'real'];
  return {
    part: 'failure',
    text: `${wrong} of ${countOf(all, `${label} held-out video`)} scored on the ${side} side of ${band.threshold.toFixed(2)}, where this video scores ${scoreText(score)}.`,
    datum: `card, judged by the threshold alone: ${full.wrongReal} of ${full.real} real and ${full.wrongFake} of ${countOf(full.fake, 'fake video')} judged wrongly`,
    question: `Can this video be such a ${label} one?`,
  };
}

const foundShare = ({ calledFake, fake }: MethodRow): number => calledFake / fake;

const missedText = (method: MethodRow): string =>
  `${methodName(method)} (${method.fake - method.calledFake} of ${method.fake} scored on the real side)`;

const aucText = (method: MethodRow): string =>
  `${methodName(method)}, AUC ${hasInterval(method) ? estimateText(method.auc) : method.auc.value.toFixed(2)}, ${countOf(method.groups, 'independent group')}`;

function methodLines(methods: readonly MethodRow[]): AnnexLine[] {
  const missed = methods.filter(({ calledFake }) => calledFake === 0);
  const many = methods.filter(({ fake }) => fake >= ENOUGH_FAKES);
  const leastFound = Math.min(...many.map(foundShare));
  const worst = many.filter((method) => foundShare(method) === leastFound);
  return [
    ...(missed.length === 0
      ? []
      : [
          {
            part: 'failure' as const,
            text: `Of ${missed.length} of the ${countOf(methods.length, 'method')} of forgery on the card, no fake scored on the fake side.`,
            datum: `card, by method: ${countOf(sumOf(missed), 'fake')} in ${countOf(missed.length, 'method')}, such as ${missed.slice(0, 3).map(methodName).join(', ')}`,
            question: 'Can the face be made by one of these methods, or by one that is not on the card?',
          },
        ]),
    ...(worst.length === 0 || leastFound === 1
      ? []
      : [
          {
            part: 'failure' as const,
            text: `Of the methods with at least ${ENOUGH_FAKES} fakes, the model misses the largest share of ${worst.map(missedText).join(' and ')}.`,
            datum: `card, by method: ${worst.map(aucText).join('; ')}`,
            question: 'How often does the model miss a fake of the kind that is alleged here?',
          },
        ]),
  ];
}

const sumOf = (methods: readonly MethodRow[]): number => methods.reduce((sum, { fake }) => sum + fake, 0);

/** Only where chance is not shown to be beaten. */
function pairedLine({ paired }: ModelCard): AnnexLine[] {
  if (paired === null || paired.accuracy.low > 0.5) return [];
  const { value, low, high } = paired.accuracy;
  return [
    {
      part: 'failure',
      text: `In ${percentText(value)} of the pairs (95 % interval ${percentText(low)} to ${percentText(high)}), the fake scored higher than the real video of the same recording. That may be chance.`,
      datum: `card, paired accuracy: ${countOf(paired.pairs, 'pair')} in ${countOf(paired.groups, 'independent group')}`,
      question: 'Does the score rest on the face, or on the person, the light and the encoding?',
    },
  ];
}

const ratioLine = ({ likelihood: { cllr } }: ModelCard): AnnexLine => ({
  part: 'failure',
  text: `The likelihood ratios of the model cost ${estimateText(cllr)} on held-out videos, where 1 is the cost of giving no information.`,
  datum: 'card, Cllr',
  question: 'How much does this likelihood ratio add to what is known without it?',
});
