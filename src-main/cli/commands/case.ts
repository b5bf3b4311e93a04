/** `exhibit case`: what is in a case, and whether its audit log is intact. */
import { exit, onEngine, type AddCommand } from '../command.ts';
import { askedLines } from '../asked-lines.ts';
import { auditLines } from '../audit-lines.ts';
import { caseLines, recordsByVideo, videoLines } from '../notebook-lines.ts';
import { notEmpty, overwriteOption, textOption } from '../options.ts';
import { pathText } from '../../shared/path-text.ts';
import { modelWorth } from '../../shared/model-worth.ts';
import { countOf } from '../../shared/wording.ts';
import { print } from '../output.ts';
import { summaryLine } from './analyse.ts';

const wholeLog = { text: '', author: '', action: '' };

export const addCase: AddCommand = (program, call) => {
  program
    .command('case')
    .summary('show what is in a case and check its audit log')
    .description(
      "Shows the details of a case, lists its evidence with verdicts and the examiners' conclusions, and checks the audit log.",
    )
    .argument('<file>', 'the case', notEmpty)
    .addOption(textOption('--log <file>', 'also write the audit log to this file, as CSV'))
    .addOption(overwriteOption())
    .addHelpText('after', '\nExit code: 0 the audit log is intact, 1 it is not.')
    .action((path: string, { log, overwrite }: { log?: string; overwrite?: true }) =>
      onEngine(call, {}, async ({ cases, analysis, notebook }) => {
        const { path: file, createdAt } = await cases.view(path);
        const rows = cases.evidence();
        const written = notebook.read();
        const about = recordsByVideo(written);
        const chain = await cases.verify();
        print([
          `case      ${file}`,
          `created   ${createdAt}`,
          ...caseLines(written),
          `evidence  ${rows.length}`,
          ...rows.flatMap((row, index) => [
            // Other commands choose a file by this number.
            row.state === 'done' || row.state === 'failed'
              ? `${index + 1}  ${summaryLine(row)}`
              : `${index + 1}  ${row.state.padEnd(20)}  ${row.path}`,
            ...videoLines(about.get(row.id) ?? [], row),
            ...askedLines(cases.askedOf(row)),
          ]),
          ...cases.removed().map(({ path: removed, reason }) => `removed   ${pathText(removed)}: ${reason}`),
          ...cases.modelCards().map((card) => `model     ${modelWorth(card)}`),
          ...(rows.length === 0 ? [] : [`reasons   exhibit report ${file} --out report.html`]),
          // No other process has the case open, so a job without an end was interrupted, too.
          ...analysis
            .jobs()
            .filter(({ left }) => left > 0)
            .map(
              ({ done, total }) =>
                `job       interrupted after ${done} of ${countOf(total, 'video')}; run its command again to continue`,
            ),
          ...auditLines(chain),
        ]);
        if (log !== undefined) await notebook.writeLog(log, wholeLog, overwrite ?? false);
        return chain.intact ? exit.ok : exit.failed;
      }),
    );
};
