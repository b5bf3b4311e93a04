/**
 * What would change the verdict of a track, by the rule that it was decided by: how far its score is from the limits,
 * how many of its faces would have to be left out, and what each half of its time says alone. Computed from the scores
 * of a finding; no face is looked at anew.
 */
import { givesVerdicts, type DecisionLimits, type Face, type Outcome } from '../../shared/domain.ts';
import { outcomeWords, scoreText } from '../../shared/wording.ts';
import { closedGates, MIN_USABLE_FACES, observe, type Gate } from './confidence.ts';
import { decideTrack } from './decide.ts';
import { inWords } from './wording.ts';

type ScoredFace = Face & { score: number };

/** @returns plain sentences, the most important first */
export function whatWouldChange(faces: readonly Face[], band: DecisionLimits): string[] {
  const rule = { band, risks: null, falseFakes: null, log10LikelihoodRatio: () => null };
  const scored = faces.filter((face): face is ScoredFace => face.score !== null);
  const { outcome } = decideTrack(faces, rule);
  if (scored.length === 0 || outcome === 'not-applicable')
    return [`Nothing can be computed without scores: a verdict needs ${MIN_USABLE_FACES} usable faces.`];
  if (!givesVerdicts(band)) return ['Nothing: this model gives no verdicts.'];
  const decide = (some: readonly ScoredFace[]) => {
    const observation = observe(some);
    const closed = closedGates(observation, band.gates);
    const byScore = answerOf(observation.score, band);
    return {
      score: observation.score,
      closed,
      byScore,
      outcome: closed.length > 0 ? 'inconclusive' : byScore,
    };
  };
  const all = decide(scored);
  return [
    ...(all.closed.length > 0 ? [closedText(all.closed, all.byScore)] : []),
    distanceText(all.score, band),
    ...(all.closed.length > 0 ? [] : leftOutText(scored, all.outcome, decide)),
    ...halvesText(scored, decide),
  ];
}

type Decided = { score: number; outcome: Outcome };

const answerOf = (score: number, { realBelow, fakeAbove }: DecisionLimits): Outcome => {
  if (score > realBelow && score < fakeAbove) return 'inconclusive';
  return score >= fakeAbove ? 'likely-fake' : 'likely-real';
};

const named = (outcome: Outcome): string => outcomeWords[outcome].toLowerCase();

const gateWords: Record<Gate, string> = {
  'few-faces': `it has fewer than ${MIN_USABLE_FACES} usable faces`,
  novelty: 'its faces are far from the training data',
  sizePx: 'its usable faces are too small for a verdict',
  sharpness: 'its usable faces are too blurred for a verdict',
  disagreement: 'the classifiers disagree',
};

function closedText(closed: readonly Gate[], byScore: Outcome): string {
  const reasons = closed.map((gate) => gateWords[gate]).join(', ');
  return byScore === 'inconclusive'
    ? `It is inconclusive because ${reasons}; by its score alone it would be inconclusive, too.`
    : `By its score alone it would be ${named(byScore)}. It is not, because ${reasons}.`;
}

function distanceText(score: number, { realBelow, fakeAbove }: DecisionLimits): string {
  // A limit at the end of the scale is an answer that the model never gives.
  const limits = [fakeAbove, realBelow].filter((limit) => limit > 0 && limit < 1);
  const digits = digitsThatAgree(score, limits);
  const to = (limit: number, answer: Outcome, isReached: boolean) =>
    `${Math.abs(score - limit).toFixed(digits)} ${isReached ? 'beyond' : 'from'} the limit for ${named(answer)} (${limit.toFixed(digits)})`;
  const parts = [
    ...(fakeAbove < 1 ? [to(fakeAbove, 'likely-fake', score >= fakeAbove)] : []),
    ...(realBelow > 0 ? [to(realBelow, 'likely-real', score <= realBelow)] : []),
  ];
  return `The score ${digits === 2 ? scoreText(score) : score.toFixed(digits)} is ${parts.join(' and ')}.`;
}

/** As many decimals as it takes that whoever subtracts the figures gets the distance: 0.62 is not 0.03 from 0.60. */
function digitsThatAgree(score: number, limits: readonly number[]): number {
  const agree = (digits: number) =>
    limits.every((limit) => {
      const printed = Math.abs(Number(score.toFixed(digits)) - Number(limit.toFixed(digits))).toFixed(digits);
      return Number(printed) > 0 && printed === Math.abs(score - limit).toFixed(digits);
    });
  return [2, 3].find(agree) ?? 4;
}

/** The mean moves most when the faces at one end go first: fewer others cannot do the same. */
function leftOutText(
  scored: readonly ScoredFace[],
  outcome: Outcome,
  decide: (some: readonly ScoredFace[]) => Decided,
): string[] {
  const rising = scored.toSorted((a, b) => a.score - b.score);
  const most = scored.length - MIN_USABLE_FACES;
  if (most < 1) return [`No face can be left out: ${MIN_USABLE_FACES} are needed.`];
  const found = (['highest', 'lowest'] as const).flatMap((end) => {
    for (let count = 1; count <= most; count += 1) {
      const left = end === 'highest' ? rising.slice(0, rising.length - count) : rising.slice(count);
      const after = decide(left);
      if (after.outcome !== outcome)
        return [
          `Without the ${count === 1 ? `${end} score` : `${count} ${end} scores`} of its ${inWords(scored.length, 'usable face')} it would be ${named(after.outcome)} (score ${scoreText(after.score)}).`,
        ];
    }
    return [];
  });
  return found.length > 0
    ? found
    : [`It would stay ${named(outcome)} without any ${most} of its highest or lowest scores.`];
}

/** Each half needs enough faces for a verdict of its own. */
function halvesText(
  scored: readonly ScoredFace[],
  decide: (some: readonly ScoredFace[]) => Decided,
): string[] {
  const middle = Math.ceil(scored.length / 2);
  if (scored.length - middle < MIN_USABLE_FACES) return [];
  const byTime = scored.toSorted((a, b) => a.ptsMs - b.ptsMs);
  const [first, second] = [byTime.slice(0, middle), byTime.slice(middle)].map(decide);
  const said = ({ score, outcome }: Decided) => `${named(outcome)} (score ${scoreText(score)})`;
  return [`Its first half alone would be ${said(first!)}, its second half ${said(second!)}.`];
}
