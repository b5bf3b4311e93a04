/**
 * Combinations of codec, container, rate, B-frames, start time and rotation, drawn by a seed: how many frames a clip has,
 * when each is shown and how large it is follows from how the clip was made, whatever the combination.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../src-main/engine/support/random.ts';
import { fileEnding } from '../../../src-main/engine/media/file-ending.ts';
import { missingFrames } from '../../../src-main/engine/media/missing-frames.ts';
import { sound } from '../../../src-main/engine/media/structure-reader.ts';
import { clipFolder, digestFrames, hasEncoder, makeClip, testSource } from './clips.ts';
import { writeDisplayMatrix } from './display-matrix.ts';

const codecs = [
  {
    encoder: 'libx264',
    containers: ['mp4', 'mov', 'mkv', 'ts', 'flv'],
    args: ['-preset', 'veryfast', '-g', '12'],
  },
  {
    encoder: 'libx265',
    containers: ['mp4', 'mkv', 'ts'],
    args: ['-preset', 'ultrafast', '-x265-params', 'log-level=none'],
  },
  { encoder: 'mpeg4', containers: ['mp4', 'mkv', 'mov'], args: ['-g', '12'] },
  { encoder: 'mpeg2video', containers: ['ts', 'mkv', 'mpg'], args: ['-g', '12'] },
  { encoder: 'mjpeg', containers: ['avi', 'mov', 'mkv'], args: [] },
  {
    encoder: 'libvpx-vp9',
    containers: ['webm', 'mkv', 'mp4'],
    args: ['-deadline', 'realtime', '-cpu-used', '8'],
  },
] as const;
/** a, b, c, d of the display matrix that turns a picture clockwise. */
const matrices = { 90: [0, 1, -1, 0], 180: [-1, 0, 0, -1], 270: [0, -1, 1, 0] } as const;
const CLIPS = 16;

const random = createRandom(15);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next() * list.length)]!;

const clips = Array.from({ length: CLIPS }, (_, number) => {
  const { encoder, containers, args } = pick(codecs);
  const container = pick(containers);
  const rate = pick(encoder === 'mpeg2video' ? [25, 30, 50] : [10, 24, 25, 30, 60]);
  const bFrames = encoder === 'libx264' || encoder === 'mpeg2video' ? pick([0, 2]) : 0;
  const startSeconds = container === 'ts' ? pick([0, 3600, 95_440]) : 0;
  const rotation = container === 'mp4' || container === 'mov' ? pick([0, 90, 180, 270] as const) : 0;
  const size = pick(['160x120', '128x96', '176x144']);
  const name = `${number}: ${encoder} in ${container}, ${rate}/s, ${bFrames} B-frames, from ${startSeconds} s, ${rotation}°, ${size}`;
  return { ...{ name, number, encoder, container, rate, bFrames, startSeconds, rotation, size }, args };
});

let folder: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  folder = await clipFolder();
});
afterAll(() => folder.remove());

describe.each(clips)('$name', (clip) => {
  it.skipIf(!hasEncoder(clip.encoder))('gives every frame at its time and size', async () => {
    const { encoder, args, container, rate, bFrames, startSeconds, rotation, size } = clip;
    const path = await makeClip(`${folder.folder}/${clip.number}.${container}`, [
      ...[
        ...testSource(size, 1, rate),
        '-c:v',
        encoder,
        ...args,
        '-pix_fmt',
        encoder === 'mjpeg' ? 'yuvj420p' : 'yuv420p',
      ],
      ...(bFrames > 0 ? ['-bf', String(bFrames)] : []),
      ...(startSeconds > 0 ? ['-output_ts_offset', String(startSeconds)] : []),
    ]);
    if (rotation !== 0) await writeDisplayMatrix(path, matrices[rotation]);
    const { media, index, digests, missing, sizes } = await digestFrames(path);
    expect([digests.size, missing]).toEqual([rate, []]);
    const [width, height] = size.split('x') as [string, string];
    expect(new Set(sizes)).toEqual(new Set([rotation % 180 === 0 ? size : `${height}x${width}`]));
    // Milliseconds in Matroska and FLV, finer elsewhere.
    for (const [n, time] of index.timesMs.entries())
      expect(Math.abs(time - (n * 1000) / rate)).toBeLessThan(1.01);
    expect([index.joins, (await fileEnding(path, media)).cut, missingFrames(media, index, sound)]).toEqual([
      [],
      null,
      [],
    ]);
    const some = [1, Math.floor(rate / 2), rate - 1];
    const sampled = await digestFrames(path, some);
    expect([...sampled.digests]).toEqual(some.map((frame) => [frame, digests.get(frame)]));
  });
});
