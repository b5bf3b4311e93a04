/**
 * Scores to a verdict with its reasons. A track, one person over time, is judged by the trimmed mean of its
 * usable faces; a video by its most suspicious track.
 */
import type {
  Answer,
  ClassifierScores,
  DecisionBand,
  DecisionLimits,
  Face,
  Track,
  Verdict,
} from '../../shared/domain.ts';
import type { AnswerRisk, Estimate } from '../../shared/model-card.ts';
import { outcomeWords } from '../../shared/wording.ts';
import { closedGates, MIN_USABLE_FACES, observe, type Gate, type Observation } from './confidence.ts';
import { facesNotScored, inWords, span } from './wording.ts';

/** Everything a verdict rests on besides the faces themselves. */
export interface DecisionRule {
  band: DecisionLimits;
  /** How often each answer was wrong on held-out videos; null where the model gives none. */
  risks: Record<Answer, Pick<AnswerRisk, 'error'>> | null;
  /** log10 of the likelihood ratio for a score, bounded by what the validation set supports; null when it supports none. */
  log10LikelihoodRatio: (score: number) => number | null;
}

type ScoredFace = Face & { score: number; classifiers: ClassifierScores; novelty: number };

const isScored = (face: Face): face is ScoredFace => face.score !== null;

export function decideTrack(faces: readonly Face[], rule: DecisionRule): Verdict {
  const scored = faces.filter(isScored);
  const refused = facesNotScored(faces);
  if (scored.length === 0) {
    return {
      outcome: 'not-applicable',
      score: null,
      log10LikelihoodRatio: null,
      reasons: [`No usable face: ${refused ?? 'none was found'}.`],
    };
  }
  const observation = observe(scored);
  const { score } = observation;
  const closed = closedGates(observation, rule.band.gates);
  const doubts = [
    ...closed.map((gate) => gateWords[gate](observation, rule.band)),
    ...(isInside(score, rule.band) ? [insideText(score, rule)] : []),
  ];
  const answer = score >= rule.band.threshold ? 'likely-fake' : 'likely-real';
  // The ratio was measured on tracks with enough faces, of a kind the model knows; elsewhere it has no meaning.
  const measured = !closed.includes('few-faces') && !closed.includes('novelty');
  return {
    outcome: doubts.length > 0 ? 'inconclusive' : answer,
    score,
    log10LikelihoodRatio: measured ? rule.log10LikelihoodRatio(score) : null,
    reasons: [
      ...(doubts.length > 0 ? doubts : clearCase(answer, observation, rule)),
      ...(refused === null ? [] : [`Not scored: ${refused}.`]),
    ],
  };
}

/**
 * One swapped face makes a video fake, however many genuine ones stand beside it: a likely fake track decides,
 * then one in doubt, and only when neither is there a likely real one. Tracks too short to be judged decide
 * nothing, but are named.
 */
export function decideVideo(tracks: readonly Track[], framesUsed: number, rule: DecisionRule): Verdict {
  if (tracks.length === 0) {
    return {
      outcome: 'not-applicable',
      score: null,
      log10LikelihoodRatio: null,
      reasons: [`No face was found in ${inWords(framesUsed, 'frame')}.`],
    };
  }
  const decider = tracks.toSorted((a, b) => weight(b) - weight(a) || b.verdict.score! - a.verdict.score!)[0]!;
  if (decider.verdict.score === null)
    return decideTrack(
      tracks.flatMap((track) => track.faces),
      rule,
    );
  const unjudged = tracks.filter((track) => track !== decider && weight(track) <= FRAGMENT);
  const reasons = [...decider.verdict.reasons];
  if (tracks.length > 1) {
    reasons.push(`Decided by track ${decider.id} (${span(decider)}) of ${inWords(tracks.length, 'track')}.`);
  }
  reasons.push(...namesOf(unjudged));
  return { ...decider.verdict, reasons };
}

const FRAGMENT = 1;

/** Which track decides: 4 likely fake, 3 in doubt, 2 likely real, 1 too short, 0 without a usable face. */
function weight({ faces, verdict }: Track): number {
  if (verdict.score === null) return 0;
  if (faces.filter(isScored).length < MIN_USABLE_FACES) return FRAGMENT;
  return { 'likely-fake': 4, inconclusive: 3, 'likely-real': 2, 'not-applicable': 0 }[verdict.outcome];
}

/** A crowd has hundreds of tracks; three examples and the count say as much. */
const NAMED_TRACKS = 3;

function namesOf(unjudged: readonly Track[]): string[] {
  const named = unjudged
    .slice(0, NAMED_TRACKS)
    .map((track) => `Track ${track.id} (${span(track)}) could not be judged. ${track.verdict.reasons[0]}`);
  const more = unjudged.length - named.length;
  return more > 0 ? [...named, `${inWords(more, 'more track')} could not be judged.`] : named;
}

const gateWords: Record<Gate, (observation: Observation, band: DecisionLimits) => string> = {
  'few-faces': ({ usableFaces }) =>
    `Only ${inWords(usableFaces, 'usable face')}; at least ${MIN_USABLE_FACES} are needed.`,
  novelty: ({ novelty }, { gates }) =>
    `The faces are far from all training data: farther than ${percent(novelty)} of faces of people held out, more than ` +
    `the ${percent(gates.novelty)} up to which the model decides. Its error rates say little about them.`,
  sizePx: ({ quality }, { gates }) =>
    `The faces are too small: ${quality!.sizePx.toFixed(0)} px across, and the model decides from ${gates.sizePx.toFixed(0)} px on.`,
  sharpness: ({ quality }, { gates }) =>
    `The faces are too blurred: sharpness ${quality!.sharpness.toFixed(0)}, and the model decides from ${gates.sharpness.toFixed(0)} on.`,
  disagreement: ({ classifiers: { sgd, forest } }, { gates }) =>
    `The classifiers disagree by more than ${gates.disagreement.toFixed(2)}: SGD ${sgd.toFixed(2)}, Random Forest ${forest.toFixed(2)}.`,
};

const isInside = (score: number, { realBelow, fakeAbove }: DecisionBand) =>
  score > realBelow && score < fakeAbove;

function insideText(score: number, { band, risks }: DecisionRule): string {
  if (risks === null) {
    return (
      `The score is ${score.toFixed(2)}, but the model gives no verdicts: on held-out videos it is not shown to be ` +
      'right often enough.'
    );
  }
  return (
    `The score ${score.toFixed(2)} lies between ${band.realBelow.toFixed(2)} and ${band.fakeAbove.toFixed(2)}, ` +
    'where the model is not sure enough to decide.'
  );
}

function clearCase(answer: Answer, { score, usableFaces }: Observation, { band, risks }: DecisionRule) {
  const side =
    answer === 'likely-fake'
      ? `at or above ${band.fakeAbove.toFixed(2)}`
      : `at or below ${band.realBelow.toFixed(2)}`;
  const name = outcomeWords[answer].toLowerCase();
  const error = risks?.[answer].error ?? null;
  return [
    `The score ${score.toFixed(2)} from ${inWords(usableFaces, 'usable face')} is ${side}, the limit for ${name}.`,
    ...(error === null
      ? []
      : [`Of the answers ${name} on held-out videos, ${errorText(error)} were wrong, at even prior odds.`]),
  ];
}

const percent = (share: number) => `${(100 * share).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`;
const errorText = ({ value, low, high }: Estimate) =>
  `${percent(value)} (95 % interval ${percent(low)} to ${percent(high)})`;
