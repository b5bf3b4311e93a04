/** `exhibit models`: which networks and classifiers are installed, and whether they are what they claim. */
import { createToolbox } from '../../engine/toolbox.ts';
import { EngineError } from '../../shared/errors.ts';
import { exit, type CliCommand } from '../command.ts';

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
    const classifiers = await toolbox.models();
    if (action === 'list') {
      print(
        classifiers.map(
          ({ name, embedder, active }) => `${active ? '*' : ' '} ${name.padEnd(24)} on ${embedder}`,
        ),
      );
      print(
        networks.map(
          ({ entry }) => `  ${entry.name.padEnd(24)} ${entry.role}, ${entry.licence}, ${entry.origin}`,
        ),
      );
      return exit.ok;
    }
    const checks = [
      ...networks.map(({ entry, state }) => ({ name: entry.name, state: state as string })),
      ...(await Promise.all(
        classifiers.map(async ({ name, folder }) => ({ name, state: await verify(folder) })),
      )),
    ];
    print(checks.map(({ name, state }) => `${state.padEnd(14)} ${name}`));
    return checks.every(({ state }) => state === 'ok') ? exit.ok : exit.failed;

    async function verify(folder: string): Promise<string> {
      try {
        await toolbox.verifyClassifier(folder);
        return 'ok';
      } catch (error) {
        if (error instanceof EngineError) return error.code;
        throw error;
      }
    }
  },
};

const print = (lines: readonly string[]) =>
  void process.stdout.write(lines.map((line) => `${line}\n`).join(''));
