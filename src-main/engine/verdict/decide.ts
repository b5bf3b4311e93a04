/**
 * Scores to a verdict with its reasons. A track (one person over time) is judged by the trimmed mean of its usable
 * faces. A video is judged by its most suspicious track.
 */
import type {
  Answer,
  DecisionBand,
  DecisionLimits,
  Face,
  MediaInfo,
  Track,
  Verdict,
} from '../../shared/domain.ts';
import type { AnswerRisk, Estimate } from '../../shared/model-card.ts';
import { classifierName } from '../../shared/lab-wording.ts';
import { countOf, limitText, outcomeWords, percentText } from '../../shared/wording.ts';
import { closedGates, MIN_USABLE_FACES, observe, type Gate, type Observation } from './confidence.ts';
import { facesNotScored, inWords, span } from './wording.ts';

/** Everything a verdict depends on besides the faces. */
export interface DecisionRule {
  band: DecisionLimits;
  /** How often each answer was wrong on held-out videos; null if the model gives no verdicts. */
  risks: Record<Answer, Pick<AnswerRisk, 'error'>> | null;
  /** The share of real held-out videos that were called likely fake, judged by one track each; null as above. */
  falseFakes: number | null;
  /** log10 of the likelihood ratio for a score, within what the validation set supports; null if it supports none. */
  log10LikelihoodRatio: (score: number) => number | null;
}

/** What was looked at; a picture has no times. */
export interface Seen {
  kind: MediaInfo['kind'];
  framesUsed: number;
}

type ScoredFace = Face & { score: number };

const isScored = (face: Face): face is ScoredFace => face.score !== null;

/** Where the detector doubts most boxes of a track, the few that pass are often background too: a wall, a sleeve, hands. */
const mayBeBackground = (faces: readonly Face[]) => 2 * doubted(faces) > faces.length;

const doubted = (faces: readonly Face[]) => faces.filter(({ refused }) => refused === 'low-detection').length;

/** Nothing to judge, and why. */
export const notJudged = (reason: string): Verdict => ({
  ...{ outcome: 'not-applicable', score: null, log10LikelihoodRatio: null },
  reasons: [reason],
});

export function decideTrack(faces: readonly Face[], rule: DecisionRule): Verdict {
  const scored = faces.filter(isScored);
  const refused = facesNotScored(faces);
  if (scored.length === 0) return notJudged(`No usable face: ${refused ?? 'none was found'}.`);
  if (mayBeBackground(faces)) {
    return notJudged(
      `The detector doubts ${doubted(faces)} of ${countOf(faces.length, 'box', 'boxes')}: this may be background. ` +
        'Look at its crops.',
    );
  }
  const observation = observe(scored);
  const { score } = observation;
  const closed = closedGates(observation, rule.band.gates);
  const doubts = [
    ...closed.map((gate) => gateWords[gate](observation, rule.band)),
    ...(isInside(score, rule.band) ? [insideText(score, rule)] : []),
  ];
  const answer = score >= rule.band.threshold ? 'likely-fake' : 'likely-real';
  const isRated = !closed.some((gate) => gate !== 'disagreement');
  return {
    outcome: doubts.length > 0 ? 'inconclusive' : answer,
    score,
    // What the ratios are worth was measured over all held-out tracks: it says little of faces that the model leaves alone.
    log10LikelihoodRatio: isRated ? rule.log10LikelihoodRatio(score) : null,
    reasons: [
      ...(doubts.length > 0 ? doubts : clearCase(answer, observation, rule)),
      ...(refused === null ? [] : [`Not scored: ${refused}.`]),
    ],
  };
}

/**
 * One swapped face makes a video fake, even among many real faces. So a likely fake track decides first, then an
 * inconclusive one, and a likely real one only if there is no other. Tracks that are too short decide nothing, but
 * the reasons name them.
 */
export function decideVideo(
  tracks: readonly Track[],
  { kind, framesUsed }: Seen,
  rule: DecisionRule,
): Verdict {
  const which = (track: Track) => `${track.id}${kind === 'still' ? '' : ` (${span(track)})`}`;
  if (tracks.length === 0) return notJudged(`No face was found in ${inWords(framesUsed, 'frame')}.`);
  const decider = tracks.toSorted((a, b) => weight(b) - weight(a) || b.verdict.score! - a.verdict.score!)[0]!;
  if (decider.verdict.score === null) {
    // The boxes of a background that pass stay unused when they stand among faces of other tracks.
    const faces = tracks.flatMap((track) => track.faces);
    return decideTrack(mayBeBackground(faces) ? faces : faces.filter((face) => !isScored(face)), rule);
  }
  const unjudged = tracks.filter((track) => weight(track) < weight(decider) && weight(track) <= FRAGMENT);
  const reasons = [...decider.verdict.reasons];
  const judged = judgedTracks(tracks).length;
  if (tracks.length > 1) {
    const all = inWords(tracks.length, 'track');
    const place =
      judged === 1 ? `the only one of ${all} that could be judged` : `the most suspicious of ${all}`;
    reasons.push(
      decider.verdict.outcome === 'inconclusive'
        ? `The score is that of track ${which(decider)}, ${place}.`
        : `Decided by track ${which(decider)} of ${all}.`,
    );
  }
  if (decider.verdict.outcome === 'likely-fake') reasons.push(...severalText(judged, rule));
  reasons.push(...unjudgedText(unjudged, which));
  return { ...decider.verdict, reasons };
}

