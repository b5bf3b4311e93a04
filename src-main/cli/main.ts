/** `exhibit`: the same engine as the window, for scripts, servers and batches. */
import { parseArgs } from 'node:util';
import { EngineError, reportOf } from '../shared/errors.ts';
import { analyse } from './commands/analyse.ts';
import { caseCommand } from './commands/case.ts';
import { dataset } from './commands/dataset.ts';
import { models } from './commands/models.ts';
import { report } from './commands/report.ts';
import { train } from './commands/train.ts';
import { exit, type CliCommand } from './command.ts';
import { installation } from './installation.ts';
import { printable } from './printable.ts';

const commands: Record<string, CliCommand> = { analyse, train, models, dataset, case: caseCommand, report };

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  const { version } = installation();
  if (name === '--version' || name === '-v') return say(version);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help')
    return say(overview(version));
  const command = commands[name];
  if (!command) {
    throw new EngineError('cli/usage', `there is no command '${name}'; 'exhibit --help' lists them`);
  }
  if (rest.includes('--help') || rest.includes('-h')) return say(command.usage);
  const { values, positionals } = parse(command, rest);
  // Whoever reads the output may leave before it is complete (| head); the work goes on all the same.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => (process.exitCode = exit.failed));
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  return command.run({ values, positionals, signal: stop.signal, ...installation() });
}

function parse(command: CliCommand, args: string[]) {
  try {
    return parseArgs({ args, options: command.options, allowPositionals: true });
  } catch (cause) {
    throw new EngineError('cli/usage', `${(cause as Error).message}\n\n${command.usage}`, { cause });
  }
}

function overview(version: string): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return `exhibit ${version}: forensic analysis of face video\n\nexhibit <command> [--help]\n${lines.join('\n')}`;
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return exit.ok;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code === exit.ok ? process.exitCode : code),
  (error: unknown) => {
    if (error instanceof Error && error.name === 'AbortError') {
      process.stderr.write('exhibit: interrupted\n');
      process.exit(exit.interrupted);
    }
    const { code, message } = reportOf(error);
    // Only the usage, which is Exhibit's own text, has lines.
    const shown = code === 'cli/usage' ? message : printable(message);
    process.stderr.write(`exhibit: ${shown} [${code}]\n`);
    process.exit(code === 'cli/usage' ? exit.usage : exit.failed);
  },
);
