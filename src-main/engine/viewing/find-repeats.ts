/**
 * Which frames of a video have the same pixels as an earlier one: a picture that froze, or that comes again. Every frame
 * is decoded, and the SHA-256 of its size and pixels compared; one that differs in a single value counts as another.
 */
import { createHash } from 'node:crypto';
import type { Progress } from '../../shared/domain.ts';
import { decode } from '../media/decode.ts';
import type { RunSource } from './decoding-run.ts';

/**
 * @returns for each frame the first one with its pixels; -1 where there is none before it, or it does not decode
 * @throws as decode; the abort reason
 */
export async function findRepeats(
  source: RunSource,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<Int32Array> {
  const total = source.index.pts.length;
  const first = new Map<string, number>();
  const repeats = new Int32Array(total).fill(-1);
  onProgress({ stage: 'decode', done: 0, total });
  for await (const frame of decode({ ...source, wanted: [...source.index.pts.keys()], signal })) {
    const { frameIndex, width, height, rgb } = frame;
    const digest = createHash('sha256').update(`${width}x${height}`).update(rgb).digest('base64');
    const earlier = first.get(digest);
    if (earlier === undefined) first.set(digest, frameIndex);
    else repeats[frameIndex] = earlier;
    if (frameIndex % REPORTED === 0) onProgress({ stage: 'decode', done: frameIndex + 1, total });
  }
  return repeats;
}

/** Frames between two reports: a few a second. */
const REPORTED = 8;
