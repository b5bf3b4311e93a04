/** Opens a model folder for scoring. Every file must have the hash from the model manifest. */
import { basename, join } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../../shared/errors.ts';
import { modelCard, type ModelCard } from '../../shared/model-card.ts';
import type { ModelSession } from '../inference/model-session.ts';
import { openSession } from '../inference/onnx-session.ts';
import { distancesFrom, noveltyOf, noveltyScale } from '../novelty/novelty.ts';
import { regionFromBytes } from '../novelty/region-bytes.ts';
import type { ClassifierModel, EmbeddingScore } from '../classifiers/classifier-model.ts';
import { isDenseHead } from './dense-head.ts';
import { requireSoundClaims } from './model-claims.ts';
import { MANIFEST_FILE, modelFiles, modelManifest } from './model-folder.ts';
import { NotReadAsFile, readBounded } from '../support/read-bounded.ts';
import { sha256Of } from '../support/sha256.ts';
import type { ModelManifest } from './model-folder.ts';
import { forestModel } from '../classifiers/random-forest.ts';
import { calibrations, scoreVectors } from '../classifiers/score-vectors.ts';
import type { ScoringParts } from '../classifiers/score-vectors.ts';
import { sgdModel } from '../classifiers/sgd.ts';

/** Of numbers and networks; those of the default model have 0.2 MB. */
const MAX_FILE_BYTES = 2 ** 28;
/** Text takes many times its size when it is read; that of the default model has 0.2 MB. */
const MAX_JSON_BYTES = 2 ** 25;

/** @throws EngineError models/missing, models/hash-mismatch, models/invalid */
export async function loadClassifierModel(folder: string): Promise<ClassifierModel> {
  const { manifest, sha256, card } = await readClaims(folder);
  const files = new Map<string, Uint8Array>();
  for (const name of Object.keys(manifest.files)) files.set(name, await readNamed(folder, name, manifest));
  const json = <T>(name: string, schema: z.ZodType<T>) =>
    parsed(folder, name, needed(files, folder, name), schema);
  const parts: ScoringParts = {
    sgd: json(modelFiles.sgd, sgdModel),
    forest: json(modelFiles.forest, forestModel),
    calibrations: json(modelFiles.calibration, calibrations),
  };
  const scale = json(modelFiles.novelty, noveltyScale);
  const distancesOf = distancesFrom(regionOf(folder, files, manifest));
  const novelty = (embedding: Float32Array) => noveltyOf(distancesOf(embedding), scale);
  if (parts.sgd.weights.length !== manifest.vectorLength) throw invalid(folder, modelFiles.sgd);
  if (parts.forest.trees.some(({ feature }) => feature.some((each) => each >= manifest.vectorLength))) {
    throw invalid(folder, modelFiles.forest);
  }
  const layers = needed(files, folder, modelFiles.head);
  if (!isDenseHead(layers)) throw invalid(folder, modelFiles.head, 'it is no row of dense layers');
  // The head is small: one thread is fastest, and gives the same numbers on every machine.
  const head = await openSession(layers, { provider: 'cpu', threads: 1 });
  return new LoadedModel(manifest, sha256, card, head, parts, novelty);
}

interface ReadClaims {
  manifest: ModelManifest;
  sha256: string;
  card: ModelCard;
}

/** Manifest and card of a model, which have to agree. @throws as loadClassifierModel */
export async function readClaims(folder: string): Promise<ReadClaims> {
  const bytes = await read(folder, MANIFEST_FILE, MAX_JSON_BYTES);
  const manifest = parsed(folder, MANIFEST_FILE, bytes, modelManifest);
  if (!(modelFiles.card in manifest.files)) throw unnamed(folder, modelFiles.card);
  const cardBytes = await readNamed(folder, modelFiles.card, manifest);
  const card = parsed(folder, modelFiles.card, cardBytes, modelCard);
  requireSoundClaims(manifest, card);
  return { manifest, sha256: sha256Of(bytes), card };
}

/** A file that the manifest names. */
async function readNamed(folder: string, name: string, { files }: ModelManifest): Promise<Uint8Array> {
  const bytes = await read(folder, name, name.endsWith('.json') ? MAX_JSON_BYTES : MAX_FILE_BYTES);
  if (sha256Of(bytes) === files[name]) return bytes;
  throw new EngineError(
    'models/hash-mismatch',
    `The model in ${folder} is damaged: ${name} was changed. Restore the model or train it again.`,
  );
}

/** Loads a model to see whether it is whole, and for its card; it is not kept open. @throws as loadClassifierModel */
export async function checkedModel(
  folder: string,
): Promise<Pick<ClassifierModel, 'name' | 'sha256' | 'card'>> {
  const model = await loadClassifierModel(folder);
  await model.dispose();
  return model;
}

