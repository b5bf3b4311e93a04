/** `exhibit models`: which networks and classifiers are installed, and whether they are what they claim. */
import { createToolbox } from '../../engine/toolbox.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelSummary } from '../../shared/model-card.ts';
import { exit, type CliCommand } from '../command.ts';
import { printable } from '../printable.ts';

const usage = `exhibit models list | verify
list     the classifier models, the active one marked, and the networks with their origin and licence
verify   checks every model file against its SHA-256; exit code 1 when one is missing or changed`;

export const models: CliCommand = {
  summary: 'list the models or verify their hashes',
  usage,
  options: {},
  async run({ positionals, ...input }) {
    const [action, ...others] = positionals;
    if (others.length > 0 || (action !== 'list' && action !== 'verify'))
      throw new EngineError('cli/usage', usage);
    const toolbox = createToolbox(input);
    const networks = await toolbox.networks();
    const classifiers = await toolbox.library.list();
    if (action === 'list') {
      print(classifiers.map((each) => `${each.active ? '*' : ' '} ${each.name.padEnd(24)} ${origin(each)}`));
      print(
        networks.map(
          ({ entry }) => `  ${entry.name.padEnd(24)} ${entry.role}, ${entry.licence}, ${entry.origin}`,
        ),
      );
      return exit.ok;
    }
    const checks = [
      ...networks.map(({ entry, state }) => ({ name: entry.name, state: state as string })),
      ...classifiers.map(({ name, problem }) => ({ name, state: problem?.code ?? 'ok' })),
    ];
    print(checks.map(({ name, state }) => `${state.padEnd(22)} ${name}`));
    return checks.every(({ state }) => state === 'ok') ? exit.ok : exit.failed;
  },
};

const origin = ({ embedder, problem }: ModelSummary) =>
  problem === null ? `classifier on ${embedder}` : `DAMAGED: ${problem.message} [${problem.code}]`;

const print = (lines: readonly string[]) =>
  void process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''));
