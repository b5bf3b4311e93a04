/**
 * One provider against the CPU on one embedder: the largest difference between their unit vectors, and
 * how long a batch takes each. Done in a process of its own (see `fork-trial.ts`), because a broken
 * graphics driver ends the process that calls it.
 */
import type { ProviderName } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { loadEmbedderModel } from './manifest.ts';
import type { EmbedderEntry } from './manifest.ts';
import type { ModelSession, Tensor } from './model-session.ts';
import { openSession } from './onnx-session.ts';

export interface TrialRequest {
  modelsFolder: string;
  /** Name of an embedder in the manifest. */
  model: string;
  provider: ProviderName;
  threads: number;
  /** Costs several times what the comparison of numbers does. */
  measureSpeed: boolean;
}

export interface TrialResult {
  /** Largest absolute difference between unit vectors. */
  maxDifference: number;
  /** How many times faster than the CPU; null when not measured. */
  speedup: number | null;
}

/** As many pictures as the engine gives at once. */
const batch = 8;

/** @throws EngineError models/…, inference/failed */
export async function tryProvider(request: TrialRequest): Promise<TrialResult> {
  const { entry, bytes } = await loadEmbedderModel(request.modelsFolder, request.model);
  const cpu = await openSession(bytes, { provider: 'cpu', threads: request.threads });
  try {
    const other = await openSession(bytes, request);
    try {
      const difference = await compare(cpu, other, entry);
      return {
        maxDifference: difference,
        speedup: request.measureSpeed ? await race(cpu, other, entry) : null,
      };
    } finally {
      await other.dispose();
    }
  } finally {
    await cpu.dispose();
  }
}

/** Largest difference between the unit vectors of one picture. */
async function compare(cpu: ModelSession, other: ModelSession, entry: EmbedderEntry): Promise<number> {
  const image = testImages(entry, 1);
  const wanted = unit(await embed(cpu, entry, image));
  const given = unit(await embed(other, entry, image));
  return wanted.reduce((largest, value, i) => Math.max(largest, Math.abs(value - given[i]!)), 0);
}

/** The CPU's time over the other's for one batch. */
async function race(cpu: ModelSession, other: ModelSession, entry: EmbedderEntry): Promise<number> {
  const images = testImages(entry, entry.input.batch ?? batch);
  return (await timeMs(cpu, entry, images)) / (await timeMs(other, entry, images));
}

/** Of the second run: the first plans, compiles shaders and fills caches. */
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
  if (!result) throw new EngineError('inference/failed', `the model has no output ${output.name}`);
  return result.data;
}

/** Noise in the range of normalised pixels, the same in every trial. */
function testImages({ input: { sizePx, layout } }: EmbedderEntry, count: number): Tensor {
  const dims = layout === 'nchw' ? [count, 3, sizePx, sizePx] : [count, sizePx, sizePx, 3];
  let state = 1;
  const data = Float32Array.from({ length: count * 3 * sizePx * sizePx }, () => {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
  return { dims, data };
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}
