/** `exhibit`: the same engine as the window, for scripts, servers and batches. */
import { Command, CommanderError } from 'commander';
import { reportOf } from '../shared/errors.ts';
import { addAnalyse } from './commands/analyse.ts';
import { addCapsule } from './commands/capsule.ts';
import { addCase } from './commands/case.ts';
import { addDataset } from './commands/dataset.ts';
import { addExperiment } from './commands/experiment.ts';
import { addCredentials } from './commands/credentials.ts';
import { addHash } from './commands/hash.ts';
import { addModels } from './commands/models.ts';
import { addProbe } from './commands/probe.ts';
import { addRates } from './commands/rates.ts';
import { addReencode } from './commands/reencode.ts';
import { addReport } from './commands/report.ts';
import { addTimestamp } from './commands/timestamp.ts';
import { addTrain } from './commands/train.ts';
import { addValidate } from './commands/validate.ts';
import { addVerify } from './commands/verify.ts';
import { exit, type AddCommand } from './command.ts';
import { installation } from './installation.ts';
import { printable } from './printable.ts';
import { rawArguments } from './raw-arguments.ts';

const commands: readonly AddCommand[] = [
  addAnalyse,
  addProbe,
  addCase,
  addHash,
  addCredentials,
  addReencode,
  addRates,
  addVerify,
  addTimestamp,
  addReport,
  addCapsule,
  addModels,
  addTrain,
  addValidate,
  addDataset,
  addExperiment,
];

async function main(argv: readonly string[]): Promise<void> {
  // The reader of the output may leave early (| head); the work continues all the same.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', () => (process.exitCode = exit.failed));
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const installed = installation();
  let help = '';
  const program = new Command('exhibit')
    .description(`exhibit ${installed.version}: forensic analysis of face video`)
    .version(installed.version, '-v, --version')
    .showHelpAfterError('See --help.')
    // Shown with the error, in the form of all errors.
    .configureOutput({ writeErr: (text) => (help += text), outputError: () => undefined })
    .exitOverride();
  for (const add of commands) add(program, { ...installed, signal: stop.signal });
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === exit.ok) return;
    process.stderr.write(`exhibit: ${printable(usageMessage(error))} [cli/usage]\n${help}`);
    process.exitCode = exit.usage;
  }
}

/** The library's messages, or ours where they say more. */
function usageMessage({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'name one of the commands below';
  return message
    .replace(/^error: required option '(--[\w-]+).*' not specified$/, '$1 is missing')
    .replace(/^error: missing required argument '(.*)'$/, '<$1> is missing')
    .replace(/^error: unknown command '(.*?)'[^]*$/, "there is no command '$1'; --help lists the commands")
    .replace(/^error: /, '')
    .replaceAll('\n', ' ');
}

main(rawArguments(process.argv.slice(2))).then(
  () => process.exit(),
  (error: unknown) => {
    if (error instanceof Error && error.name === 'AbortError') {
      process.stderr.write('exhibit: interrupted\n');
      process.exit(exit.interrupted);
    }
    const { code, message } = reportOf(error);
    process.stderr.write(`exhibit: ${printable(message)} [${code}]\n`);
    process.exit(code === 'cli/usage' || code === 'output/exists' ? exit.usage : exit.failed);
  },
);
