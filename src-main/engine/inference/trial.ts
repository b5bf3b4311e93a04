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
}

export interface TrialResult {
  /** Largest absolute difference between unit vectors. */
  maxDifference: number;
  cpuMs: number;
  /** For the same work; for less of it when that alone takes longer than the CPU's whole batch. */
  providerMs: number;
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
      return await compare(cpu, other, entry);
    } finally {
      await other.dispose();
    }
  } finally {
    await cpu.dispose();
  }
}

async function compare(cpu: ModelSession, other: ModelSession, entry: EmbedderEntry): Promise<TrialResult> {
  const one = testImages(entry, 1);
  const many = testImages(entry, entry.input.batch ?? batch);
  const wanted = await timed(cpu, entry, one);
  const given = await timed(other, entry, one);
  const difference = maxDifference(unit(wanted.data), unit(given.data));
  const { ms: cpuMs } = await timed(cpu, entry, many);
  if (given.ms > cpuMs) return { maxDifference: difference, cpuMs, providerMs: given.ms };
  const { ms: providerMs } = await timed(other, entry, many);
  return { maxDifference: difference, cpuMs, providerMs };
}

/** The second of two runs: the first also plans, compiles shaders and fills caches. */
async function timed(session: ModelSession, { input, output }: EmbedderEntry, image: Tensor) {
  await session.run({ [input.name]: image });
  const start = performance.now();
  const data = (await session.run({ [input.name]: image }))[output.name]?.data;
  const ms = performance.now() - start;
  if (!data) throw new EngineError('inference/failed', `the model has no output ${output.name}`);
  return { data, ms };
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

function maxDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);
}
