/** How the answer on a video moves when one thing of the analysis is varied; computed from the scores of its finding. */
import type { Outcome } from './domain.ts';

export const variedThings = ['frames', 'classifier', 'limit'] as const;
export type VariedThing = (typeof variedThings)[number];

export interface Answered {
  outcome: Outcome;
  /** Null where nothing is left to judge. */
  score: number | null;
}

export interface Variation extends Answered {
  of: VariedThing;
  /** What is varied, such as "the first half of the sampled frames". */
  name: string;
  /** Faces with a score that the answer has to go by. */
  faces: number;
  /** The first reason of the verdict. */
  reason: string;
}

export interface Sensitivity {
  /** With nothing varied, by the rule of this version. */
  unvaried: Answered;
  /** Whether that is the verdict of the finding; another version may have decided by another rule. */
  asFound: boolean;
  variations: Variation[];
}
