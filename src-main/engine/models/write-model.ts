/** Writes a trained model into a folder. The manifest with the hashes of all files is written last. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import { cardText } from '../../shared/card-text.ts';
import { givenTextFault } from './model-claims.ts';
import { CARD_TEXT_FILE, MANIFEST_FILE, modelFiles } from './model-folder.ts';
import { sha256Of } from '../support/sha256.ts';
import type { ModelManifest } from './model-folder.ts';
import { headToOnnx } from '../metric-learning/projection-head.ts';
import { regionToBytes } from '../novelty/region-bytes.ts';
import type { TrainedModel } from '../training/assemble-model.ts';

/**
 * @param folder new or empty
 * @returns SHA-256 of the manifest, which identifies the model in findings
 */
export async function writeModel(folder: string, model: TrainedModel): Promise<string> {
  const { references, mahalanobis } = regionToBytes(model.region);
  const files: Record<string, Uint8Array> = {
    [modelFiles.head]: headToOnnx(model.head),
    [modelFiles.sgd]: json(model.sgd),
    [modelFiles.forest]: json(model.forest),
    [modelFiles.calibration]: json(model.calibrations),
    [modelFiles.references]: references,
    [modelFiles.mahalanobis]: mahalanobis,
    [modelFiles.novelty]: json(model.noveltyScale),
    [modelFiles.card]: json(model.card, 1),
    [CARD_TEXT_FILE]: Buffer.from(cardText(model.card)),
  };
  const manifest: ModelManifest = {
    format: 2,
    name: model.name,
    createdAt: model.card.createdAt,
    embedder: model.embedder,
    vectorLength: model.head.at(-1)!.outputs,
    band: model.band,
    likelihood: model.likelihood,
    files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256Of(bytes)])),
  };
  const manifestBytes = json(manifest, 2);
  await writeFolder(folder, Object.entries({ ...files, [MANIFEST_FILE]: manifestBytes }));
  return sha256Of(manifestBytes);
}

/**
 * Checks, before hours of training, that a model can be written there, and loaded with these texts on its card.
 * @throws EngineError models/write-failed if the folder can't be written or is not empty
 */
export async function requireModelPlace(folder: string, texts: Iterable<string | null> = []): Promise<void> {
  const given = new Set([...texts].filter((text) => text !== null));
  const fault = givenTextFault(basename(folder), [...given]);
  if (fault !== undefined) {
    throw writeFailed(`The model cannot be written: ${fault}. Choose another name or a shorter text.`);
  }
  try {
    await rm(await draftBeside(folder), { recursive: true });
  } catch (cause) {
    throw writeFailed(
      `The model cannot be written to ${folder}. Choose a folder where you may write.`,
      cause,
    );
  }
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? [] : [error.message],
  );
  if (there.length > 0) {
    throw writeFailed(`${folder} is not empty. Choose a new folder for the model.`);
  }
}

/**
 * Writes the folder completely, or not at all.
 * @param check looks at the folder before it gets its name; what it throws is thrown
 * @throws EngineError models/write-failed
 */
export async function writeFolder(
  folder: string,
  files: Iterable<[string, Uint8Array]>,
  check?: (draft: string) => Promise<unknown>,
): Promise<void> {
  const failed = (cause: unknown) =>
    writeFailed(
      `The model cannot be written to ${folder}: ${(cause as Error).message}. Choose another folder.`,
      cause,
    );
  const draft = await draftBeside(folder).catch((cause: unknown) => {
    throw failed(cause);
  });
  try {
    for (const [name, bytes] of files)
      await writeFile(join(draft, name), bytes).catch((cause: unknown) => {
        throw failed(cause);
      });
    await check?.(draft);
  } catch (error) {
    // Errors while removing are ignored: the first error matters more.
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  try {
    // Only an empty folder is removed. Files that were put there meanwhile belong to somebody.
    await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(draft, folder);
  } catch (cause) {
    throw writeFailed(`${folder} is no longer empty. The model is in ${draft}; move it to its place.`, cause);
  }
}

/** On the same disk, so it can be renamed. Its name shows that it is not a finished model. */
async function draftBeside(folder: string): Promise<string> {
  await mkdir(dirname(folder), { recursive: true });
  const draft = `${folder}.${randomUUID().slice(0, 8)}.part`;
  await mkdir(draft);
  return draft;
}

const writeFailed = (message: string, cause?: unknown) =>
  new EngineError('models/write-failed', message, { cause });

function json(value: unknown, indent = 0): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, indent)}\n`);
}
