/** `exhibit case`: what is in a case, and whether its audit log is intact. */
import { exit, onEngine, type AddCommand } from '../command.ts';
import { notEmpty } from '../options.ts';
import { modelWorth } from '../../shared/model-worth.ts';
import { countOf } from '../../shared/wording.ts';
import { print } from '../output.ts';
import { summaryLine } from './analyse.ts';

export const addCase: AddCommand = (program, call) => {
  program
    .command('case')
    .summary('show what is in a case and check its audit log')
    .description('Lists the evidence in a case with its verdicts, and checks the audit log.')
    .argument('<file>', 'the case', notEmpty)
    .addHelpText('after', '\nExit code: 0 the audit log is intact, 1 it is not.')
    .action((path: string) =>
      onEngine(call, {}, async ({ cases, analysis }) => {
        const { path: file, createdAt } = await cases.view(path);
        const rows = cases.evidence();
        const chain = await cases.verify();
        print([
          `case      ${file}`,
          `created   ${createdAt}`,
          `evidence  ${rows.length}`,
          ...rows.map((row) =>
            row.state === 'done' || row.state === 'failed'
              ? summaryLine(row)
              : `${row.state.padEnd(20)}  ${row.path}`,
          ),
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
          chain.intact
            ? `audit     intact: ${chain.entries} entries, head ${chain.head}`
            : `audit     BROKEN: ${chain.problem}`,
        ]);
        return chain.intact ? exit.ok : exit.failed;
      }),
    );
};
