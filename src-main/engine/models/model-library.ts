/**
 * The models of this installation: built in, trained or published here, or imported. One of them is active: casework
 * uses it unless another one is named.
 */
import { access, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { EngineError, reportOf } from '../../shared/errors.ts';
import type { ModelCard, ModelSummary } from '../../shared/model-card.ts';
import { requireOutputPlace } from '../support/output-place.ts';
import { checkedModel, readClaims } from './load-model.ts';
import { importModel, packModel } from './model-archive.ts';
import type { LikelihoodScale } from '../classifiers/likelihood-ratio.ts';
import { MANIFEST_FILE } from './model-folder.ts';

const DEFAULT_MODEL = 'default';
const ACTIVE_FILE = 'active.txt';

export interface ModelLibrary {
  /** The folder of the user's own models. */
  readonly userFolder: string;
  /** Name of the active model, or its folder if the command line named a folder. */
  active(): Promise<string>;
  /** @throws EngineError models/unknown */
  activeFolder(): Promise<string>;
  /**
   * As in all commands with a name, paths are refused; otherwise the page could reach any folder.
   * @throws EngineError models/…
   */
  activate(name: string): Promise<void>;
  list(): Promise<ModelSummary[]>;
  /** The likelihood scale of each model by the SHA-256 of its manifest; a model that cannot be read has none. */
  likelihoods(): Promise<ReadonlyMap<string, LikelihoodScale | null>>;
  card(name: string): Promise<ModelCard>;
  /**
   * Imports a file from `export`, or a model folder.
   * @param networks names that it may not have either: commands take the name of a model or of a network
   * @throws EngineError models/invalid, models/name-taken, …
   */
  import(path: string, networks: readonly string[]): Promise<ModelSummary>;
  /** Writes the complete model to one file. @returns SHA-256 of the model manifest. @throws EngineError output/… */
  export(name: string, path: string, overwrite: boolean): Promise<{ path: string; sha256: string }>;
  /** @throws EngineError models/in-use for the active or a built-in one */
  remove(name: string): Promise<void>;
}

/**
 * @param chosen name or folder from the command line; it is then the active model
 * @param bringIn how the model of a stranger is imported
 */
export function modelLibrary(
  builtIn: string,
  userFolder: string,
  chosen?: string,
  bringIn: typeof importModel = importModel,
): ModelLibrary {
  const active = async () =>
    chosen ??
    ((await readFile(join(userFolder, ACTIVE_FILE), 'utf8').catch(() => '')).trim() || DEFAULT_MODEL);

  /** Looks for a name among the built-in models and the user's models. */
  async function folderNamed(name: string): Promise<string | undefined> {
    const folders = [...(await subfolders(builtIn)), ...(await subfolders(userFolder))];
    for (const folder of folders)
      if (basename(folder) === name && (await isModelFolder(folder))) return folder;
    return undefined;
  }

  async function folderOf(name: string): Promise<string> {
    const folder = await folderNamed(name);
    if (folder !== undefined) return folder;
    throw unknown(name, `Import a folder from 'exhibit train' with 'exhibit models import'.`);
  }

  async function activeFolder(): Promise<string> {
    if (chosen === undefined) return folderOf(await active());
    const folder = (await folderNamed(chosen)) ?? resolve(chosen);
    if (await isModelFolder(folder)) return folder;
    throw unknown(chosen, `You can also name a folder from 'exhibit train'.`);
  }

  async function modelFolders(): Promise<{ folder: string; active: boolean }[]> {
    const used = await activeFolder().catch(() => null);
    const folders = [...(await subfolders(builtIn)), ...(await subfolders(userFolder))];
    if (used !== null && !folders.includes(used)) folders.unshift(used);
    const models: { folder: string; active: boolean }[] = [];
    for (const folder of folders) {
      if (await isModelFolder(folder)) models.push({ folder, active: folder === used });
    }
    return models;
  }

  async function list(): Promise<ModelSummary[]> {
    const summaries: ModelSummary[] = [];
    for (const { folder, active } of await modelFolders()) summaries.push(await summarise(folder, active));
    return summaries;
  }

  return {
    userFolder,
    active,
    activeFolder,
    list,
    async likelihoods() {
      const scales = new Map<string, LikelihoodScale | null>();
      for (const { folder } of await modelFolders()) {
        const model = await readClaims(folder).catch(() => null);
        if (model) scales.set(model.sha256, model.manifest.likelihood);
      }
      return scales;
    },
    async activate(name) {
      await checkedModel(await folderOf(name));
      await mkdir(userFolder, { recursive: true });
      await writeFileAtomic(join(userFolder, ACTIVE_FILE), `${name}\n`);
    },
    card: async (name) => (await checkedModel(await folderOf(name))).card,
    async import(path, networks) {
      const taken = [...networks, ...(await list()).map(({ folder }) => basename(folder))];
      return summarise(await bringIn(path, userFolder, taken), false);
    },
    async export(name, path, overwrite) {
      const folder = await folderOf(name);
      await requireOutputPlace(path, overwrite);
      return { path, sha256: await packModel(folder, path) };
    },
    async remove(name) {
      const folder = join(userFolder, name);
      if (!(await isModelFolder(folder)) || basename(folder) !== name) {
        throw new EngineError(
          'models/unknown',
          `No model of yours has the name ${name}. Built-in models cannot be removed. See the names with 'exhibit models list'.`,
        );
      }
      if ((await activeFolder().catch(() => null)) === folder) {
        throw new EngineError('models/in-use', `${name} is the active model. Activate another model first.`);
      }
      await rm(folder, { recursive: true });
    },
  };
}

const unknown = (name: string, also: string) =>
  new EngineError(
    'models/unknown',
    `No model has the name ${name}. See the names with 'exhibit models list'. ${also}`,
  );

/** For a damaged model, the summary has the error. */
async function summarise(folder: string, active: boolean): Promise<ModelSummary> {
  const common = { folder, active };
  try {
    const { name, sha256, card } = await checkedModel(folder);
    return { ...common, name, sha256, createdAt: card.createdAt, embedder: card.embedder, problem: null };
  } catch (error) {
    const unknown = { sha256: null, createdAt: null, embedder: null };
    return { ...common, ...unknown, name: basename(folder), problem: reportOf(error) };
  }
}

async function isModelFolder(folder: string): Promise<boolean> {
  return access(join(folder, MANIFEST_FILE)).then(
    () => true,
    () => false,
  );
}

/** Skips folders that end in `.part`: these models are still being written. */
async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.endsWith('.part'))
    .map((entry) => join(folder, entry.name));
}