/** Loads a stranger's model and scores one embedding, the same every time. @throws as loadClassifierModel */
export async function tryModel(folder: string): Promise<void> {
  const model = await loadClassifierModel(folder);
  try {
    const known = new Float32Array(model.embedder.length).fill(1 / Math.sqrt(model.embedder.length));
    const [given] = await model.score([known]);
    const numbers = [given!.score, given!.novelty, ...Object.values(given!.classifiers)];
    if (!numbers.every(Number.isFinite)) throw invalid(folder, MANIFEST_FILE, 'its scores are not finite');
  } finally {
    await model.dispose();
  }
}

class LoadedModel implements ClassifierModel {
  readonly name: string;
  readonly sha256: string;
  readonly embedder: ClassifierModel['embedder'];
  readonly band: ClassifierModel['band'];
  readonly likelihood: ClassifierModel['likelihood'];
  readonly card: ModelCard;
  readonly #vectorLength: number;
  readonly #head: ModelSession;
  readonly #parts: ScoringParts;
  readonly #novelty: (embedding: Float32Array) => number;

  constructor(
    manifest: ModelManifest,
    sha256: string,
    card: ModelCard,
    head: ModelSession,
    parts: ScoringParts,
    novelty: (embedding: Float32Array) => number,
  ) {
    this.name = manifest.name;
    this.sha256 = sha256;
    this.embedder = manifest.embedder;
    this.band = manifest.band;
    this.likelihood = manifest.likelihood;
    this.card = card;
    this.#vectorLength = manifest.vectorLength;
    this.#head = head;
    this.#parts = parts;
    this.#novelty = novelty;
  }

  async score(embeddings: readonly Float32Array[]): Promise<EmbeddingScore[]> {
    if (embeddings.length === 0) return [];
    const { length } = this.embedder;
    const data = new Float32Array(embeddings.length * length);
    for (const [row, embedding] of embeddings.entries()) {
      if (embedding.length !== length) {
        throw new EngineError(
          'models/invalid',
          `The model ${this.name} needs embeddings of length ${length}, not ${embedding.length}. Use the embedder ${this.embedder.name}.`,
        );
      }
      data.set(embedding, row * length);
    }
    const { vector } = await this.#head.run({ embedding: { dims: [embeddings.length, length], data } });
    const width = this.#vectorLength;
    if (vector?.data.length !== embeddings.length * width) {
      throw new EngineError(
        'models/invalid',
        `The head of the model ${this.name} does not give the ${width} numbers that its manifest says. Train the model again or restore its folder.`,
      );
    }
    const scores = scoreVectors(
      embeddings.map((_, row) => vector.data.subarray(row * width, (row + 1) * width)),
      this.#parts,
    );
    return scores.map((score, row) => ({ ...score, novelty: this.#novelty(embeddings[row]!) }));
  }

  async dispose(): Promise<void> {
    await this.#head.dispose();
  }
}

async function read(folder: string, name: string, mostBytes: number): Promise<Uint8Array> {
  try {
    return await readBounded(join(folder, name), mostBytes);
  } catch (cause) {
    if (cause instanceof NotReadAsFile) throw invalid(folder, name, cause.message);
    throw new EngineError(
      'models/missing',
      `The model ${basename(folder)} is incomplete: ${name} is missing in ${folder}. Restore the folder, or train the model with "exhibit train".`,
      { cause },
    );
  }
}

function needed(files: ReadonlyMap<string, Uint8Array>, folder: string, name: string): Uint8Array {
  const bytes = files.get(name);
  if (!bytes) throw unnamed(folder, name);
  return bytes;
}

const unnamed = (folder: string, name: string) => invalid(folder, MANIFEST_FILE, `it does not name ${name}`);

function parsed<T>(folder: string, name: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch (cause) {
    throw invalid(
      folder,
      name,
      cause instanceof z.ZodError ? 'another version of Exhibit wrote it' : undefined,
      cause,
    );
  }
}

function regionOf(folder: string, files: ReadonlyMap<string, Uint8Array>, { embedder }: ModelManifest) {
  const bytes = {
    references: needed(files, folder, modelFiles.references),
    mahalanobis: needed(files, folder, modelFiles.mahalanobis),
  };
  try {
    return regionFromBytes(bytes, embedder.length);
  } catch (cause) {
    throw invalid(folder, modelFiles.references, undefined, cause);
  }
}

function invalid(folder: string, name: string, why?: string, cause?: unknown): EngineError {
  const detail = why === undefined ? '' : `: ${why}`;
  return new EngineError(
    'models/invalid',
    `${name} of the model in ${folder} cannot be used${detail}. Train the model again or restore its folder.`,
    { cause },
  );
}
