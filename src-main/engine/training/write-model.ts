/** Puts a trained model into a folder, the manifest with everybody's hashes last. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cardText } from '../classifiers/card-text.ts';
import { CARD_TEXT_FILE, MANIFEST_FILE, modelFiles, sha256Of } from '../classifiers/model-folder.ts';
import { vectorsToBytes } from '../classifiers/model-folder.ts';
import type { ModelManifest } from '../classifiers/model-folder.ts';
import { headToOnnx } from '../metric-learning/projection-head.ts';
import type { TrainedModel } from './train-model.ts';

/** @returns SHA-256 of the manifest, by which findings name the model */
export async function writeModel(folder: string, model: TrainedModel): Promise<string> {
  const files: Record<string, Uint8Array> = {
    [modelFiles.head]: headToOnnx(model.head),
    [modelFiles.sgd]: json(model.sgd),
    [modelFiles.forest]: json(model.forest),
    [modelFiles.calibration]: json(model.calibrations),
    [modelFiles.vectors]: vectorsToBytes(model.vectors, model.fakes),
    [modelFiles.card]: json(model.card, 1),
    [CARD_TEXT_FILE]: Buffer.from(cardText(model.card)),
  };
  const manifest: ModelManifest = {
    format: 1,
    name: model.name,
    createdAt: model.card.createdAt,
    embedder: model.embedder,
    vectorLength: model.head.at(-1)!.outputs,
    band: model.band,
    likelihood: model.likelihood,
    files: Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256Of(bytes)])),
  };
  const manifestBytes = json(manifest, 2);
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  await writeFile(join(folder, MANIFEST_FILE), manifestBytes);
  return sha256Of(manifestBytes);
}

function json(value: unknown, indent = 0): Uint8Array {
  return Buffer.from(`${JSON.stringify(value, null, indent)}\n`);
}
