/**
 * Finds embedders: built in, imported by the user, or built when needed. Each name belongs to one embedder only, so the
 * name and the hash in a finding always agree.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import type { EmbedderSummary } from '../../shared/model-card.ts';
import {
  checkModels,
  loadEmbedderModel,
  loadModel,
  readManifest,
  type EmbedderEntry,
  type GuestEntry,
  type LoadedModel,
  type ModelCheck,
  type ModelManifest,
} from '../inference/manifest.ts';
import { sha256Of } from '../support/sha256.ts';
import { writeNetworkFile } from './network-folder.ts';
import { readTrainedOn, type TrainedOn } from './trained-on.ts';
import { buildXceptionUntrained, xceptionUntrained } from './xception-untrained.ts';

/** Each folder has a network list (`manifest.json`); the folder of imported networks may not exist yet. */
export interface NetworkFolders {
  /** Comes with Exhibit; also has the networks of the detector. */
  builtIn: string;
  /** The user's folder. */
  imported: string;
}

/** @throws EngineError models/unknown, models/missing, models/hash-mismatch, models/invalid, models/write-failed */
export async function loadInstalledEmbedder(
  folders: NetworkFolders,
  name: string,
): Promise<LoadedModel<EmbedderEntry>> {
  if (name === xceptionUntrained.name) return loadUntrained(folders.imported);
  const imported = await importedNetworks(folders.imported);
  if (!imported.models.some((model) => model.name === name)) {
    return loadBuiltIn(folders.builtIn, name, imported);
  }
  return orHowToRepair(name, () => loadEmbedderModel(folders.imported, name));
}

/** A forgery detector that was added. @throws EngineError as `loadInstalledEmbedder` */
export async function loadInstalledGuest(
  folders: NetworkFolders,
  name: string,
): Promise<LoadedModel<GuestEntry>> {
  const guests = (await importedNetworks(folders.imported)).models.filter(({ role }) => role === 'guest');
  if (!guests.some((guest) => guest.name === name)) {
    const known = guests.map((guest) => guest.name).join(', ') || 'none';
    throw new EngineError(
      'models/unknown',
      `No detector has the name ${name}. Added are: ${known}. Add one with 'exhibit models add detector'.`,
    );
  }
  return orHowToRepair(name, async () => {
    const { entry, bytes } = await loadModel(folders.imported, name);
    return { entry: entry as GuestEntry, bytes };
  });
}

/** @throws EngineError that says how to repair it */
async function orHowToRepair<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof EngineError) || error.code === 'models/unknown') throw error;
    throw new EngineError(
      error.code,
      `The file of the imported network ${name} is missing or was changed. Remove the network with 'exhibit models remove ${name}' and add it again.`,
      { cause: error },
    );
  }
}

/**
 * The people and recordings in a network's training data; null if not stated.
 * @throws EngineError as `loadInstalledEmbedder`
 */
export async function installedTrainedOn(folders: NetworkFolders, name: string): Promise<TrainedOn | null> {
  const { models } = await importedNetworks(folders.imported);
  const imported = models.find((model) => model.name === name);
  const load = imported?.role === 'guest' ? loadInstalledGuest : loadInstalledEmbedder;
  const { entry } = await load(folders, name);
  return readTrainedOn(imported ? folders.imported : folders.builtIn, entry);
}

/** The state of every network: built in, imported, and the one that is built at first use. */
export async function checkNetworks({ builtIn, imported }: NetworkFolders): Promise<ModelCheck[]> {
  const { models } = await importedNetworks(imported);
  return [
    ...(await checkModels(builtIn)),
    { entry: xceptionUntrained, state: 'ok' },
    ...(models.length > 0 ? await checkModels(imported) : []),
  ];
}

/** Every available embedder, with its state. */
export async function listEmbedders(folders: NetworkFolders): Promise<EmbedderSummary[]> {
  const imported = await importedNetworks(folders.imported);
  const importedNames = new Set(imported.models.map(({ name }) => name));
  return (await checkNetworks(folders)).flatMap(({ entry, state }) => {
    if (entry.role !== 'embedder') return [];
    const { name, architecture, licence, origin, sha256, output } = entry;
    const builtIn = !importedNames.has(name);
    return [{ name, architecture, licence, origin, length: output.length, sha256, builtIn, state }];
  });
}

/** Empty if nothing was imported yet. @throws EngineError models/invalid */
export async function importedNetworks(folder: string): Promise<ModelManifest> {
  try {
    return await readManifest(folder);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code === 'models/missing') return { version: 1, models: [] };
    const path = join(folder, 'manifest.json');
    throw new EngineError('models/invalid', `${path} is damaged. Delete it and add the networks again.`, {
      cause: error,
    });
  }
}

async function loadBuiltIn(folder: string, name: string, imported: ModelManifest) {
  try {
    return await loadEmbedderModel(folder, name);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'models/unknown') throw error;
    const { models } = await readManifest(folder);
    const known = [...models, xceptionUntrained, ...imported.models].filter(
      ({ role }) => role === 'embedder',
    );
    throw new EngineError(
      'models/unknown',
      `No embedder has the name ${name}. Installed are: ${known.map((each) => each.name).join(', ')}. If a model needs this embedder, import it first with 'exhibit models add'.`,
      { cause: error },
    );
  }
}

async function loadUntrained(folder: string): Promise<LoadedModel<EmbedderEntry>> {
  const entry = xceptionUntrained;
  const kept = await readFile(join(folder, entry.file)).catch(() => null);
  if (kept && sha256Of(kept) === entry.sha256) return { entry, bytes: kept };
  const bytes = buildXceptionUntrained();
  if (sha256Of(bytes) !== entry.sha256) {
    throw new EngineError(
      'models/hash-mismatch',
      `${entry.name} was built with an unexpected hash. Install Exhibit again.`,
    );
  }
  await writeNetworkFile(folder, entry.file, bytes);
  return { entry, bytes };
}
