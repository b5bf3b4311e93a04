/**
 * Scores to a verdict with its reasons. A track is judged by the trimmed mean of its usable faces; a
 * video by its most suspicious track that has enough of them, since one swapped face makes a video
 * fake however many genuine faces stand beside it.
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
  /** log10 of the likelihood ratio for a score, bounded by what the validation set can support. */
  log10LikelihoodRatio: (score: number) => number;
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
  const fake = score >= rule.band.threshold;
  return {
    outcome: doubts.length > 0 ? 'inconclusive' : fake ? 'likely-fake' : 'likely-real',
    score,
    log10LikelihoodRatio: rule.log10LikelihoodRatio(score),
    reasons: [
      ...(doubts.length > 0 ? doubts : [clearCase(score, scored.length, rule.band)]),
      ...(refused === null ? [] : [`Not scored: ${refused}.`]),
    ],
  };
}

export function decideVideo(tracks: readonly Track[], framesUsed: number, rule: DecisionRule): Verdict {
  const faces = tracks.flatMap((track) => track.faces);
  if (faces.length === 0) {
    return {
      outcome: 'not-applicable',
      score: null,
      log10LikelihoodRatio: null,
      reasons: [`No face was found in ${inWords(framesUsed, 'frame')}.`],
    };
  }
  const judged = tracks.filter((track) => track.faces.filter(isScored).length >= MIN_USABLE_FACES);
  const [first, ...others] = judged.sort((a, b) => b.verdict.score! - a.verdict.score!);
  // Cuts can leave only fragments; then the faces of all of them together are what there is.
  if (first === undefined) return decideTrack(faces, rule);
  if (others.length === 0) return first.verdict;
  return {
    ...first.verdict,
    reasons: [
      ...first.verdict.reasons,
      `Decided by track ${first.id} (${span(first)}), the most suspicious of ${inWords(judged.length, 'track')}.`,
    ],
  };
}

function doubtsAbout(faces: readonly ScoredFace[], score: number, band: DecisionBand): string[] {
  const doubts: string[] = [];
  if (faces.length < MIN_USABLE_FACES) {
    doubts.push(`Only ${inWords(faces.length, 'usable face')}; at least ${MIN_USABLE_FACES} are needed.`);
  }
  const novelty = trimmedMean(faces.map((face) => face.novelty));
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

function clearCase(score: number, usable: number, band: DecisionBand): string {
  const side =
    score >= band.threshold
      ? `at or above ${band.fakeAbove.toFixed(2)}, the limit for likely fake`
      : `at or below ${band.realBelow.toFixed(2)}, the limit for likely real`;
  return `The score ${score.toFixed(2)} from ${inWords(usable, 'usable face')} is ${side}.`;
}
