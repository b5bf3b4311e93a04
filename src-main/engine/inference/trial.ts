/**
 * Compares one provider with the CPU, on one embedder and on every network of the detector: the largest difference of
 * their outputs, and the time for a batch of faces. It runs in its own process (see `fork-trial.ts`), because a broken
 * graphics driver can end the process that calls it.
 */
import type { ProviderName } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { loadEmbedderModel, loadModel, readManifest } from './manifest.ts';
import type { EmbedderEntry, GuestEntry, ModelEntry } from './manifest.ts';
import type { ModelSession, Tensor } from './model-session.ts';
import { openSession } from './onnx-session.ts';

type TriedEntry = Exclude<ModelEntry, GuestEntry>;

export interface TrialRequest {
  modelsFolder: string;
  /** Name of an embedder in the network list. */
  model: string;
  provider: ProviderName;
  threads: number;
  /** Takes several times as long as comparing the numbers. */
  measureSpeed: boolean;
}

export interface TrialResult {
  /** Largest absolute difference, between unit vectors or as a share of a detector network's largest output. */
  maxDifference: number;
  /** How many times faster than the CPU; null if not measured. */
  speedup: number | null;
}

/** The number of pictures that the engine gives per run. */
const batch = 8;

/** Side of the test picture for a network that takes any size; not a multiple of its strides. */
const anySizePx = 97;

/** @throws EngineError models/…, inference/failed */
export async function tryProvider(request: TrialRequest): Promise<TrialResult> {
  const { models } = await readManifest(request.modelsFolder);
  const detectors = models.filter((model) => model.role === 'detector');
  let maxDifference = 0;
  for (const entry of detectors) {
    const { name } = entry;
    const { bytes } = await loadModel(request.modelsFolder, name);
    const difference = await onBoth({ name, bytes }, request, (cpu, other) =>
      differenceOf(cpu, other, entry),
    );
    maxDifference = Math.max(maxDifference, difference);
  }
  const { entry, bytes } = await loadEmbedderModel(request.modelsFolder, request.model);
  return onBoth({ name: entry.name, bytes }, request, async (cpu, other) => ({
    maxDifference: Math.max(maxDifference, await compare(cpu, other, entry)),
    speedup: request.measureSpeed ? await race(cpu, other, entry) : null,
  }));
}

async function onBoth<T>(
  { name, bytes }: { name: string; bytes: Uint8Array },
  request: TrialRequest,
  work: (cpu: ModelSession, other: ModelSession) => Promise<T>,
): Promise<T> {
  const cpu = await openSession(bytes, { provider: 'cpu', threads: request.threads }, name);
  try {
    const other = await openSession(bytes, request, name);
    try {
      return await work(cpu, other);
    } finally {
      await other.dispose();
    }
  } finally {
    await cpu.dispose();
  }
}

/** Over all outputs of a network, each as a share of its largest value on the CPU. */
async function differenceOf(cpu: ModelSession, other: ModelSession, entry: TriedEntry): Promise<number> {
  const image = testImages(entry, 2);
  const wanted = await cpu.run({ [entry.input.name]: image });
  const given = await other.run({ [entry.input.name]: image });
  return Math.max(
    ...cpu.outputNames.map((name) => relativeDifference(wanted[name]!.data, given[name]!.data)),
  );
}

function relativeDifference(wanted: Float32Array, given: Float32Array): number {
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - given[i]!)), 0);
  return difference / Math.max(1, largest);
}

/** Largest difference between the unit vectors of one picture. */
async function compare(cpu: ModelSession, other: ModelSession, entry: EmbedderEntry): Promise<number> {
  const image = testImages(entry, 1);
  const wanted = unit(await embed(cpu, entry, image));
  const given = unit(await embed(other, entry, image));
  return wanted.reduce((largest, value, i) => Math.max(largest, Math.abs(value - given[i]!)), 0);
}

/** The CPU's time divided by the other provider's time, for one batch. */
async function race(cpu: ModelSession, other: ModelSession, entry: EmbedderEntry): Promise<number> {
  const images = testImages(entry, entry.input.batch ?? batch);
  return (await timeMs(cpu, entry, images)) / (await timeMs(other, entry, images));
}

/** Time of the second run: the first run plans, compiles shaders and fills caches. */
async function timeMs(session: ModelSession, entry: EmbedderEntry, images: Tensor): Promise<number> {
  await embed(session, entry, images);
  const start = performance.now();
  await embed(session, entry, images);
  return performance.now() - start;
}

async function embed(
  session: ModelSession,
  { input, output }: EmbedderEntry,
  image: Tensor,
): Promise<Float32Array> {
  const result = (await session.run({ [input.name]: image }))[output.name];
  if (!result) throw new EngineError('inference/failed', `The network has no output ${output.name}.`);
  return result.data;
}

/** Noise in the range of the network's pixels, the same in every trial. */
function testImages({ input: { sizePx, layout, mean, divisor } }: TriedEntry, count: number): Tensor {
  const side = sizePx ?? anySizePx;
  const dims = layout === 'nchw' ? [count, 3, side, side] : [count, side, side, 3];
  let state = 1;
  const data = Float32Array.from({ length: count * 3 * side * side }, () => {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return ((state / 2 ** 32) * 255 - mean[0]) / divisor;
  });
  return { dims, data };
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}
