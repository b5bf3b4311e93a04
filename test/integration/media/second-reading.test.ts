/** The readable files of `edge` and `field` as another reader sees them: test/golden/second-reading.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src-main/engine/media/decode.ts';
import type { Frame } from '../../../src-main/engine/media/frame.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { goldenPath, hasShared, sharedPath } from '../../support/shared-data.ts';
import { tools } from './clips.ts';

interface Reading {
  file: string;
  /** Of each frame that decodes. */
  timesMs: number[];
  sizes: string[];
  /** Mean R, G, B of each frame before the first damage. */
  means: number[][];
  /** By frame, mean colours of a grid of 4 by 4, row by row: they differ in a turned or mirrored picture. */
  grids: Record<number, number[][]>;
}

const { files } = JSON.parse(readFileSync(goldenPath('second-reading.json'), 'utf8')) as { files: Reading[] };
/** Levels of 255. Measured 0.27 and, at the hard colour edges of test patterns, 1.81: chroma is filtered here. */
const MEAN_LEVELS = 0.5;
const BLOCK_LEVELS = 2.5;
/** Measured 0.09: a bias of rounding is the same in neighbouring frames, so a frame out of place stands out. */
const STEP_LEVELS = 0.15;
const SIDE = 4;

describe.skipIf(!hasShared('data', 'field'))('what another reader sees', () => {
  it.each(files)('in $file', { timeout: 120_000 }, async ({ file, timesMs, sizes, means, grids }) => {
    const path = sharedPath('data', ...file.split('/'));
    const media = await probe(path, tools);
    const index = await indexFrames(path, media, tools);
    const seen = { times: [] as number[], sizes: [] as string[] };
    let before: number[] | null = null;
    for await (const frame of decode({ path, media, index, wanted: [...index.pts.keys()], tools })) {
      const place = seen.times.length;
      seen.times.push(frame.ptsMs);
      seen.sizes.push(`${frame.width}x${frame.height}`);
      const expected = means[place];
      if (!expected) continue;
      const bias = meanOf(frame).map((value, channel) => value - expected[channel]!);
      expect(largest(bias), `mean of frame ${place}`).toBeLessThan(MEAN_LEVELS);
      if (before) expect(largest(difference(bias, before)), `step to ${place}`).toBeLessThan(STEP_LEVELS);
      before = bias;
      const grid = grids[place];
      if (grid) expect(largest(difference(blockMeans(frame).flat(), grid.flat()))).toBeLessThan(BLOCK_LEVELS);
    }
    expect(seen.sizes).toEqual(sizes);
    expect(largest(difference(seen.times, timesMs))).toBeLessThan(0.01);
  });
});

const largest = (values: readonly number[]) => Math.max(...values.map(Math.abs));
const difference = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value - b[i]!);

/** Mean R, G, B of a part of the picture; of the whole one if none is named. */
function meanOf({ rgb, width, height }: Frame, [top, bottom, left, right] = [0, height, 0, width]): number[] {
  const sums = [0, 0, 0];
  for (let y = top!; y < bottom!; y += 1) {
    for (let at = (y * width + left!) * 3; at < (y * width + right!) * 3; at += 3) {
      for (let channel = 0; channel < 3; channel += 1) sums[channel]! += rgb[at + channel]!;
    }
  }
  return sums.map((sum) => sum / ((bottom! - top!) * (right! - left!)));
}

function blockMeans(frame: Frame): number[][] {
  const rows = edges(frame.height);
  const columns = edges(frame.width);
  return rows
    .slice(1)
    .flatMap((bottom, y) =>
      columns.slice(1).map((right, x) => meanOf(frame, [rows[y]!, bottom, columns[x]!, right])),
    );
}

/** As numpy's array_split: the first parts take what is left over. */
const edges = (length: number) =>
  Array.from({ length: SIDE + 1 }, (_, i) => i * Math.floor(length / SIDE) + Math.min(i, length % SIDE));
