/**
 * The port `ModelSession` with ONNX Runtime; only this file names it. Settings that could change numbers, or the memory
 * kept between runs, are fixed here, so a finding can be repeated.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type Ort from 'onnxruntime-node';
import type { ProviderName } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ModelSession, Tensor } from './model-session.ts';
import { requireFixedSizes } from './fixed-sizes.ts';
import { requireSelfContained } from './self-contained.ts';

// Since 1.30 the runtime writes an identifier of this machine into the home folder and sends usage data to its maker,
// unless this is set before its library is loaded. A static import would load the library first.
process.env['ORT_DISABLE_TELEMETRY'] = '1';
const ort = createRequire(import.meta.url)('onnxruntime-node') as typeof Ort;

export interface SessionSettings {
  provider: ProviderName;
  /** CPU threads inside one operator; 0 means one per physical core. */
  threads: number;
}

/**
 * Nodes run one after the other, so sums are always in the same order. Memory patterns are off: ONNX Runtime keeps one
 * for every input shape, and image pyramids have very many shapes. Idle threads sleep: by default they spin after each
 * operator and run. On two cores that also decode, this doubled the processor time of a run and made it half as long
 * again.
 */
const frozen: Ort.InferenceSession.SessionOptions = {
  graphOptimizationLevel: 'all',
  executionMode: 'sequential',
  interOpNumThreads: 1,
  enableMemPattern: false,
  enableCpuMemArena: true,
  logSeverityLevel: 3,
  // The runtime's own format is not read: nobody checks what it refers to.
  extra: { session: { intra_op: { allow_spinning: '0' }, load_model_format: 'ONNX' } },
};

/** Version of ONNX Runtime, for the finding. */
export const onnxRuntimeVersion: string = ort.env.versions.node ?? ort.env.versions.common;

/** The providers in this build of the runtime; `cuda` is an add-on and never in the list. */
export function carriedProviders(): string[] {
  return ort
    .listSupportedBackends()
    .filter(({ bundled }) => bundled)
    .map(({ name }) => name);
}

/**
 * Loads a model from its file or its bytes. Whatever it comes from, all that it computes with must be in these bytes.
 * @param name for messages
 * @throws EngineError inference/failed; models/invalid as `requireSelfContained` and `requireFixedSizes`
 */
export async function openSession(
  model: string | Uint8Array,
  { provider, threads }: SessionSettings,
  name = typeof model === 'string' ? model : 'without a name',
): Promise<ModelSession> {
  const options = { ...frozen, intraOpNumThreads: threads, executionProviders: [provider] };
  const session = await attempt(`The network ${name} cannot be loaded on ${provider}`, async () => {
    const bytes = typeof model === 'string' ? await readFile(model) : model;
    requireSelfContained(bytes, name);
    requireFixedSizes(bytes, name);
    return ort.InferenceSession.create(bytes, options);
  });
  return new OnnxSession(session, provider);
}

class OnnxSession implements ModelSession {
  readonly provider: ProviderName;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly #session: Ort.InferenceSession;

  constructor(session: Ort.InferenceSession, provider: ProviderName) {
    this.#session = session;
    this.provider = provider;
    this.inputNames = session.inputNames;
    this.outputNames = session.outputNames;
  }

  async run(inputs: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>> {
    this.#checkNames(Object.keys(inputs));
    const results = await attempt(`The network failed to run on ${this.provider}`, () =>
      this.#session.run(
        Object.fromEntries(
          Object.entries(inputs).map(([name, { data, dims }]) => [
            name,
            new ort.Tensor('float32', data, dims),
          ]),
        ),
      ),
    );
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, taken(name, tensor)]));
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  #checkNames(given: readonly string[]): void {
    const wanted = this.inputNames;
    if (given.length === wanted.length && wanted.every((name) => given.includes(name))) return;
    throw new EngineError(
      'inference/failed',
      `The network needs the inputs ${wanted.join(', ')}, but got ${given.join(', ') || 'none'}.`,
    );
  }
}

/** Copies a result from the runtime's memory and frees the original. */
function taken(name: string, tensor: Ort.Tensor): Tensor {
  try {
    if (!(tensor.data instanceof Float32Array)) {
      throw new EngineError(
        'inference/failed',
        `The output ${name} has the type ${tensor.type}, but Exhibit needs float32. Export the network in float32.`,
      );
    }
    return { dims: [...tensor.dims], data: tensor.data.slice() };
  } finally {
    tensor.dispose();
  }
}

async function attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EngineError('inference/failed', `${what}: ${why}`, { cause });
  }
}
