/**
 * Scores to a verdict with its reasons. A track, one person over time, is judged by the trimmed mean of its
 * usable faces; a video by its most suspicious track.
 */
import type { ClassifierScores, DecisionBand, Face, Track, Verdict } from '../../shared/domain.ts';
import { trimmedMean } from './aggregate.ts';
import { facesNotScored, inWords, span } from './wording.ts';

/** Below this the mean of a track moves more between runs of frames than the band is wide. */
export const MIN_USABLE_FACES = 3;

/** Calibrated scores further apart than this point to different answers on most calibration curves. */
export const MAX_DISAGREEMENT = 0.35;

/** Everything a verdict rests on besides the faces themselves. */
export interface DecisionRule {
  band: DecisionBand;
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
  const score = trimmedMean(scored.map((face) => face.score));
  const doubts = doubtsAbout(scored, score, rule.band);
  // The ratio was measured on tracks with enough faces, of a kind the model knows; elsewhere it has no meaning.
  const measured = scored.length >= MIN_USABLE_FACES && noveltyOf(scored) <= 1;
  const fake = score >= rule.band.threshold;
  return {
    outcome: doubts.length > 0 ? 'inconclusive' : fake ? 'likely-fake' : 'likely-real',
    score,
    log10LikelihoodRatio: measured ? rule.log10LikelihoodRatio(score) : null,
    reasons: [
      ...(doubts.length > 0 ? doubts : [clearCase(score, scored.length, rule.band)]),
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

function doubtsAbout(faces: readonly ScoredFace[], score: number, band: DecisionBand): string[] {
  const doubts: string[] = [];
  if (faces.length < MIN_USABLE_FACES) {
    doubts.push(`Only ${inWords(faces.length, 'usable face')}; at least ${MIN_USABLE_FACES} are needed.`);
  }
  const novelty = noveltyOf(faces);
  if (novelty > 1) {
    doubts.push(
      `The faces are unlike the training data (distance ${novelty.toFixed(2)} of what 99 % of it keeps): ` +
        'the error rates of the model say little about them.',
    );
  }
  const sgd = trimmedMean(faces.map((face) => face.classifiers.sgd));
  const forest = trimmedMean(faces.map((face) => face.classifiers.forest));
  if (Math.abs(sgd - forest) > MAX_DISAGREEMENT) {
    doubts.push(`The classifiers disagree: SGD ${sgd.toFixed(2)}, Random Forest ${forest.toFixed(2)}.`);
  }
  if (score > band.realBelow && score < band.fakeAbove) {
    doubts.push(
      `The score ${score.toFixed(2)} lies between ${band.realBelow.toFixed(2)} and ${band.fakeAbove.toFixed(2)}, ` +
        'where the model could not tell genuine from fake on held-out videos.',
    );
  }
  return doubts;
}

const noveltyOf = (faces: readonly ScoredFace[]) => trimmedMean(faces.map((face) => face.novelty));

function clearCase(score: number, usable: number, band: DecisionBand): string {
  const side =
    score >= band.threshold
      ? `at or above ${band.fakeAbove.toFixed(2)}, the limit for likely fake`
      : `at or below ${band.realBelow.toFixed(2)}, the limit for likely real`;
  return `The score ${score.toFixed(2)} from ${inWords(usable, 'usable face')} is ${side}.`;
}
