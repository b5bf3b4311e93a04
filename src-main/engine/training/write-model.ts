/** Puts a trained model into a folder, the manifest with everybody's hashes last. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../shared/errors.ts';
import { cardText } from '../classifiers/card-text.ts';
import { CARD_TEXT_FILE, MANIFEST_FILE, modelFiles } from '../classifiers/model-folder.ts';
import { sha256Of } from '../inference/manifest.ts';
import type { ModelManifest } from '../classifiers/model-folder.ts';
import { headToOnnx } from '../metric-learning/projection-head.ts';
import { regionToBytes } from '../novelty/region-bytes.ts';
import type { TrainedModel } from './assemble-model.ts';

/** @returns SHA-256 of the manifest, by which findings name the model */
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
  await replaceFolder(folder, { ...files, [MANIFEST_FILE]: manifestBytes });
  return sha256Of(manifestBytes);
}

/**
 * Makes sure, before hours of training, that a model can be written there.
 * @throws EngineError models/write-failed when the place can't be written or holds something that is no model
 */
export async function requireModelPlace(folder: string): Promise<void> {
  const draft = `${folder}.part`;
  try {
    await mkdir(draft, { recursive: true });
    await rm(draft, { recursive: true });
  } catch (cause) {
    throw writeFailed(`a model can't be written to ${folder}; choose a folder of your own`, cause);
  }
  const there = await readdir(folder).catch((): string[] => []);
  if (there.length > 0 && !there.includes(MANIFEST_FILE)) {
    throw writeFailed(`${folder} holds other files; choose a new folder for the model`);
  }
}

/** The model that was there stays whole until the new one is. */
async function replaceFolder(folder: string, files: Record<string, Uint8Array>): Promise<void> {
  const [draft, old] = [`${folder}.part`, `${folder}.old`];
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(draft, name), bytes);
    await rm(old, { recursive: true, force: true });
    if (existsSync(folder)) await rename(folder, old);
    await rename(draft, folder);
    await rm(old, { recursive: true, force: true });
  } catch (cause) {
    throw writeFailed(`the model can't be written to ${folder}: ${(cause as Error).message}`, cause);
  }
}

const writeFailed = (message: string, cause?: unknown) =>
  new EngineError('models/write-failed', message, { cause });

function json(value: unknown, indent = 0): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, indent)}\n`);
}