/**
 * Each track that is judged is another chance of a wrong answer, and the rates were measured on one track a video: of n
 * independent ones, at least one is wrong in 1 − (1 − p)ⁿ of the cases (Šidák 1967).
 */
function severalText(judged: number, { falseFakes }: DecisionRule): string[] {
  if (judged < 2 || falseFakes === null || falseFakes === 0) return [];
  const atLeastOne = 1 - (1 - falseFakes) ** judged;
  return [
    `${inWords(judged, 'track')} were judged. In tests with one track a video, ${percentText(falseFakes)} of the real ` +
      `videos were called likely fake; with ${judged} tracks it would be about ${percentText(atLeastOne)}.`,
  ];
}

const FRAGMENT = 1;

/**
 * The track with the largest weight decides: 4 likely fake, 3 inconclusive, 2 likely real, 1 too short, 0 no usable
 * face.
 */
function weight({ faces, verdict }: Track): number {
  if (verdict.score === null) return 0;
  if (faces.filter(isScored).length < MIN_USABLE_FACES) return FRAGMENT;
  return { 'likely-fake': 4, inconclusive: 3, 'likely-real': 2, 'not-applicable': 0 }[verdict.outcome];
}

/** Those that could decide: without fragments and what may be background. */
export const judgedTracks = <T extends Track>(tracks: readonly T[]): T[] =>
  tracks.filter((track) => weight(track) > FRAGMENT);

/** A crowd can have hundreds of tracks; three examples and a count are enough. */
const NAMED_TRACKS = 3;

function unjudgedText(unjudged: readonly Track[], which: (track: Track) => string): string[] {
  const examples = unjudged
    .slice(0, NAMED_TRACKS)
    .map((track) => `Track ${which(track)} could not be judged. ${track.verdict.reasons[0]}`);
  const more = unjudged.length - examples.length;
  return more > 0 ? [...examples, `${inWords(more, 'more track')} could not be judged.`] : examples;
}

const gateWords: Record<Gate, (observation: Observation, band: DecisionLimits) => string> = {
  'few-faces': ({ usableFaces }) =>
    `Only ${inWords(usableFaces, 'usable face')}; the model needs at least ${MIN_USABLE_FACES}.`,
  novelty: ({ novelty }, { gates }) =>
    `The faces are far from the training data: farther than ${limitText(novelty!)} of held-out faces. The model decides ` +
    `only up to ${limitText(gates.novelty)}. Its error rates say little about these faces.`,
  sizePx: ({ quality }, { gates }) =>
    `The usable faces are large enough to be scored, but too small for a verdict: ${quality!.sizePx.toFixed(0)} px on average. The model decides from ${gates.sizePx.toFixed(0)} px on.`,
  sharpness: ({ quality }, { gates }) =>
    `The usable faces are sharp enough to be scored, but too blurred for a verdict: sharpness ${quality!.sharpness.toFixed(0)} on average. The model decides from ${gates.sharpness.toFixed(0)} on.`,
  disagreement: ({ classifiers }, { gates }) =>
    `The classifiers disagree by more than ${gates.disagreement.toFixed(2)}: ` +
    `${Object.entries(classifiers)
      .map(([name, score]) => `${classifierName(name)} ${score.toFixed(2)}`)
      .join(', ')}.`,
};

const isInside = (score: number, { realBelow, fakeAbove }: DecisionBand) =>
  score > realBelow && score < fakeAbove;

function insideText(score: number, { band, risks }: DecisionRule): string {
  if (risks === null) {
    return (
      `The score is ${score.toFixed(2)}, but the model gives no verdicts: tests on held-out videos could not show that ` +
      'it is right often enough.'
    );
  }
  const digits = digitsApart(score, band);
  return `The score is ${score.toFixed(digits)}. ${answersText(band, digits)}`;
}

/** As many decimals as the score and the limits need to be told apart: 0.62 is below 0.62 where it is 0.615 below 0.624. */
function digitsApart(score: number, { realBelow, fakeAbove }: DecisionBand): number {
  const isApart = (digits: number) =>
    [realBelow, fakeAbove].every((limit) => limit.toFixed(digits) !== score.toFixed(digits));
  return [2, 3].find(isApart) ?? 4;
}

/** A limit at the end of the scale is an answer that the model never gives. */
function answersText({ realBelow, fakeAbove }: DecisionBand, digits: number): string {
  const [real, fake] = [realBelow.toFixed(digits), fakeAbove.toFixed(digits)];
  if (realBelow <= 0) return `The model answers likely fake from ${fake} on, and never likely real.`;
  if (fakeAbove >= 1) return `The model answers likely real up to ${real}, and never likely fake.`;
  return `The model answers likely real up to ${real} and likely fake from ${fake} on; between them it is not sure enough.`;
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
      : [
          `In tests on held-out videos, ${errorText(error)} of the answers ${name} were wrong, at even prior odds.`,
        ]),
  ];
}

const errorText = ({ value, low, high }: Estimate) =>
  `${limitText(value)} (95 % interval ${limitText(low)} to ${limitText(high)})`;
