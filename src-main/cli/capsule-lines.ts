/** What the check of a case capsule found, as lines. */
import type { CapsuleCheck, ExtractCheck, ScoredAgain } from '../shared/capsule.ts';
import { extractTexts } from '../shared/extract-wording.ts';
import { pathText } from '../shared/path-text.ts';
import { countOf, outcomeWords, providerWords } from '../shared/wording.ts';
import { auditLines, newestAnchor } from './audit-lines.ts';
import { signOffLines } from './sign-off-lines.ts';
import { timeStampLines } from './time-stamp-lines.ts';

/** @param anchorLines what an anchor that was given says of the log */
export const capsuleLines = (
  { files, sha256, fileFaults, extract, chain, signOffs, timeStamps, videos, reencoded }: CapsuleCheck,
  anchorLines: readonly string[],
): string[] => [
  `sha256    ${sha256}`,
  ...(fileFaults.length === 0
    ? [`capsule   ${countOf(files, 'file')}, each as the table of contents says`]
    : fileFaults.map((fault) => `capsule   CHANGED: ${fault}`)),
  ...(extract === null ? [] : extractTexts(extract).map((text) => `extract   ${text}`)),
  ...(extract !== null && chain.intact ? [hashesLine(extract)] : auditLines(chain)),
  ...signOffLines(signOffs),
  ...timeStampLines(timeStamps, false),
  ...anchorLines,
  ...(videos.length === 0
    ? ['scores    NOT COMPARED: no video of the case has a finding']
    : videos.flatMap(scoresLines)),
  // Of an extract it says nothing of what is inside.
  ...(showsAnchor({ extract }) ? newestAnchor(chain, anchorLines.length > 0) : []),
  ...(reencoded === 0
    ? []
    : [
        `not told  what re-encoded copies of ${countOf(reencoded, 'video')} score: the copies are not inside; whoever has the videos runs 'exhibit reencode' in a case of their own`,
      ]),
  'not told  whether report.html and README.txt say what the case says: what is printed here is of the case; unpack case.exhibit and write a report from it',
  'not told  whether the frames are those of the videos, and who made the capsule: compare its sha256 with its sender’s',
];

const hashesLine = ({ entries, shown }: ExtractCheck): string =>
  `audit     ${shown} of ${countOf(entries, 'entry', 'entries')} checked: each content gives its listed hash`;

function scoresLines(video: ScoredAgain): string[] {
  const { path, faces, compared, largestDifference, provider, tolerance, problem } = video;
  const name = pathText(path);
  if (problem !== null) {
    const how = largestDifference === null ? 'NOT COMPARED' : 'DIFFERENT';
    return [`scores    ${how}: ${name}. ${problem}`];
  }
  const difference = largestDifference === 0 ? '0' : largestDifference?.toPrecision(2);
  return [
    difference === undefined
      ? `scores    no face has a score: ${name}`
      : `scores    the same: ${name}. ${compared} of ${countOf(faces, 'face')} scored again (${provider && providerWords[provider]}), ` +
        `largest difference ${difference}, tolerance ${tolerance}`,
    verdictLine(video),
  ];
}

const verdictLine = ({ outcome, score, model, modelSha256 }: ScoredAgain): string =>
  `verdict   the same: ${outcomeWords[outcome].toLowerCase()}${score === null ? '' : `, score ${score.toFixed(2)}`}; ` +
  `decided again by the model ${model}, SHA-256 ${modelSha256}`;

/** Of an extract that lacks contents, every hash of the whole log may be listed beside contents of an older state. */
export const showsAnchor = ({ extract }: Pick<CapsuleCheck, 'extract'>): boolean =>
  extract === null || extract.tiedFrom === 1;

export const ANCHOR_NOT_SHOWN =
  'anchor    NOT SHOWN: its hash is listed, but that proves nothing about what is inside. Check the whole case, or a capsule of it';
