/**
 * From held-out video scores to the band inside which a video stays inconclusive. A limit is drawn only
 * where it is shown, with 95 % confidence, that at even odds at most one call beyond it in five is wrong.
 *
 * Error rates are bounded for each class by itself (Clopper and Pearson 1934), so the answer does not hang on
 * how many real and fake videos the training set happens to hold. The candidate limits are few and fixed
 * beforehand, and each bound is drawn at a share of the error that is allowed in all (Bonferroni), so that
 * choosing among them makes nothing look better than it is. Videos of one person or recording err together:
 * a group of them counts as one observation.
 */
import type { DecisionBand, Label } from '../../shared/domain.ts';
import type { Estimate } from '../../shared/model-card.ts';
import { equalErrorRate } from '../evaluation/eer.ts';
import { rocCurve } from '../evaluation/roc.ts';
import type { LabelledScore } from '../evaluation/roc.ts';
import { groupedBy } from '../grouped.ts';

/** Largest share of wrong calls at even odds, at the upper end of the interval. */
export const MAX_ERROR = 0.2;

/** Distance of the candidate limits from even odds, the widest call first. */
const DISTANCES = [0, 0.1, 0.2, 0.3, 0.4];

/** Two rates are bounded at each limit. */
const CONFIDENCE = 1 - 0.05 / (2 * DISTANCES.length);

export interface GroupedScore extends LabelledScore {
  /** Videos tied by a person or a recording share it: see `independentGroups`. */
  group: number;
}

/**
 * @param videos one score a video, in (0, 1), from models and curves that did not see it
 * @param auc of these videos; without a figure above chance no limit is drawn
 */
export function decisionBand(videos: readonly GroupedScore[], auc: Estimate): DecisionBand {
  const { threshold } = equalErrorRate(rocCurve(videos));
  // Scores lie strictly between 0 and 1, so these limits are never reached.
  const open: DecisionBand = { threshold, realBelow: 0, fakeAbove: 1 };
  if (auc.low <= 0.5) return open;
  const fakeAbove = DISTANCES.map((distance) => 0.5 + distance).find(
    (limit) => limit >= threshold && isSupported(videos, 'fake', (score) => score >= limit),
  );
  const realBelow = DISTANCES.map((distance) => 0.5 - distance).find(
    (limit) => limit < threshold && isSupported(videos, 'real', (score) => score <= limit),
  );
  return { threshold, realBelow: realBelow ?? open.realBelow, fakeAbove: fakeAbove ?? open.fakeAbove };
}

/** Whether calling `called` whatever lies beyond a limit is wrong rarely enough. */
function isSupported(
  videos: readonly GroupedScore[],
  called: Label,
  isBeyond: (score: number) => boolean,
): boolean {
  const ofClass = (label: Label) => {
    const groups = groupedBy(
      videos.filter((video) => video.label === label),
      ({ group }) => group,
    );
    const shares = [...groups.values()].map(
      (own) => own.filter(({ score }) => isBeyond(score)).length / own.length,
    );
    return { beyond: shares.reduce((sum, share) => sum + share, 0), groups: shares.length };
  };
  const right = ofClass(called);
  const wrong = ofClass(called === 'fake' ? 'real' : 'fake');
  const wrongRate = upperRate(Math.ceil(wrong.beyond), wrong.groups, CONFIDENCE);
  const rightRate = 1 - upperRate(right.groups - Math.floor(right.beyond), right.groups, CONFIDENCE);
  return wrongRate <= MAX_ERROR * (wrongRate + rightRate);
}

/** Upper end of the one-sided Clopper–Pearson interval for the rate behind `events` in `count`. */
export function upperRate(events: number, count: number, confidence: number): number {
  if (events >= count) return 1;
  let [low, high] = [events / count, 1];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (binomialAtMost(events, count, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of at most `successes` in `count` trials, each with `probability` in (0, 1). */
function binomialAtMost(successes: number, count: number, probability: number): number {
  const odds = Math.log(probability) - Math.log1p(-probability);
  let logTerm = count * Math.log1p(-probability);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= successes; k++) {
    logTerm += Math.log((count - k + 1) / k) + odds;
    sum += Math.exp(logTerm);
  }
  return sum;
}
