/** `exhibit case`: what a case file holds, and whether its audit chain is whole. */
import { exit, onEngine, type AddCommand } from '../command.ts';
import { notEmpty } from '../options.ts';
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
      onEngine(call, {}, async ({ cases }) => {
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
          chain.intact
            ? `audit     whole: ${chain.entries} entries, head ${chain.head}`
            : `audit     BROKEN: ${chain.problem}`,
        ]);
        return chain.intact ? exit.ok : exit.failed;
      }),
    );
};
