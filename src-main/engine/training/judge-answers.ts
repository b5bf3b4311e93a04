/**
 * What the rule of a verdict makes of held-out clips: how many it decides, and which share of each answer is wrong at
 * even prior odds, FPR / (FPR + TPR) of the answers likely fake and FNR / (FNR + TNR) of the answers likely real. The
 * rates are shares of all clips of a class, the undecided ones included, so the share of fakes in the data plays no part.
 */
import type { Answer, Label } from '../../shared/domain.ts';
import type { AnswerRisk, AppliedRule, ConditionAnswers, Estimate } from '../../shared/model-card.ts';
import { bootstrap } from '../evaluation/bootstrap.ts';
import { rateInterval } from '../evaluation/rate-interval.ts';
import { shareOf, type ConfidentCall } from '../evaluation/selective-risk.ts';

export interface DecidedCall extends ConfidentCall {
  /** Clips tied by a person or a recording share it: see `independentGroups`. */
  group: number;
  isDecided: boolean;
}

const rightFor = { 'likely-real': 'real', 'likely-fake': 'fake' } as const;

export const answerOf = ({ label, isWrong }: Pick<ConfidentCall, 'label' | 'isWrong'>): Answer =>
  (label === 'fake') === isWrong ? 'likely-real' : 'likely-fake';

/** @param calls of clips that neither the model nor its limits saw, of both classes */
export function judgeAnswers(calls: readonly DecidedCall[], seed: number): AppliedRule {
  const statistics = (drawn: readonly DecidedCall[]) => ({
    coverage: shareOf(drawn, ({ isDecided }) => isDecided),
    'likely-real': errorOf(drawn, 'likely-real'),
    'likely-fake': errorOf(drawn, 'likely-fake'),
  });
  const { coverage, ...errors } = bootstrap(calls, statistics, { seed });
  const riskOf = (answer: Answer): AnswerRisk => ({
    ...countsOf(calls, answer),
    error: errors[answer] && widened(errors[answer], calls, answer),
  });
  return {
    coverage,
    answers: { 'likely-real': riskOf('likely-real'), 'likely-fake': riskOf('likely-fake') },
  };
}

function countsOf(calls: readonly DecidedCall[], answer: Answer): Record<Label, number> {
  const given = calls.filter((call) => call.isDecided && answerOf(call) === answer);
  const fake = given.filter(({ label }) => label === 'fake').length;
  return { real: given.length - fake, fake };
}

function errorOf(calls: readonly DecidedCall[], answer: Answer): number | null {
  const { wrong, right } = ratesOf(calls, answer);
  return wrong + right === 0 ? null : wrong / (wrong + right);
}

/** Shares of the clips of either class that get the answer. */
function ratesOf(calls: readonly DecidedCall[], answer: Answer) {
  const given = countsOf(calls, answer);
  const rate = (label: Label) => given[label] / calls.filter((call) => call.label === label).length;
  return answer === 'likely-fake'
    ? { wrong: rate('real'), right: rate('fake') }
    : { wrong: rate('fake'), right: rate('real') };
}

/**
 * Resampling says nothing of errors that did not happen to a few clips, and an exact interval of the rates nothing of
 * clips that err together: the interval reaches as far as either. For the exact one a group counts as one observation,
 * and both rates lie at their ends, which is never too narrow.
 */
function widened({ value, low, high }: Estimate, calls: readonly DecidedCall[], answer: Answer): Estimate {
  const groups = { real: groupsOf(calls, 'real'), fake: groupsOf(calls, 'fake') };
  const right = rightFor[answer];
  const rates = ratesOf(calls, answer);
  const exact = {
    wrong: intervalOver(rates.wrong, groups[right === 'fake' ? 'real' : 'fake']),
    right: intervalOver(rates.right, groups[right]),
  };
  return {
    value,
    low: Math.min(low, exact.wrong.low / (exact.wrong.low + exact.right.high)),
    high: Math.max(high, exact.wrong.high / (exact.wrong.high + exact.right.low)),
  };
}

/**
 * Which share of the real and of the fake clips gets each answer. An interval reaches as far as that of the bootstrap and
 * the exact one over groups do, as above.
 * @param calls of clips that neither the model nor its limits saw, of both classes
 */
export function answerRates(calls: readonly DecidedCall[], seed: number): ConditionAnswers {
  const ratesFor = (answer: Answer) => {
    const shares = (drawn: readonly DecidedCall[]) => {
      const { wrong, right } = ratesOf(drawn, answer);
      const isRight = rightFor[answer];
      return isRight === 'fake' ? { real: wrong, fake: right } : { real: right, fake: wrong };
    };
    const drawn = bootstrap(calls, shares, { seed });
    const counts = countsOf(calls, answer);
    const rateOf = (label: Label) => {
      const { value, low, high } = drawn[label];
      const exact = intervalOver(value, groupsOf(calls, label));
      const share = { value, low: Math.min(low, exact.low), high: Math.max(high, exact.high) };
      return { videos: counts[label], share };
    };
    return { real: rateOf('real'), fake: rateOf('fake') };
  };
  return { 'likely-real': ratesFor('likely-real'), 'likely-fake': ratesFor('likely-fake') };
}

const groupsOf = (calls: readonly DecidedCall[], wanted: Label) =>
  new Set(calls.filter(({ label }) => label === wanted).map(({ group }) => group)).size;

/** Products of rates and counts come this close to whole numbers. */
const DIGITS = 9;

const intervalOver = (rate: number, count: number) =>
  rateInterval(Number((rate * count).toFixed(DIGITS)), count);
