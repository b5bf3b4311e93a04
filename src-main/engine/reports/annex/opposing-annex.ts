/**
 * The opposing expert's annex to a finding: where its model fails or may fail, what was not examined or measured, and what
 * else could explain the score. It is written by rule from the finding and the model's card.
 */
import { annexParts, type AnnexLine, type Questioned } from './annex-line.ts';
import { cardErrors } from './card-errors.ts';
import { conditionLines } from './condition-lines.ts';
import { coverageLines } from './coverage-lines.ts';
import { explanationLines } from './explanation-lines.ts';
import { faceLines } from './face-lines.ts';

/** @returns the lines of each part together, in the order of `annexParts` */
export function opposingAnnex(questioned: Questioned): AnnexLine[] {
  const lines = [
    ...cardErrors(questioned),
    ...(questioned.finding.verdict.score === null ? [] : conditionLines(questioned)),
    ...faceLines(questioned),
    ...coverageLines(questioned.finding),
    ...explanationLines(questioned),
  ];
  return annexParts.flatMap((part) => lines.filter((line) => line.part === part));
}
