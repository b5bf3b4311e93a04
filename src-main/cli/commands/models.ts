/** `exhibit models`: which networks and classifiers are installed, whether they are what they claim, and new ones. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Engine } from '../../engine/engine.ts';
import { cardText } from '../../shared/card-text.ts';
import type { EmbedderSummary, ModelSummary } from '../../shared/model-card.ts';
import { addGroup, exit, onEngine, type AddCommand, type Call } from '../command.ts';
import { mandatory, notEmpty, textOption } from '../options.ts';
import { print } from '../output.ts';

type Models = Engine['models'];

const onModels =
  (call: Call) =>
  <A extends unknown[]>(work: (models: Models, ...given: A) => Promise<number | void>) =>
  (...given: A): Promise<void> =>
    onEngine(call, {}, ({ models }) => work(models, ...given));

export const addModels: AddCommand = (program, call) => {
  const group = addGroup(
    program,
    'models',
    'list and verify the models, add and remove networks',
  ).addHelpText('after', '\nAn added network is named by --embedder, as those that come with Exhibit are.');
  const act = onModels(call);
  const named = (command: string, description: string) =>
    group.command(command).description(description).argument('<name>', 'of the model', notEmpty);

  group
    .command('list')
    .description(
      'the classifier models, the active one marked, and the networks with their origin and licence',
    )
    .action(act(list));
  group
    .command('verify')
    .description('checks every model file against its SHA-256; exit code 1 when one is missing or changed')
    .action(act(verify));
  named('show', "a classifier model's card: data, error rates, what it leaves undecided, limits").action(
    act(async (models, name: string) =>
      print(
        cardText(await models.card(name))
          .trimEnd()
          .split('\n'),
      ),
    ),
  );
  named('activate', 'the classifier model that casework uses from now on').action(
    act((models, name: string) => models.activate(name)),
  );
  named('export', 'one file with the model, its card and every hash, to hand on')
    .addOption(mandatory(textOption('--out <file>', 'where it is written')))
    .action(
      act(async (models, name: string, { out }: { out: string }) => {
        const { path, sha256 } = await models.export(name, resolve(out));
        print([`${path}  SHA-256 of its manifest ${sha256}`]);
      }),
    );
  group
    .command('import')
    .description("such a file, or a model's folder; every hash is checked")
    .argument('<file>', 'file or folder', notEmpty)
    .action(
      act(async (models, path: string) => {
        const { name, sha256 } = await models.import(resolve(path));
        print([`${name} is imported, SHA-256 ${sha256}; 'exhibit models activate ${name}' switches it on`]);
      }),
    );
  addNetworks(group.command('add').description('weights of a network that turns faces into vectors'), act);
  named('remove', 'takes an added network, or a model of your own, away').action(
    act(async (models, name: string) => {
      const isModel = (await models.list()).some((model) => model.name === name);
      await (isModel ? models.remove(name) : models.removeNetwork(name));
    }),
  );
};

function addNetworks(add: Command, act: ReturnType<typeof onModels>): void {
  const network = (net: string, description: string) =>
    add.command(net).description(description).argument('<file>', 'with the weights', notEmpty);
  const describeAdded = (embedders: readonly EmbedderSummary[]) =>
    print(embedders.filter(({ builtIn }) => !builtIn).map(described));

  for (const [net, formats] of [
    ['facenet', 'FaceNet: PyTorch .pt, Keras 2 .h5 or ONNX'],
    ['xception', 'Xception: PyTorch .pt, Keras 2 .h5 or ONNX'],
  ] as const) {
    network(net, formats).action(
      act(async (models, file: string) =>
        describeAdded(await models.addNetwork({ net, path: resolve(file) })),
      ),
    );
  }
  network('onnx', 'any embedder as ONNX, with its description; docs/models.md has an example')
    .addOption(mandatory(textOption('--manifest <json>', 'its description')))
    .action(
      act(async (models, file: string, { manifest }: { manifest: string }) =>
        describeAdded(
          await models.addNetwork({ net: 'onnx', path: resolve(file), description: resolve(manifest) }),
        ),
      ),
    );
}

async function list(models: Models): Promise<void> {
  const classifiers = await models.list();
  print(classifiers.map((each) => `${each.active ? '*' : ' '} ${each.name.padEnd(24)} ${origin(each)}`));
  print(
    (await models.networks()).map(
      ({ entry }) => `  ${entry.name.padEnd(24)} ${entry.role}, ${entry.licence}, ${entry.origin}`,
    ),
  );
}

async function verify(models: Models): Promise<number> {
  const checks = [
    ...(await models.networks()).map(({ entry, state }) => ({ name: entry.name, state: state as string })),
    ...(await models.list()).map(({ name, problem }) => ({ name, state: problem?.code ?? 'ok' })),
  ];
  print(checks.map(({ name, state }) => `${state.padEnd(22)} ${name}`));
  return checks.every(({ state }) => state === 'ok') ? exit.ok : exit.failed;
}

const described = ({ name, length, architecture, sha256 }: EmbedderSummary) =>
  `  ${name.padEnd(24)} ${architecture}, ${length} numbers a face, SHA-256 ${sha256}`;

const origin = ({ embedder, problem }: ModelSummary) =>
  problem === null ? `classifier on ${embedder}` : `DAMAGED: ${problem.message} [${problem.code}]`;
