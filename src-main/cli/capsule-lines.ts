/** What the check of a case capsule found, as lines. */
import type { CapsuleCheck, ScoredAgain } from '../shared/capsule.ts';
import { pathText } from '../shared/path-text.ts';
import { countOf } from '../shared/wording.ts';
import { auditLines } from './audit-lines.ts';
import { signOffLines } from './sign-off-lines.ts';

export const capsuleLines = ({
  files,
  fileFaults,
  chain,
  signOffs,
  anchorFault,
  videos,
}: CapsuleCheck): string[] => [
  ...(fileFaults.length === 0
    ? [`capsule   ${countOf(files, 'file')}, each as it was written`]
    : fileFaults.map((fault) => `capsule   CHANGED: ${fault}`)),
  ...auditLines(chain),
  ...signOffLines(signOffs),
  ...(anchorFault === null ? [] : [`anchor    CONTRADICTED: ${anchorFault}`]),
  ...videos.map(scoresLine),
];

function scoresLine({ path, faces, compared, largestDifference, provider, tolerance, problem }: ScoredAgain) {
  const name = pathText(path);
  if (problem !== null) {
    const how = largestDifference === null ? 'NOT COMPARED' : 'DIFFERENT';
    return `scores    ${how}: ${name}. ${problem}`;
  }
  if (largestDifference === null) return `scores    no face has a score: ${name}`;
  const difference = largestDifference === 0 ? '0' : largestDifference.toPrecision(2);
  return (
    `scores    the same: ${name}. ${compared} of ${countOf(faces, 'face')} scored again (${provider}), ` +
    `largest difference ${difference}, tolerance ${tolerance}`
  );
}
