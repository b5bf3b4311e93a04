/** `exhibit verify`: whether a case with its log and evidence, or a capsule of a case, is still what it was. */
import { parseLogAnchor, type Anchor } from '../../shared/anchor.ts';
import type { CapsuleCheck } from '../../shared/capsule.ts';
import type { ChainCheck, FileCheck } from '../../shared/case.ts';
import { pathText } from '../../shared/path-text.ts';
import { countOf } from '../../shared/wording.ts';
import { auditLines, newestAnchor } from '../audit-lines.ts';
import { ANCHOR_NOT_SHOWN, capsuleLines, showsAnchor } from '../capsule-lines.ts';
import { signOffLines } from '../sign-off-lines.ts';
import { timeStampLines } from '../time-stamp-lines.ts';
import { onEngine, type AddCommand } from '../command.ts';
import { notEmpty, option, textOption, wrongUsage } from '../options.ts';
import { note, print } from '../output.ts';

/** Of several, the first in this order is the exit code. */
const verdicts = { log: 4, anchor: 5, content: 6, changed: 7, missing: 8, scores: 9 } as const;

export const addVerify: AddCommand = (program, call) => {
  program
    .command('verify')
    .summary('check that a case and its evidence were not changed')
    .description(
      'Checks that the audit log is whole, that everything in the case agrees with it, and that each file of the ' +
        'evidence still has the SHA-256 of its analysis. Of a capsule: that every file in it is as its table of ' +
        'contents says, and that its frames give the same scores and verdicts here. Changes nothing.',
    )
    .argument('<case>', 'the case, or a capsule of one', notEmpty)
    .addOption(
      option(
        '--anchor <entries:hash>',
        'a state of the log, as a report prints it; tells whether the log was cut off or written anew since',
        anchorArgument,
      ),
    )
    .addOption(
      textOption(
        '--ca <file>',
        'certificate of a time stamping authority: tells whether it vouches for the time stamps',
      ),
    )
    .option('--no-files', 'do not read the files of the evidence')
    .addHelpText(
      'after',
      '\nExit code: 0 all is as it was, 4 the audit log was altered, 5 it contradicts the anchor, or is an extract that cannot show it, or --ca does not vouch\n' +
        'for a time stamp, or no time stamp holds that it could vouch for, 6 something in the case differs from the log, or\n' +
        'a file of the capsule was changed, 7 a file of the evidence was changed, 8 one is missing or cannot be read,\n' +
        '9 scores or verdicts of a capsule differ or could not be computed again. Of several, the lowest. 1 the check could not be made; the message says why.',
    )
    .action((path: string, { anchor, ca, files }: { anchor?: Anchor; ca?: string; files: boolean }) =>
      onEngine(call, {}, async ({ cases }) => {
        if (ca !== undefined && (await cases.isCapsule(path)))
          throw wrongUsage('--ca is for a case: unpack the capsule and check the case inside');
        const capsule = await cases.checkCapsule(path, anchor, (number, count) =>
          note(`Scoring video ${number} of ${count} again`),
        );
        if (capsule !== null) {
          const { anchorFault, chain } = capsule;
          const shown = showsAnchor(capsule);
          const line = shown || anchorFault !== null ? anchorLine(anchorFault, chain) : ANCHOR_NOT_SHOWN;
          print(capsuleLines(capsule, anchor === undefined ? [] : [line]));
          return codeOfCapsule(capsule, anchor === undefined || shown);
        }
        await cases.view(path);
        const chain = await cases.verify();
        const contradiction = anchor === undefined ? null : cases.anchorFault(anchor);
        const stamps = await cases.timeStamps(ca);
        const checks = files
          ? await cases.checkFiles((number, count) => note(`Reading file ${number} of ${count}`))
          : null;
        print([
          ...auditLines(chain),
          ...signOffLines(cases.signOffs()),
          ...timeStampLines(stamps, ca !== undefined),
          ...(anchor === undefined ? [] : [anchorLine(contradiction, chain)]),
          ...(checks === null ? ['files     not checked'] : fileLines(checks)),
          ...newestAnchor(chain, anchor !== undefined),
        ]);
        const isTrusted = stamps.length > 0 && stamps.every(({ distrust }) => distrust === null);
        const isContradicted = contradiction !== null || (ca !== undefined && !isTrusted);
        return codeOf(chain, isContradicted, checks ?? []);
      }),
    );
};

function anchorArgument(text: string): Anchor {
  const anchor = parseLogAnchor(text);
  if (anchor === null) {
    throw wrongUsage('--anchor takes the number of entries, a colon and the 64 digits of the head');
  }
  return anchor;
}

function anchorLine(contradiction: string | null, { faults }: ChainCheck): string {
  if (contradiction !== null) return `anchor    CONTRADICTED: ${contradiction}`;
  return faults.some(({ kind }) => kind === 'log')
    ? 'anchor    entry and hash are there, but the log was altered'
    : 'anchor    holds: the log goes on from there';
}

const stateWords = {
  changed: 'CHANGED',
  misstated: 'MISSTATED',
  missing: 'MISSING',
  unreadable: 'UNREADABLE',
  unknown: 'not analysed, so there is nothing to compare it with',
} as const;

function fileLines(checks: readonly FileCheck[]): string[] {
  const unchanged = checks.filter(({ state }) => state === 'unchanged').length;
  return [
    `files     ${unchanged} of ${countOf(checks.length, 'file')} unchanged`,
    ...checks.flatMap(({ path, state, problem }) =>
      state === 'unchanged'
        ? []
        : [`file      ${stateWords[state]}: ${pathText(path)}${problem === null ? '' : `. ${problem}`}`],
    ),
  ];
}

function codeOfCapsule(
  { chain, fileFaults, anchorFault, videos }: CapsuleCheck,
  isAnchorShown: boolean,
): number {
  const code = codeOf(chain, anchorFault !== null || !isAnchorShown, []);
  if (code !== 0) return code;
  if (fileFaults.length > 0) return verdicts.content;
  const isSame = videos.length > 0 && videos.every(({ problem }) => problem === null);
  return isSame ? 0 : verdicts.scores;
}

function codeOf({ faults }: ChainCheck, isContradicted: boolean, checks: readonly FileCheck[]): number {
  const has = (...states: FileCheck['state'][]) => checks.some(({ state }) => states.includes(state));
  if (faults.some(({ kind }) => kind === 'log')) return verdicts.log;
  if (isContradicted) return verdicts.anchor;
  if (faults.length > 0 || has('misstated')) return verdicts.content;
  if (has('changed')) return verdicts.changed;
  return has('missing', 'unreadable') ? verdicts.missing : 0;
}
