/** Pictures of one size to JPEGs, many a process: to start ffmpeg costs more than to encode a hundred of them. */
import { encodeJpegs, type Pixels } from './encode-pictures.ts';
import type { FfmpegTools } from './ffmpeg.ts';

/** 14 MB of face pictures wait at most. */
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

  /** @returns a promise that is kept once enough pictures wait, or after `flush` */
  add(picture: Pixels): Promise<Buffer> {
    const jpeg = new Promise<Buffer>((resolve, reject) => this.#waiting.push({ picture, resolve, reject }));
    // Whoever asked awaits it when all frames are seen; until then a rejection is not unhandled.
    jpeg.catch(() => undefined);
    if (this.#waiting.length >= BATCH) this.flush();
    return jpeg;
  }

  /** Starts with those that wait. */
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
