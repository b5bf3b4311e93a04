/** The pictures of faces that a case shows, against the frames in its capsule. */
import { EngineError } from '../../shared/errors.ts';
import { FACE_IMAGE_PX } from '../faces/face-image.ts';
import { decodeStills } from '../media/decode-stills.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';

const BLOCK_PX = 16;
const BLOCKS = FACE_IMAGE_PX / BLOCK_PX;
/** Of 255, on average over a block. */
const MOST_APART = 20;
/** 220 kB each. */
const AT_ONCE = 128;

interface Pair {
  /** Cut from the frame now: FACE_IMAGE_PX squared, RGB, interleaved. */
  picture: Uint8Array;
  /** As the case has it. */
  jpeg: Uint8Array;
}

export interface CropComparison {
  /** @throws the abort reason */
  add(pair: Pair): Promise<void>;
  /** @returns how many pictures of the case are not those of their frames. @throws the abort reason */
  others(): Promise<number>;
}

export function compareCrops(tools: FfmpegTools, signal: AbortSignal): CropComparison {
  let waiting: Pair[] = [];
  let others = 0;

  async function compareWaiting(): Promise<void> {
    const pairs = waiting;
    waiting = [];
    if (pairs.length === 0) return;
    const format = { decoder: 'mjpeg', width: FACE_IMAGE_PX, height: FACE_IMAGE_PX, border: 0 };
    try {
      const jpegs = pairs.map(({ jpeg }) => jpeg);
      const decoded = await decodeStills(jpegs, format, tools, signal);
      others += pairs.filter(({ picture }, at) => apart(picture, decoded[at]!) > MOST_APART).length;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof EngineError)) throw error;
      // No pictures of a case, whatever they are.
      others += pairs.length;
    }
  }

  return {
    async add(pair) {
      waiting.push(pair);
      if (waiting.length === AT_ONCE) await compareWaiting();
    },
    async others() {
      await compareWaiting();
      return others;
    },
  };
}

/** Mean difference of the block that differs most: a part that was painted over counts, coding does not. */
export function apart(one: Uint8Array, other: Uint8Array): number {
  const sums = new Float64Array(BLOCKS * BLOCKS);
  for (let at = 0; at < one.length; at += 1) {
    const pixel = Math.floor(at / 3);
    const row = Math.floor(pixel / FACE_IMAGE_PX / BLOCK_PX);
    const column = Math.floor((pixel % FACE_IMAGE_PX) / BLOCK_PX);
    sums[row * BLOCKS + column]! += Math.abs(one[at]! - other[at]!);
  }
  return Math.max(...sums) / (BLOCK_PX * BLOCK_PX * 3);
}
