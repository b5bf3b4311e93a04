/**
 * The classifier models of this installation: built in, trained or published here, or imported. One of them is active,
 * which casework uses unless another is named.
 */
import { access, mkdir, readFile, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { EngineError, reportOf } from '../../shared/errors.ts';
import type { ModelCard, ModelSummary } from '../../shared/model-card.ts';
import { loadClassifierModel } from './load-model.ts';
import { importModel, packModel } from './model-archive.ts';
import { MANIFEST_FILE } from './model-folder.ts';

export const DEFAULT_MODEL = 'default';
const ACTIVE_FILE = 'active.txt';

export interface ModelLibrary {
  /** The folder of the user's own models. */
  readonly userFolder: string;
  /** Name of the model that casework uses, or its folder where the command line gave one. */
  active(): Promise<string>;
  /** @throws EngineError models/unknown */
  activeFolder(): Promise<string>;
  /** Like the other commands that take a name: no path, or the page could reach any folder. @throws EngineError models/… */
  activate(name: string): Promise<void>;
  list(): Promise<ModelSummary[]>;
  card(name: string): Promise<ModelCard>;
  /** From a file written by `export`, or a model folder. @throws EngineError models/invalid, models/name-taken, … */
  import(path: string): Promise<ModelSummary>;
  /** One file with everything in it. @returns SHA-256 of the model's manifest */
  export(name: string, path: string): Promise<{ path: string; sha256: string }>;
  /** @throws EngineError models/in-use for the active or a built-in one */
  remove(name: string): Promise<void>;
}

/** @param chosen name or folder given on the command line; it is then the active one */
export function modelLibrary(builtIn: string, userFolder: string, chosen?: string): ModelLibrary {
  const active = async () =>
    chosen ??
    ((await readFile(join(userFolder, ACTIVE_FILE), 'utf8').catch(() => '')).trim() || DEFAULT_MODEL);

  /** A name is looked for among the built-in and the user's own models. */
  async function folderNamed(name: string): Promise<string | undefined> {
    const folders = [...(await subfolders(builtIn)), ...(await subfolders(userFolder))];
    for (const folder of folders)
      if (basename(folder) === name && (await isModelFolder(folder))) return folder;
    return undefined;
  }

  async function folderOf(name: string): Promise<string> {
    const folder = await folderNamed(name);
    if (folder !== undefined) return folder;
    throw unknown(name, `'exhibit models import' takes in a folder written by 'exhibit train'`);
  }

  async function activeFolder(): Promise<string> {
    if (chosen === undefined) return folderOf(await active());
    const folder = (await folderNamed(chosen)) ?? resolve(chosen);
    if (await isModelFolder(folder)) return folder;
    throw unknown(chosen, `a folder written by 'exhibit train' works too`);
  }

  async function list(): Promise<ModelSummary[]> {
    const used = await activeFolder().catch(() => null);
    const folders = [...(await subfolders(builtIn)), ...(await subfolders(userFolder))];
    if (used !== null && !folders.includes(used)) folders.unshift(used);
    const summaries: ModelSummary[] = [];
    for (const folder of folders) {
      if (await isModelFolder(folder)) summaries.push(await summarise(folder, folder === used));
    }
    return summaries;
  }

  return {
    userFolder,
    active,
    activeFolder,
    list,
    async activate(name) {
      const model = await loadClassifierModel(await folderOf(name));
      await model.dispose();
      await mkdir(userFolder, { recursive: true });
      await writeFileAtomic(join(userFolder, ACTIVE_FILE), `${name}\n`);
    },
    async card(name) {
      const model = await loadClassifierModel(await folderOf(name));
      await model.dispose();
      return model.card;
    },
    async import(path) {
      const taken = (await list()).map(({ folder }) => basename(folder));
      return summarise(await importModel(path, userFolder, taken), false);
    },
    export: async (name, path) => ({ path, sha256: await packModel(await folderOf(name), path) }),
    async remove(name) {
      const folder = join(userFolder, name);
      if (!(await isModelFolder(folder)) || basename(folder) !== name) {
        throw new EngineError(
          'models/unknown',
          `there is no model of your own named ${name}; built-in ones stay`,
        );
      }
      if ((await activeFolder().catch(() => null)) === folder) {
        throw new EngineError('models/in-use', `${name} is the active model; activate another one first`);
      }
      await rm(folder, { recursive: true });
    },
  };
}

const unknown = (name: string, also: string) =>
  new EngineError(
    'models/unknown',
    `there is no model ${name}; 'exhibit models list' names those there are, and ${also}`,
  );

/** A damaged model is listed with what is wrong with it. */
async function summarise(folder: string, active: boolean): Promise<ModelSummary> {
  const common = { folder, active };
  try {
    const model = await loadClassifierModel(folder);
    await model.dispose();
    const { name, sha256, card } = model;
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

/** Models are written as `.part`: whole or not, it is none to use. */
async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.endsWith('.part'))
    .map((entry) => join(folder, entry.name));
}
