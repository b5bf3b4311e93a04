/** Pictures of one size to JPEGs, many per process: starting ffmpeg costs more than encoding a hundred pictures. */
import { encodeJpegs, type Pixels } from './encode-pictures.ts';
import type { FfmpegTools } from './ffmpeg.ts';

/** At most 14 MB of face pictures wait. */
const BATCH = 128;

interface Waiting {
  picture: Pixels;
  resolve(jpeg: Buffer): void;
  reject(error: unknown): void;
}

export class JpegBatches {
  readonly #tools: FfmpegTools;
  readonly #signal: AbortSignal;
  #waiting: Waiting[] = [];

  constructor(tools: FfmpegTools, signal: AbortSignal) {
    this.#tools = tools;
    this.#signal = signal;
  }

  /** @returns a promise that resolves when the batch is full, or after `flush` */
  add(picture: Pixels): Promise<Buffer> {
    const jpeg = new Promise<Buffer>((resolve, reject) => this.#waiting.push({ picture, resolve, reject }));
    // The caller awaits it after the last frame. Until then a rejection must not count as unhandled.
    jpeg.catch(() => undefined);
    if (this.#waiting.length >= BATCH) this.flush();
    return jpeg;
  }

  /** Encodes the pictures that wait. */
  flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const pictures = batch.map(({ picture }) => picture);
    encodeJpegs(pictures, Infinity, this.#tools, this.#signal).then(
      (jpegs) => batch.forEach(({ resolve }, index) => resolve(jpegs[index]!)),
      (error: unknown) => batch.forEach(({ reject }) => reject(error)),
    );
  }
}
