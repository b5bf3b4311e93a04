/** `exhibit models`: which networks and classifiers are installed, whether they are what they claim, and new ones. */
import { resolve } from 'node:path';
import { cardText } from '../../engine/models/card-text.ts';
import type { NetworkImport } from '../../engine/weights/import-network.ts';
import { createToolbox, type Toolbox } from '../../engine/toolbox.ts';
import { EngineError } from '../../shared/errors.ts';
import type { EmbedderSummary, ModelSummary } from '../../shared/model-card.ts';
import { exit, type CliCommand, type CliInput } from '../command.ts';
import { required, text } from '../options.ts';
import { printable } from '../printable.ts';

const usage = `exhibit models list | verify | show NAME | activate NAME | export NAME --out FILE | import FILE | add NETWORK FILE | remove NAME
list     the classifier models, the active one marked, and the networks with their origin and licence
verify   checks every model file against its SHA-256; exit code 1 when one is missing or changed
show NAME                     a classifier model's card: data, error rates, what it leaves undecided, limits
activate NAME                 the classifier model that casework uses from now on
export NAME --out FILE        one file with the model, its card and every hash, to hand on
import FILE                   such a file, or a model's folder; every hash is checked
add facenet FILE              weights of FaceNet: PyTorch .pt, Keras 2 .h5 or ONNX
add xception FILE             weights of Xception, likewise
add onnx FILE --manifest JSON any embedder as ONNX, with its description; docs/models.md has an example
remove NAME                   takes an added network, or a model of your own, away
An added network is named by --embedder, as those that come with Exhibit are.`;

export const models: CliCommand = {
  summary: 'list and verify the models, add and remove networks',
  usage,
  options: { manifest: { type: 'string' }, out: { type: 'string' } },
  async run({ positionals, values, ...input }) {
    const [action, ...rest] = positionals;
    const toolbox = createToolbox(input);
    if (action === 'list' && rest.length === 0) return list(toolbox);
    if (action === 'verify' && rest.length === 0) return verify(toolbox);
    if (action === 'add') {
      const wish = networkIn(rest, text(values, 'manifest'));
      print((await toolbox.importNetwork(wish)).filter(({ builtIn }) => !builtIn).map(described));
      return exit.ok;
    }
    const [name, ...others] = rest;
    const act = classifierActions[action ?? ''];
    if (!act || name === undefined || others.length > 0) throw new EngineError('cli/usage', usage);
    await act(toolbox, name, values);
    return exit.ok;
  },
};

type ClassifierAction = (toolbox: Toolbox, name: string, values: CliInput['values']) => Promise<void>;

const classifierActions: Record<string, ClassifierAction> = {
  async show(toolbox, name) {
    print(
      cardText(await toolbox.library.card(name))
        .trimEnd()
        .split('\n'),
    );
  },
  activate: (toolbox, name) => toolbox.activate(name),
  async export(toolbox, name, values) {
    const { path, sha256 } = await toolbox.library.export(name, resolve(required(values, 'out', usage)));
    print([`${path}  SHA-256 of its manifest ${sha256}`]);
  },
  async import(toolbox, path) {
    const { name, sha256 } = await toolbox.library.import(resolve(path));
    print([`${name} is imported, SHA-256 ${sha256}; 'exhibit models activate ${name}' switches it on`]);
  },
  async remove(toolbox, name) {
    const isModel = (await toolbox.library.list()).some((model) => model.name === name);
    await (isModel ? toolbox.library.remove(name) : toolbox.removeNetwork(name));
  },
};

/** @throws EngineError cli/usage */
function networkIn([net, file, ...others]: readonly string[], manifest: string | undefined): NetworkImport {
  if (file === undefined || others.length > 0) throw new EngineError('cli/usage', usage);
  const path = resolve(file);
  if ((net === 'facenet' || net === 'xception') && manifest === undefined) return { net, path };
  if (net === 'onnx' && manifest !== undefined) return { net, path, description: resolve(manifest) };
  throw new EngineError('cli/usage', usage);
}

async function list(toolbox: Toolbox): Promise<number> {
  const classifiers = await toolbox.library.list();
  print(classifiers.map((each) => `${each.active ? '*' : ' '} ${each.name.padEnd(24)} ${origin(each)}`));
  print(
    (await toolbox.networks()).map(
      ({ entry }) => `  ${entry.name.padEnd(24)} ${entry.role}, ${entry.licence}, ${entry.origin}`,
    ),
  );
  return exit.ok;
}

async function verify(toolbox: Toolbox): Promise<number> {
  const checks = [
    ...(await toolbox.networks()).map(({ entry, state }) => ({ name: entry.name, state: state as string })),
    ...(await toolbox.library.list()).map(({ name, problem }) => ({ name, state: problem?.code ?? 'ok' })),
  ];
  print(checks.map(({ name, state }) => `${state.padEnd(22)} ${name}`));
  return checks.every(({ state }) => state === 'ok') ? exit.ok : exit.failed;
}

const described = ({ name, length, architecture, sha256 }: EmbedderSummary) =>
  `  ${name.padEnd(24)} ${architecture}, ${length} numbers a face, SHA-256 ${sha256}`;

const origin = ({ embedder, problem }: ModelSummary) =>
  problem === null ? `classifier on ${embedder}` : `DAMAGED: ${problem.message} [${problem.code}]`;

const print = (lines: readonly string[]) =>
  void process.stdout.write(lines.map((line) => `${printable(line)}\n`).join(''));
