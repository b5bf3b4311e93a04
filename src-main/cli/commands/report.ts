/** `exhibit report`: a case as a file that another expert can re-check. */
import { createEngine } from '../../engine/engine.ts';
import { EngineError } from '../../shared/errors.ts';
import { exit, type CliCommand } from '../command.ts';
import { choice, required } from '../options.ts';

const usage = `exhibit report <case> --out FILE [--format html|json|csv]
Writes evidence with hashes, method and versions, verdicts with reasons, crops, score charts, the model's
error rates and the head of the audit chain. Format: html unless told otherwise.`;

export const report: CliCommand = {
  summary: 'write the report of a case',
  usage,
  options: { format: { type: 'string' }, out: { type: 'string' } },
  async run({ values, positionals, ...input }) {
    const [path, ...others] = positionals;
    if (path === undefined || others.length > 0) throw new EngineError('cli/usage', usage);
    const format = choice(values, 'format', ['html', 'json', 'csv'], 'html');
    const out = required(values, 'out', usage);
    const engine = await createEngine(input);
    try {
      await engine.handlers['case:open']({ path });
      const written = await engine.handlers['report:write']({ format, path: out });
      process.stdout.write(`${written.path}\nsha256 ${written.sha256}\n`);
      return exit.ok;
    } finally {
      await engine.close();
    }
  },
};
