/** Every intact file of `edge` and `field` as another reader sees it; the recorded values name their origin. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src-main/engine/media/decode.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { hasShared, sharedPath } from '../../support/shared-data.ts';
import { tools } from './clips.ts';

interface Reading {
  file: string;
  frames: number;
  /** null where a joined clock has no length. */
  lengthMs: number | null;
  /** Frames of which size and mean colour are recorded. */
  at: number[];
  sizes: string[];
  means: number[][];
}

const golden = new URL('../../golden/second-reading.json', import.meta.url);
const { files } = JSON.parse(readFileSync(golden, 'utf8')) as { files: Reading[] };
/** Levels of 255: readers round chroma differently. */
const LEVELS = 2;

describe.skipIf(!hasShared('data', 'field'))('what another reader sees', () => {
  it.each(files)('in $file', async ({ file, frames, lengthMs, at, sizes, means }) => {
    const path = sharedPath('data', ...file.split('/'));
    const media = await probe(path, tools);
    const index = await indexFrames(path, media, tools);
    expect(index.pts).toHaveLength(frames);
    if (lengthMs !== null) expect(Math.abs(index.timesMs.at(-1)! - lengthMs)).toBeLessThan(1);
    const seen: { size: string; mean: number[] }[] = [];
    for await (const { rgb, width, height } of decode({ path, media, index, wanted: at, tools })) {
      const sums = [0, 0, 0];
      for (const [i, value] of rgb.entries()) sums[i % 3]! += value;
      seen.push({ size: `${width}x${height}`, mean: sums.map((sum) => sum / (width * height)) });
    }
    expect(seen.map(({ size }) => size)).toEqual(sizes);
    for (const [i, { mean }] of seen.entries()) {
      for (const [channel, value] of mean.entries()) {
        expect(Math.abs(value - means[i]![channel]!)).toBeLessThan(LEVELS);
      }
    }
  });
});
