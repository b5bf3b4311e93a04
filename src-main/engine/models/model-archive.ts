/**
 * A model as one file: a zip of its folder, which any zip program can open. The model manifest inside names every file
 * with its SHA-256, so the import finds any changed byte.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { zipSync } from 'fflate';
import writeFileAtomic from 'write-file-atomic';
import { EngineError } from '../../shared/errors.ts';
import { MODEL_NAME } from '../../shared/model-name.ts';
import { sha256Of } from '../support/sha256.ts';
import { NotReadAsFile, readBounded } from '../support/read-bounded.ts';
import { MAX_UNPACKED_BYTES } from '../weights/stored-tensor.ts';
import { zipEntries } from '../weights/zip-entries.ts';
import { checkedModel, tryModel } from './load-model.ts';
import { MANIFEST_FILE, modelManifest } from './model-folder.ts';
import { writeFolder } from './write-model.ts';

/** The same date for every entry, so the same model gives the same file. */
const MODIFIED = new Date('2026-01-01T00:00:00Z');

/** @returns SHA-256 of the manifest. @throws EngineError models/… for a damaged model, models/write-failed */
export async function packModel(folder: string, target: string): Promise<string> {
  await checkedModel(folder);
  const manifestBytes = await readFile(join(folder, MANIFEST_FILE));
  const { files } = modelManifest.parse(JSON.parse(manifestBytes.toString('utf8')));
  const entries: Record<string, Uint8Array> = { [MANIFEST_FILE]: manifestBytes };
  for (const name of Object.keys(files)) entries[name] = await readFile(join(folder, name));
  try {
    await writeFileAtomic(target, Buffer.from(zipSync(entries, { mtime: MODIFIED })));
  } catch (cause) {
    throw new EngineError(
      'models/write-failed',
      `The model cannot be written to ${target}. Choose another place.`,
      { cause },
    );
  }
  return sha256Of(manifestBytes);
}

/**
 * Checks every hash, tries the model once, then copies it into the library: its manifest and the files that the
 * manifest names. Other files in the folder have no hash and are not copied.
 * @param path a file of `packModel`, or a model folder
 * @param taken names that are in use
 * @returns the folder it is in now
 * @throws EngineError models/invalid, models/missing, models/hash-mismatch, models/name-taken, models/write-failed
 */
export async function importModel(path: string, library: string, taken: readonly string[]): Promise<string> {
  const files = (await isFolder(path)) ? await filesOfFolder(path) : await filesOfArchive(path);
  const { name } = manifestOf(files.get(MANIFEST_FILE), path);
  if (!MODEL_NAME.test(name)) throw notAModel(path);
  if (taken.includes(name)) {
    throw new EngineError(
      'models/name-taken',
      `A model or network with the name ${name} exists already. Remove it first.`,
    );
  }
  const folder = join(library, name);
  await writeFolder(folder, files, tryModel);
  return folder;
}

const isFolder = async (path: string) => (await stat(path).catch(() => null))?.isDirectory() ?? false;

type ModelFiles = ReadonlyMap<string, Uint8Array>;

async function filesOfFolder(folder: string): Promise<ModelFiles> {
  const manifest = await readBounded(join(folder, MANIFEST_FILE), MAX_UNPACKED_BYTES).catch(() => {
    throw notAModel(folder);
  });
  const files = new Map<string, Uint8Array>([[MANIFEST_FILE, manifest]]);
  for (const name of Object.keys(manifestOf(manifest, folder).files)) {
    const bytes = await readBounded(join(folder, name), MAX_UNPACKED_BYTES).catch((cause: unknown) => {
      throw lacks(folder, name, cause);
    });
    files.set(name, bytes);
  }
  return files;
}

async function filesOfArchive(path: string): Promise<ModelFiles> {
  const entries = await entriesOf(path);
  const manifest = entries.get(MANIFEST_FILE);
  const files = new Map<string, Uint8Array>();
  for (const name of [MANIFEST_FILE, ...Object.keys(manifestOf(manifest, path).files)]) {
    const bytes = entries.get(name);
    if (!bytes) throw lacks(path, name);
    files.set(name, bytes);
  }
  return files;
}

async function entriesOf(path: string): Promise<ModelFiles> {
  let bytes: Buffer;
  try {
    bytes = await readBounded(path, MAX_UNPACKED_BYTES);
  } catch (cause) {
    if (cause instanceof NotReadAsFile) {
      throw new EngineError(
        'models/invalid',
        `${basename(path)} is no model: ${cause.message}. Choose a file from "exhibit models export".`,
      );
    }
    throw new EngineError('models/missing', `${path} cannot be read. Check the path.`, { cause });
  }
  return zipEntries(bytes).catch((cause: unknown) => {
    throw notAModel(path, cause);
  });
}

function manifestOf(bytes: Uint8Array | undefined, path: string) {
  if (!bytes) throw notAModel(path);
  try {
    return modelManifest.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw notAModel(path, cause);
  }
}

const lacks = (path: string, name: string, cause?: unknown) =>
  new EngineError(
    'models/missing',
    `The model in ${path} is incomplete: ${name} is missing. Get the model again.`,
    { cause },
  );

const notAModel = (path: string, cause?: unknown) =>
  new EngineError(
    'models/invalid',
    `${basename(path)} is not a model of Exhibit. Choose a file from "exhibit models export", or the folder of a model.`,
    { cause },
  );
