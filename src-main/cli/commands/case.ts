/** `exhibit case`: what a case file holds, and whether its audit chain is whole. */
import { exit, onEngine, type AddCommand } from '../command.ts';
import { notEmpty } from '../options.ts';
import { countOf } from '../../shared/wording.ts';
import { print } from '../output.ts';
import { summaryLine } from './analyse.ts';

export const addCase: AddCommand = (program, call) => {
  program
    .command('case')
    .summary('show what is in a case and verify its audit chain')
    .description('Lists the evidence in a case with its verdicts and checks the audit chain.')
    .argument('<file>', 'the case', notEmpty)
    .addHelpText('after', '\nExit code: 0 the chain is whole, 1 it is broken.')
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
          // Nobody else has the case open, so that a job without an end has been interrupted, too.
          ...analysis
            .jobs()
            .filter(({ left }) => left > 0)
            .map(
              ({ done, total }) =>
                `job       interrupted after ${done} of ${countOf(total, 'video')}; run its command again to go on`,
            ),
          chain.intact
            ? `audit     whole: ${chain.entries} entries, head ${chain.head}`
            : `audit     BROKEN: ${chain.problem}`,
        ]);
        return chain.intact ? exit.ok : exit.failed;
      }),
    );
};
