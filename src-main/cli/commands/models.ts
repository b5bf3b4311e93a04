/** `exhibit models`: lists and checks the installed networks and models, and adds and removes them. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Engine } from '../../engine/engine.ts';
import { cardText } from '../../shared/card-text.ts';
import { modelWorth } from '../../shared/model-worth.ts';
import { EngineError } from '../../shared/errors.ts';
import type { EmbedderSummary, ModelSummary } from '../../shared/model-card.ts';
import { addGroup, exit, onEngine, type AddCommand, type Call } from '../command.ts';
import { mandatory, notEmpty, overwriteOption, textOption } from '../options.ts';
import { print } from '../output.ts';
import { addCalibrate } from './calibrate.ts';

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
  ).addHelpText('after', '\nUse an added network with --embedder, like the networks that come with Exhibit.');
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
  named(
    'show',
    'the card of a model or a calibrated detector: data, error rates, what it leaves undecided, limits',
  ).action(
    act(async (models, name: string) => {
      const guest = (await models.guests()).find((each) => each.name === name);
      if (guest?.problem) throw new EngineError(guest.problem.code, guest.problem.message);
      const card = guest?.card ?? (await models.card(name));
      print(cardText(card).trimEnd().split('\n'));
    }),
  );
  named('activate', 'makes a classifier model the one that cases use from now on').action(
    act(async (models, name: string) => {
      await models.activate(name);
      print([`${name} is the active model: cases use it from now on`, modelWorth(await models.card(name))]);
    }),
  );
  named('export', 'writes a model with its card and all hashes to one file, to pass on')
    .addOption(mandatory(textOption('--out <file>', 'the file to write')))
    .addOption(overwriteOption())
    .action(
      act(async (models, name: string, { out, overwrite }: { out: string; overwrite?: true }) => {
        const { path, sha256 } = await models.export(name, resolve(out), overwrite ?? false);
        print([`${path}  SHA-256 of its manifest ${sha256}`]);
      }),
    );
  group
    .command('import')
    .description('adds a model from such a file or from a folder; every hash is checked')
    .argument('<file>', 'file or folder', notEmpty)
    .action(
      act(async (models, path: string) => {
        const { name, sha256 } = await models.import(resolve(path));
        print([
          `${name} is imported, SHA-256 ${sha256}; use it for cases with 'exhibit models activate ${name}'`,
        ]);
      }),
    );
  addNetworks(
    group.command('add').description('adds a network that turns faces into vectors, or a detector'),
    act,
  );
  addCalibrate(group, call);
  named('remove', 'removes an added network, or one of your own models').action(
    act(async (models, name: string) => {
      const isModel = (await models.list()).some((model) => model.name === name);
      await (isModel ? models.remove(name) : models.removeNetwork(name));
      print([`${name} is removed`]);
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
  network('detector', 'a detector of forgeries as ONNX, with its description; docs/guests.md has an example')
    .addOption(mandatory(textOption('--manifest <json>', 'its description')))
    .action(
      act(async (models, file: string, { manifest }: { manifest: string }) => {
        await models.addNetwork({ net: 'detector', path: resolve(file), description: resolve(manifest) });
        const added = (await models.networks()).map(({ entry }) => entry).at(-1)!;
        print([
          `${added.name} is added, SHA-256 ${added.sha256}`,
          `It gives no scores yet: 'exhibit models calibrate ${added.name} clips.csv' measures it on your labelled clips.`,
        ]);
      }),
    );
}

async function list(models: Models): Promise<void> {
  const guests = new Map((await models.guests()).map((guest) => [guest.name, guest.problem]));
  const classifiers = await models.list();
  print(classifiers.map((each) => `${each.active ? '*' : ' '} ${each.name.padEnd(24)} ${origin(each)}`));
  print(
    (await models.networks()).map(({ entry }) => {
      const { name, role, licence, origin: from } = entry;
      const problem = guests.get(name);
      const state = problem
        ? `, DAMAGED: ${problem.message} [${problem.code}]`
        : role === 'guest' && problem === undefined
          ? ', not calibrated'
          : '';
      return `${guests.has(name) ? '*' : ' '} ${name.padEnd(24)} ${role}${state}, ${licence}, ${from}`;
    }),
  );
}

async function verify(models: Models): Promise<number> {
  const checks = [
    ...(await models.networks()).map(({ entry, state }) => ({ name: entry.name, state: state as string })),
    ...(await models.list()).map(({ name, problem }) => ({ name, state: problem?.code ?? 'ok' })),
    ...(await models.guests()).map(({ name, problem }) => ({
      name: `${name} (calibration)`,
      state: problem?.code ?? 'ok',
    })),
  ];
  print(checks.map(({ name, state }) => `${state.padEnd(22)} ${name}`));
  return checks.every(({ state }) => state === 'ok') ? exit.ok : exit.failed;
}

const described = ({ name, length, architecture, sha256 }: EmbedderSummary) =>
  `  ${name.padEnd(24)} ${architecture}, ${length} numbers a face, SHA-256 ${sha256}`;

const origin = ({ embedder, problem }: ModelSummary) =>
  problem === null ? `classifier on ${embedder}` : `DAMAGED: ${problem.message} [${problem.code}]`;
