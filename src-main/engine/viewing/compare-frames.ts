/**
 * Compares all frames of a video, each of which is decoded. The same pixels as an earlier frame: a picture that froze, or
 * that comes again; the SHA-256 of size and pixels decide, and one that differs in a single value counts as another.
 * Other colours than the frame before: another shot, by the measure of `faces/shots.ts`.
 */
import { createHash } from 'node:crypto';
import type { Progress } from '../../shared/domain.ts';
import type { ComparedFrames } from '../../shared/viewing.ts';
import { beginsShot, colourHistogram, type ColourHistogram } from '../faces/shots.ts';
import { decode } from '../media/decode.ts';
import type { RunSource } from './decoding-run.ts';

/** @throws as decode; the abort reason */
export async function compareFrames(
  source: RunSource,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<ComparedFrames> {
  const total = source.index.pts.length;
  const first = new Map<string, number>();
  const repeats = new Int32Array(total).fill(-1);
  const shots: number[] = [];
  let before: ColourHistogram | undefined;
  onProgress({ stage: 'decode', done: 0, total });
  for await (const frame of decode({ ...source, wanted: [...source.index.pts.keys()], signal })) {
    const { frameIndex, width, height, rgb } = frame;
    const digest = createHash('sha256').update(`${width}x${height}`).update(rgb).digest('base64');
    const earlier = first.get(digest);
    if (earlier === undefined) first.set(digest, frameIndex);
    else repeats[frameIndex] = earlier;
    const colours = colourHistogram(frame);
    if (beginsShot(before, colours)) shots.push(frameIndex);
    before = colours;
    if (frameIndex % REPORTED === 0) onProgress({ stage: 'decode', done: frameIndex + 1, total });
  }
  return { repeats, shots: Int32Array.from(shots) };
}

/** Frames between two reports: a few a second. */
const REPORTED = 8;
