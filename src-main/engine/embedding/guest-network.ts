/**
 * A guest detector's network: a face to its raw score, the logit of the probability of fake before any calibration.
 * Whether the network gives logits or probabilities, of fake, of real or of both, its description says.
 */
import type { Box, Landmarks } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { alignFace } from '../faces/align.ts';
import { cutSquare } from '../faces/face-image.ts';
import type { GuestEntry } from '../inference/manifest.ts';
import type { ModelSession } from '../inference/model-session.ts';
import { imagesToTensor, type ImageFormat } from '../inference/tensor.ts';
import { artefactTemplate } from './artefact-template.ts';
import type { FaceInFrame } from './embedder.ts';
import { facesPerRun } from './faces-per-run.ts';

/** Keeps the logit of a probability of 0 or 1 finite. */
const LEAST_PROBABILITY = 1e-6;

export interface BoxedFace extends FaceInFrame {
  box: Box;
}

export class GuestNetwork {
  readonly #session: ModelSession;
  readonly #entry: GuestEntry;
  readonly #format: ImageFormat;

  constructor(session: ModelSession, entry: GuestEntry) {
    this.#session = session;
    this.#entry = entry;
    this.#format = imageFormat(entry.input);
  }

  /** @returns a raw score for each face @throws EngineError inference/failed */
  async scoreFaces(faces: readonly BoxedFace[], signal?: AbortSignal): Promise<number[]> {
    const { sizePx } = this.#entry.input;
    const pictures = faces.map((face) => guestCrop(face, sizePx, this.#entry.crop));
    const scores: number[] = [];
    const step = facesPerRun(this.#entry.input.batch);
    for (let start = 0; start < pictures.length; start += step) {
      signal?.throwIfAborted();
      scores.push(...(await this.scorePictures(pictures.slice(start, start + step))));
    }
    return scores;
  }

  /**
   * @param pictures RGB in the network's size, at most one batch
   * @throws EngineError inference/failed
   */
  async scorePictures(pictures: readonly Uint8Array[]): Promise<number[]> {
    const { input, output } = this.#entry;
    const { sizePx } = input;
    // A network with a fixed batch gets the last picture again in the places that are left.
    const filled = Array.from(
      { length: input.batch ?? pictures.length },
      (_, i) => pictures[i] ?? pictures.at(-1)!,
    );
    const image = imagesToTensor(filled, sizePx, sizePx, this.#format);
    const { data } = (await this.#session.run({ [input.name]: image }))[output.name]!;
    const { length } = output.classes;
    if (data.length !== filled.length * length) {
      throw this.#failed(
        `${data.length} numbers for ${filled.length} faces; its description says ${length} a face`,
      );
    }
    // In single precision, as the lab keeps them: casework then calibrates the very numbers that were judged.
    return pictures.map((_, i) => Math.fround(this.#logit(data.subarray(i * length, (i + 1) * length))));
  }

  async dispose(): Promise<void> {
    await this.#session.dispose();
  }

  #logit(numbers: Float32Array): number {
    const { gives, classes } = this.#entry.output;
    if (numbers.some((value) => !Number.isFinite(value))) throw this.#failed('a number that is not finite');
    if (gives === 'probability' && numbers.some((value) => value < 0 || value > 1)) {
      throw this.#failed('a number outside 0 to 1; its description says that it gives probabilities');
    }
    const logitOf = (value: number) => (gives === 'logit' ? value : logit(value));
    const [first, second] = numbers;
    // Of two probabilities the ratio counts, so they need not add up to 1.
    if (second !== undefined) {
      const evidence = (value: number) =>
        gives === 'logit' ? value : Math.log(Math.max(value, LEAST_PROBABILITY));
      const forFirst = evidence(first!) - evidence(second);
      return classes[0] === 'fake' ? forFirst : -forFirst;
    }
    return classes[0] === 'fake' ? logitOf(first!) : -logitOf(first!);
  }

  #failed(gave: string): EngineError {
    return new EngineError(
      'inference/failed',
      `The detector ${this.#entry.name} gave ${gave}. Check the network and its description.`,
    );
  }
}

/** On the scale of the pixels, 0 to 255. */
function imageFormat({ layout, channels, range, mean, std }: GuestEntry['input']): ImageFormat {
  const scale = 255 / range;
  const [r, g, b] = std;
  return {
    ...{ layout, channels },
    mean: [mean[0] * scale, mean[1] * scale, mean[2] * scale],
    divisor: [r * scale, g * scale, b * scale],
  };
}

/** By landmarks: as for the artefact embedder. By the box: a square about its middle, upright, of its longer side. */
function guestCrop(
  { frame, box, landmarks }: BoxedFace,
  sizePx: number,
  { by, margin }: GuestEntry['crop'],
): Uint8Array {
  const wider = 1 + margin;
  if (by === 'landmarks') {
    const place = (share: number) => 0.5 + (share - 0.5) / wider;
    const [a, b, c, d, e] = artefactTemplate.map(({ x, y }) => ({ x: place(x), y: place(y) }));
    const template: Landmarks = [a!, b!, c!, d!, e!];
    return alignFace(frame, landmarks, sizePx, template);
  }
  return cutSquare(frame, box, wider, sizePx);
}

function logit(probability: number): number {
  const within = Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, probability));
  return Math.log(within / (1 - within));
}
