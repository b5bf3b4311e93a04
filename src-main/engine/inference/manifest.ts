/**
 * The network list (`models/manifest.json`): for every network its kind, inputs, outputs, origin and SHA-256. A network
 * with another hash is not used. It is hashed and run from the same bytes in memory, so a file that changes in between
 * has no effect.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EngineError } from '../../shared/errors.ts';
import type { NetworkState } from '../../shared/model-card.ts';
import { sha256Of } from '../support/sha256.ts';

const triple = z.tuple([z.number(), z.number(), z.number()]);
const templatePoint = z.object({ x: z.number(), y: z.number() }).strict();

const input = z
  .object({
    name: z.string(),
    /** null if the network takes any size. */
    sizePx: z.number().int().positive().nullable(),
    layout: z.enum(['nchw', 'nhwc']),
    channels: z.enum(['rgb', 'bgr']),
    mean: triple,
    divisor: z.number().positive(),
    /** Pictures per run; null if the network takes any number. */
    batch: z.number().int().positive().nullable(),
  })
  .strict();

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const common = {
  name: z.string(),
  /** Relative to the folder of the network list. */
  file: z.string(),
  sha256,
  architecture: z.string(),
  input,
  licence: z.string(),
  origin: z.string(),
};

const detectorEntry = z.object({ role: z.literal('detector'), ...common }).strict();

/** Also the form of a user's description of an embedder. */
export const embedderEntry = z
  .object({
    role: z.literal('embedder'),
    ...common,
    input: input.extend({ sizePx: z.number().int().positive() }),
    output: z.object({ name: z.string(), length: z.number().int().positive() }).strict(),
    /** Position of the five landmarks in the crop, 0–1 of its side. */
    template: z.tuple([templatePoint, templatePoint, templatePoint, templatePoint, templatePoint]),
    /**
     * Measured on pairs of faces seconds apart: see `IdentityLimits` in `faces/track.ts`. null if not measured; such an
     * embedder is used for classifiers, not to tell people apart.
     */
    identity: z.object({ same: z.number(), other: z.number() }).strict().nullable(),
    /** List of the people it was trained on, beside the network; see `embedding/trained-on.ts`. */
    trainedOn: z.object({ file: z.string(), sha256 }).strict().optional(),
  })
  .strict();

/** Also the form of a lab's description of a detector; see docs/guests.md. */
export const guestEntry = z
  .object({
    role: z.literal('guest'),
    ...common,
    input: z
      .object({
        name: z.string(),
        sizePx: z.number().int().min(16).max(1024),
        layout: z.enum(['nchw', 'nhwc']),
        channels: z.enum(['rgb', 'bgr']),
        /** Largest value of a channel before `mean` and `std`, which are on the same scale, in the order red, green, blue. */
        range: z.union([z.literal(1), z.literal(255)]),
        mean: triple,
        std: triple.refine((each) => each.every((value) => value > 0), 'each above 0'),
        batch: z.number().int().positive().nullable(),
      })
      .strict(),
    output: z
      .object({
        name: z.string(),
        gives: z.enum(['logit', 'probability']),
        /** What the numbers of a face stand for, in their order. */
        classes: z.union([
          z.tuple([z.literal('fake')]),
          z.tuple([z.literal('real')]),
          z.tuple([z.literal('real'), z.literal('fake')]),
          z.tuple([z.literal('fake'), z.literal('real')]),
        ]),
      })
      .strict(),
    /** How a face is cut out; `margin` is how much wider and higher than the template or the box, as a share. */
    crop: z.object({ by: z.enum(['landmarks', 'box']), margin: z.number().min(0).max(3) }).strict(),
    /** What it was trained on, in words. */
    training: z.string().min(1),
    trainedOn: z.object({ file: z.string(), sha256 }).strict().optional(),
  })
  .strict();

const manifestSchema = z
  .object({
    version: z.literal(1),
    models: z.array(z.discriminatedUnion('role', [detectorEntry, embedderEntry, guestEntry])),
  })
  .strict();

export type ModelManifest = z.infer<typeof manifestSchema>;
export type ModelEntry = ModelManifest['models'][number];
export type EmbedderEntry = z.infer<typeof embedderEntry>;
/** A forgery detector that a lab brings. */
export type GuestEntry = z.infer<typeof guestEntry>;

export interface LoadedModel<Entry extends ModelEntry = ModelEntry> {
  entry: Entry;
  bytes: Uint8Array;
}

export interface ModelCheck {
  entry: ModelEntry;
  state: NetworkState;
}

/** @throws EngineError models/missing, models/invalid */
export async function readManifest(modelsFolder: string): Promise<ModelManifest> {
  const path = join(modelsFolder, 'manifest.json');
  const text = (await readOrMissing(path)).toString('utf8');
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new EngineError('models/invalid', `${path} is damaged. Install Exhibit again.`, { cause });
  }
}

/** SHA-256 of the network list: its content changes numbers as much as the weights do. */
export async function manifestHash(modelsFolder: string): Promise<string> {
  return sha256Of(await readOrMissing(join(modelsFolder, 'manifest.json')));
}

/** @throws EngineError models/unknown */
export function findModel(manifest: ModelManifest, name: string): ModelEntry {
  const entry = manifest.models.find((model) => model.name === name);
  if (entry) return entry;
  const known = manifest.models.map((model) => model.name).join(', ');
  throw new EngineError('models/unknown', `No network has the name ${name}. Available are: ${known}.`);
}

/**
 * Reads one network and checks it.
 * @throws EngineError models/unknown, models/missing, models/hash-mismatch
 */
export async function loadModel(modelsFolder: string, name: string): Promise<LoadedModel> {
  const entry = findModel(await readManifest(modelsFolder), name);
  const bytes = await readOrMissing(join(modelsFolder, entry.file));
  if (sha256Of(bytes) === entry.sha256) return { entry, bytes };
  throw new EngineError(
    'models/hash-mismatch',
    `The file ${entry.file} is not the one that this version was tested with. ` +
      'Delete it and run `npm run models`, or install Exhibit again.',
  );
}

/** @throws EngineError as `loadModel`; models/unknown also if the network is not an embedder */
export async function loadEmbedderModel(
  modelsFolder: string,
  name: string,
): Promise<LoadedModel<EmbedderEntry>> {
  const { entry, bytes } = await loadModel(modelsFolder, name);
  if (entry.role === 'embedder') return { entry, bytes };
  throw new EngineError('models/unknown', `${name} is a ${entry.role}, not an embedder. Choose an embedder.`);
}

/** The state of every network, for a list. An error in one does not hide the others. */
export async function checkModels(modelsFolder: string): Promise<ModelCheck[]> {
  const { models } = await readManifest(modelsFolder);
  return Promise.all(
    models.map(async (entry) => ({ entry, state: await networkState(modelsFolder, entry) })),
  );
}

async function networkState(folder: string, entry: ModelEntry): Promise<NetworkState> {
  const hashOf = async (file: string) => {
    const bytes = await readFile(join(folder, file)).catch(() => null);
    return bytes && sha256Of(bytes);
  };
  const hash = await hashOf(entry.file);
  if (hash === null) return 'missing';
  if (hash !== entry.sha256) return 'hash-mismatch';
  const list = entry.role === 'detector' ? undefined : entry.trainedOn;
  return list && (await hashOf(list.file)) !== list.sha256 ? 'list-changed' : 'ok';
}

async function readOrMissing(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new EngineError(
      'models/missing',
      `${path} cannot be read. Run \`npm run models\`, or install Exhibit again.`,
      { cause },
    );
  }
}
