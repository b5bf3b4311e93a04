/** A line of the opposing expert's annex. No line is written without its datum. */
import type { StoredFinding } from '../../../shared/case.ts';
import type { ModelCard } from '../../../shared/model-card.ts';
import type { NearestCondition } from '../../../shared/nearest-condition.ts';
import type { DecisionRule } from '../../verdict/decide.ts';

/** Where the model fails or may fail, what was not examined or measured, and what else could explain what was seen. */
export const annexParts = ['failure', 'untested', 'explanation'] as const;
export type AnnexPart = (typeof annexParts)[number];

export interface AnnexLine {
  part: AnnexPart;
  /** What is known, as a sentence with its number. */
  text: string;
  /** What that rests on, and where it stands. */
  datum: string;
  /** What an opposing expert could ask. */
  question: string;
}

/** A finding with all that its annex is written from. */
export interface Questioned {
  finding: StoredFinding;
  /** Of its model, as stored with it. */
  card: ModelCard;
  quality: NearestCondition;
  /** That it was decided by. */
  rule: DecisionRule;
}
