/** `exhibit report`: a case as a file that another expert can re-check. */
import { openCase, viewCase, type CaseFile } from '../../engine/cases/case-file.ts';
import { writeReport } from '../../engine/reports/write-report.ts';
import { EngineError } from '../../shared/errors.ts';
import { exit, type CliCommand } from '../command.ts';
import { choice, required } from '../options.ts';
import { printable } from '../printable.ts';

const usage = `exhibit report <case> --out FILE [--format html|json|csv]
Writes evidence with hashes, method and versions, verdicts with reasons, crops, score charts, the model's
error rates and the head of the audit chain. Format: html unless told otherwise. The case's audit log
names the report and its SHA-256, unless the case can only be read.`;

export const report: CliCommand = {
  summary: 'write the report of a case',
  usage,
  options: { format: { type: 'string' }, out: { type: 'string' } },
  async run({ values, positionals, version }) {
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new EngineError('cli/usage', usage);
    const format = choice(values, 'format', ['html', 'json', 'csv'], 'html');
    const out = required(values, 'out', usage);
    const file = openOrView(path, `Exhibit ${version}`);
    try {
      const written = await writeReport(file, format, out);
      process.stdout.write(`${printable(written.path)}\nsha256 ${written.sha256}\n`);
      return exit.ok;
    } finally {
      file.close();
    }
  },
};

/** A case on a write-blocked disk still gives its report; only its log can't name it. */
function openOrView(path: string, software: string): CaseFile {
  try {
    return openCase(path, software);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'case/read-only') throw error;
    const file = viewCase(path);
    process.stderr.write('The case can only be read: its audit log does not name this report.\n');
    return file;
  }
}
