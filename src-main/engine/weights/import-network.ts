/** Imports a network of the user, and removes it again. */
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { EmbedderEntry, GuestEntry } from '../inference/manifest.ts';
import { sha256Of } from '../support/sha256.ts';
import { readWeights, type WeightsFormat } from './read-weights.ts';
import { readBounded } from '../support/read-bounded.ts';
import { MAX_WEIGHTS_BYTES, unreadable } from './stored-tensor.ts';
import { checkForeignEmbedder, readDescription } from './foreign-embedder.ts';
import { checkForeignGuest, readGuestDescription } from './foreign-guest.ts';
import { importableNets, type ImportableName } from './importable-nets.ts';
import { checkNetworks, importedNetworks, type NetworkFolders } from '../embedding/installed-embedders.ts';
import { writeNetworkFile, writeNetworkManifest } from '../embedding/network-folder.ts';
import { parseTrainedOn } from '../embedding/trained-on.ts';

/** Weights for a network that Exhibit builds, or a complete embedder or detector with its description. */
export type NetworkImport =
  { net: ImportableName; path: string } | { net: 'onnx' | 'detector'; path: string; description: string };

type Described = Extract<NetworkImport, { description: string }>;

interface Imported {
  entry: EmbedderEntry | GuestEntry;
  model: Uint8Array;
  /** Content of the list that `trainedOn` in the description names. */
  trainedOn?: Buffer;
}

/**
 * @param modelNames a described network may not have one of these: commands take the name of a model or of a network
 * @returns its entry in the user's network list
 * @throws EngineError models/unreadable-weights, models/invalid, models/name-taken, models/write-failed
 */
export async function importNetwork(
  wish: NetworkImport,
  folders: NetworkFolders,
  modelNames: readonly string[] = [],
): Promise<EmbedderEntry | GuestEntry> {
  if (!('description' in wish)) await requireFree(wish.net, folders);
  const bytes = await readWhole(wish.path);
  const { entry, model, trainedOn } = await ('description' in wish
    ? foreign(wish, bytes, folders, modelNames)
    : builtByUs(wish.net, wish.path, bytes));
  await writeNetworkFile(folders.imported, entry.file, model);
  if (entry.trainedOn && trainedOn) {
    await writeNetworkFile(folders.imported, entry.trainedOn.file, trainedOn);
  }
  const { models } = await importedNetworks(folders.imported);
  await writeNetworkManifest(folders.imported, { version: 1, models: [...models, entry] });
  return entry;
}

/**
 * @param usedBy names of the models that use it
 * @throws EngineError models/unknown, models/in-use, models/write-failed
 */
export async function removeNetwork(
  name: string,
  usedBy: readonly string[],
  folders: NetworkFolders,
): Promise<void> {
  const { models } = await importedNetworks(folders.imported);
  const entry = models.find((model) => model.name === name);
  if (!entry) {
    throw new EngineError(
      'models/unknown',
      `No model or imported network has the name ${name}. Built-in ones cannot be removed. See the names with 'exhibit models list'.`,
    );
  }
  if (usedBy.length > 0) {
    throw new EngineError(
      'models/in-use',
      `The models ${usedBy.join(', ')} use the network ${name}. Remove these models first.`,
    );
  }
  await writeNetworkManifest(folders.imported, {
    version: 1,
    models: models.filter((model) => model !== entry),
  });
  const list = entry.role !== 'detector' && entry.trainedOn ? [entry.trainedOn.file] : [];
  for (const file of [entry.file, ...list]) await rm(join(folders.imported, file), { force: true });
}

async function builtByUs(name: ImportableName, path: string, bytes: Buffer): Promise<Imported> {
  const net = importableNets[name];
  const { format, weights } = await readWeights(bytes, net.target);
  const { model, entry } = net.build(weights, format);
  return {
    model,
    entry: {
      ...entry,
      ...{ role: 'embedder', name, file: `${name}.onnx`, sha256: sha256Of(model), identity: null },
      licence: 'the licence of the imported weights, unknown to Exhibit',
      origin: `${basename(path)}, ${spelled[format]}, SHA-256 ${sha256Of(bytes)}`,
    },
  };
}

async function foreign(
  { net, path, description }: Described,
  bytes: Buffer,
  folders: NetworkFolders,
  modelNames: readonly string[],
): Promise<Imported> {
  const text = (await readWhole(description)).toString('utf8');
  const read = net === 'onnx' ? readDescription : readGuestDescription;
  const { trainedOn: list, ...said } = read(text, basename(description));
  await requireFree(said.name, folders, modelNames);
  const sha256 = sha256Of(bytes);
  const entry = { ...said, file: `${said.name}.onnx`, sha256 };
  await (entry.role === 'guest' ? checkForeignGuest(bytes, entry) : checkForeignEmbedder(bytes, entry));
  const imported = { entry: { ...entry, origin: `${said.origin} (${basename(path)})` }, model: bytes };
  if (list === undefined) return imported;
  const trainedOn = await readWhole(join(dirname(path), list));
  parseTrainedOn(trainedOn.toString('utf8'), list);
  const kept = { file: `${said.name}.trained-on.csv`, sha256: sha256Of(trainedOn) };
  return { ...imported, entry: { ...imported.entry, trainedOn: kept }, trainedOn };
}

async function requireFree(
  name: string,
  folders: NetworkFolders,
  modelNames: readonly string[] = [],
): Promise<void> {
  const networks = (await checkNetworks(folders)).map(({ entry }) => entry.name);
  // Names become file names, and some disks ignore upper and lower case.
  const isIn = (names: readonly string[]) => names.some((each) => each.toLowerCase() === name.toLowerCase());
  if (isIn(modelNames)) {
    throw new EngineError(
      'models/name-taken',
      `A model has the name ${name}. Use another name in the description.`,
    );
  }
  if (!isIn(networks)) return;
  throw new EngineError(
    'models/name-taken',
    `A network with the name ${name} exists already. Remove it first ('exhibit models remove ${name}'), or use another name.`,
  );
}

async function readWhole(path: string): Promise<Buffer> {
  try {
    return await readBounded(path, MAX_WEIGHTS_BYTES);
  } catch (cause) {
    throw unreadable(`${path} cannot be read: ${(cause as Error).message}. Check the path.`, cause);
  }
}

const spelled: Readonly<Record<WeightsFormat, string>> = { pytorch: 'PyTorch', keras: 'Keras', onnx: 'ONNX' };
