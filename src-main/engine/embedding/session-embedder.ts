/** The port `Embedder` with one network: aligned crops in batches, each result scaled to unit length. */
import type { Landmarks } from '../../shared/domain.ts';
import type { ModelSession } from '../inference/model-session.ts';
import type { EmbedderEntry } from '../inference/manifest.ts';
import { imagesToTensor } from '../inference/tensor.ts';
import { EngineError } from '../../shared/errors.ts';
import { alignFace } from '../faces/align.ts';
import type { IdentityLimits } from '../faces/track.ts';
import type { Embedder, FaceInFrame } from './embedder.ts';
import { facesPerRun } from './faces-per-run.ts';

export class SessionEmbedder implements Embedder {
  readonly name: string;
  readonly sha256: string;
  readonly length: number;
  readonly template: Landmarks;
  readonly identityLimits: IdentityLimits | null;
  readonly #session: ModelSession;
  readonly #entry: EmbedderEntry;

  constructor(session: ModelSession, entry: EmbedderEntry) {
    this.name = entry.name;
    this.sha256 = entry.sha256;
    this.length = entry.output.length;
    this.template = entry.template;
    this.identityLimits = entry.identity;
    this.#session = session;
    this.#entry = entry;
  }

  /** @throws EngineError inference/failed */
  async embed(faces: readonly FaceInFrame[], signal?: AbortSignal): Promise<Float32Array[]> {
    const batch = facesPerRun(this.#entry.input.batch);
    const embeddings: Float32Array[] = [];
    for (let start = 0; start < faces.length; start += batch) {
      signal?.throwIfAborted();
      embeddings.push(...(await this.#embedBatch(faces.slice(start, start + batch))));
    }
    return embeddings;
  }

  async dispose(): Promise<void> {
    await this.#session.dispose();
  }

  async #embedBatch(faces: readonly FaceInFrame[]): Promise<Float32Array[]> {
    const { input, output, template } = this.#entry;
    const crops = faces.map(({ frame, landmarks }) => alignFace(frame, landmarks, input.sizePx, template));
    // A network with a fixed batch gets the last picture again in the places that are left.
    const filled = Array.from({ length: input.batch ?? crops.length }, (_, i) => crops[i] ?? crops.at(-1)!);
    const image = imagesToTensor(filled, input.sizePx, input.sizePx, input);
    const result = (await this.#session.run({ [input.name]: image }))[output.name];
    if (result?.data.length !== filled.length * output.length) {
      throw new EngineError(
        'inference/failed',
        `${this.name} gave ${result?.data.length ?? 'no'} numbers for ${filled.length} faces; ` +
          `expected were ${output.length} per face. Check the description of the network.`,
      );
    }
    return faces.map((_, i) => unit(result.data.slice(i * output.length, (i + 1) * output.length)));
  }
}

/** The same direction at unit Euclidean length; a zero vector has no direction and stays zero. */
function unit(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return norm === 0 ? vector : vector.map((value) => value / norm);
}
