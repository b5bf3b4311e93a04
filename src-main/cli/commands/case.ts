/** `exhibit case`: what a case file holds, and whether its audit chain is whole. */
import { viewCase } from '../../engine/cases/case-file.ts';
import { EngineError } from '../../shared/errors.ts';
import { exit, type CliCommand } from '../command.ts';
import { printable } from '../printable.ts';
import { summaryLine } from './analyse.ts';

const usage = `exhibit case <file>
Lists the evidence in a case with its verdicts and checks the audit chain.
Exit code: 0 the chain is whole, 1 it is broken.`;

export const caseCommand: CliCommand = {
  summary: 'show what is in a case and verify its audit chain',
  usage,
  options: {},
  async run({ positionals }) {
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new EngineError('cli/usage', usage);
    const file = viewCase(path);
    try {
      const { createdAt } = file.summary();
      const rows = file.evidence.list();
      const chain = await file.verify();
      const lines = [
        `case      ${printable(file.path)}`,
        `created   ${createdAt}`,
        `evidence  ${rows.length}`,
        ...rows.map((row) =>
          row.state === 'done' || row.state === 'failed'
            ? summaryLine(row)
            : `${row.state.padEnd(20)}  ${printable(row.path)}`,
        ),
        chain.intact
          ? `audit     whole: ${chain.entries} entries, head ${chain.head}`
          : `audit     BROKEN: ${chain.problem}`,
      ];
      process.stdout.write(`${lines.join('\n')}\n`);
      return chain.intact ? exit.ok : exit.failed;
    } finally {
      file.close();
    }
  },
};
