/**
 * From held-out clips to the limits beyond which a model abstains. Each answer, likely real and likely fake, is given
 * from the score on from which held-out clips got it wrong seldom enough, and to at most the 80 % of the clips that the
 * model is most confident of. Each gate has three candidate limits, fixed beforehand as shares of the clips that they refuse; a
 * narrower one is taken only where it lowers the error at that coverage, and none where the gates together would
 * refuse so much that the coverage is out of reach. (A grid of all of them together would fit the chance of the few
 * clips that there are.)
 */
import type { Answer, DecisionGates, Label } from '../../shared/domain.ts';
import {
  confidenceAtCoverage,
  riskAtCoverage,
  shareOf,
  type ConfidentCall,
} from '../evaluation/selective-risk.ts';
import { fitNoveltyScale, type NoveltyScale } from '../novelty/novelty.ts';
import { quantile } from '../support/quantile.ts';
import { closedGates, confidenceOf, THRESHOLD, type Observation } from '../verdict/confidence.ts';
import { answerOf } from './judge-answers.ts';
import { observeClip, type HeldOutClip, type ObservedClip } from './held-out-clips.ts';

/** Largest share of held-out clips that the limits decide. */
export const COVERAGE = 0.8;

/** Largest share of an answer that may be wrong on the held-out clips that its limit is drawn from, at even prior odds. */
const WANTED_ERROR = 0.15;

/** Calibrated scores further apart than this point to different answers on most calibration curves. */
const MAX_DISAGREEMENT = 0.35;

/** Shares of the clips that the narrower candidates refuse. */
const NARROWER = [0.05, 0.1];

/** Disagreement is common in some models; the widest limit refuses no more than this share for it. */
const MOST_REFUSED = 0.1;

/** What lies farther than all but one in a hundred is refused even where no held-out clip shows why. */
const LEAST_UNFAMILIAR = 0.01;

export interface AbstentionLimits {
  /** Null where no clip's distance from the training data was measured. */
  scale: NoveltyScale | null;
  gates: DecisionGates;
  /** Least confidence with which each answer is given, above 0; `THRESHOLD`, which no score reaches, where none is right enough. */
  least: Record<Answer, number>;
}

/** @param clips of models that did not see them, at least one */
export function tuneLimits(clips: readonly HeldOutClip[]): AbstentionLimits {
  const distances = clips.flatMap(({ faces }) => faces.flatMap((face) => face.distances ?? []));
  const scale = distances.length === 0 ? null : fitNoveltyScale(distances);
  const observed = clips.map((clip) => observeClip(clip, scale));
  const gates = tuneGates(observed);
  const calls = callsOf(observed, gates);
  return {
    ...{ scale, gates },
    least: {
      'likely-real': leastConfidence(calls, 'likely-real'),
      'likely-fake': leastConfidence(calls, 'likely-fake'),
    },
  };
}

function leastConfidence(calls: readonly ConfidentCall[], answer: Answer): number {
  const widest = confidenceAtCoverage(calls, COVERAGE);
  const clipsOf = (wanted: Label) => calls.filter(({ label }) => label === wanted).length;
  const share: Record<Label, number> = { real: 1 / clipsOf('real'), fake: 1 / clipsOf('fake') };
  const given = calls
    // Scores that are all even odds say nothing.
    .filter((call) => answerOf(call) === answer && call.confidence > 0 && call.confidence >= widest)
    .sort((a, b) => b.confidence - a.confidence);
  // No score is as far from even odds as this.
  let least = THRESHOLD;
  let [wrong, all] = [0, 0];
  for (const [index, { label, isWrong, confidence }] of given.entries()) {
    all += share[label];
    if (isWrong) wrong += share[label];
    if (given[index + 1]?.confidence !== confidence && wrong / all <= WANTED_ERROR) least = confidence;
  }
  return least;
}

export function callsOf(clips: readonly ObservedClip[], gates: DecisionGates): ConfidentCall[] {
  return clips.map(({ label, isWrong, observation }) => ({
    ...{ label, isWrong },
    confidence: confidenceOf(observation, gates),
  }));
}

/** No mean over faces lies beyond these. */
const open: DecisionGates = { novelty: 1, disagreement: 1, sizePx: 0, sharpness: 0 };

const tuned = ['novelty', 'sizePx', 'sharpness', 'disagreement'] as const;

function tuneGates(clips: readonly ObservedClip[]): DecisionGates {
  const candidates = candidateLimits(clips.map(({ observation }) => observation));
  const errorWith = (gates: DecisionGates) => riskAtCoverage(callsOf(clips, gates), COVERAGE);
  const leaveEnough = (gates: DecisionGates) =>
    shareOf(clips, ({ observation }) => closedGates(observation, gates).length === 0) >= COVERAGE;
  let best = open;
  for (const gate of tuned) {
    const widest = { ...best, [gate]: candidates[gate][0]! };
    if (leaveEnough(widest)) best = widest;
  }
  for (const gate of tuned) {
    for (const limit of candidates[gate].slice(1)) {
      const narrower = { ...best, [gate]: limit };
      if (leaveEnough(narrower) && errorWith(narrower) < errorWith(best)) best = narrower;
    }
  }
  return best;
}

/** The widest first. */
function candidateLimits(observations: readonly Observation[]): Record<keyof DecisionGates, number[]> {
  const ascending = (valueOf: (observation: Observation) => number) =>
    observations.map(valueOf).sort((a, b) => a - b);
  const isFamiliarityKnown = observations.every(({ novelty }) => novelty !== null);
  const novelties = ascending(({ novelty }) => novelty ?? 0);
  const disagreements = ascending(({ disagreement }) => disagreement);
  const widest = Math.max(MAX_DISAGREEMENT, quantile(disagreements, 1 - MOST_REFUSED));
  const canDisagree = observations.some(({ disagreement }) => disagreement > 0);
  const isMeasured = observations.every(({ quality }) => quality !== null);
  const least = (measure: 'sizePx' | 'sharpness') => {
    if (!isMeasured) return [0];
    const values = ascending(({ quality }) => quality![measure]);
    return [0, ...NARROWER.map((share) => quantile(values, share))];
  };
  return {
    novelty: isFamiliarityKnown
      ? [LEAST_UNFAMILIAR, ...NARROWER].map((share) => quantile(novelties, 1 - share))
      : [open.novelty],
    disagreement: canDisagree
      ? [widest, ...NARROWER.map((share) => Math.min(widest, quantile(disagreements, 1 - share)))]
      : [open.disagreement],
    sizePx: least('sizePx'),
    sharpness: least('sharpness'),
  };
}
