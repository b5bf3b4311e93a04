/** HDR video in BT.709, against an independent computation. */
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../../src-main/engine/media/decode.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { clipFolder, makeClip, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

type Triple = [number, number, number];

/**
 * 10-bit Y'CbCr of BT.2020, two greys and three colours of skin, and their R'G'B' on a BT.709 screen (gamma 2.4) whose
 * white is 203 cd/m²: from the package colour-science 0.4.7 (`eotf_BT2100_PQ`, `eotf_BT2100_HLG` with 1000 cd/m²).
 */
const reference: { curve: string; tolerance: number; colours: [Triple, Triple][] }[] = [
  {
    curve: 'smpte2084',
    tolerance: 1,
    colours: [
      [
        [400, 512, 512],
        [110, 110, 110],
      ],
      [
        [520, 512, 512],
        [200, 200, 200],
      ],
      [
        [480, 490, 540],
        [224, 149, 131],
      ],
      [
        [380, 500, 535],
        [131, 89, 86],
      ],
      [
        [560, 495, 530],
        [255, 228, 204],
      ],
    ],
  },
  {
    // zimg applies the system gamma to each channel instead of the luminance.
    curve: 'arib-std-b67',
    tolerance: 4,
    colours: [
      [
        [400, 512, 512],
        [110, 110, 110],
      ],
      [
        [520, 512, 512],
        [149, 149, 149],
      ],
      [
        [480, 490, 540],
        [156, 131, 124],
      ],
      [
        [380, 500, 535],
        [119, 99, 97],
      ],
      [
        [560, 495, 530],
        [181, 160, 153],
      ],
    ],
  },
];

const PX = 32;

async function hdrClip(curve: string, [y, u, v]: Triple): Promise<string> {
  const pixels = PX * PX;
  const planes = new Uint16Array(pixels * 1.5);
  planes
    .fill(y, 0, pixels)
    .fill(u, pixels, pixels * 1.25)
    .fill(v, pixels * 1.25);
  const raw = `${clips.folder}/frame.yuv`;
  await writeFile(raw, new Uint8Array(planes.buffer));
  return makeClip(`${clips.folder}/${curve}-${y}.mkv`, [
    ...['-f', 'rawvideo', '-pix_fmt', 'yuv420p10le', '-s', `${PX}x${PX}`, '-i', raw],
    ...['-vf', `setparams=range=tv:color_primaries=bt2020:color_trc=${curve}:colorspace=bt2020nc`],
    ...['-color_range', 'tv', '-color_primaries', 'bt2020', '-color_trc', curve, '-colorspace', 'bt2020nc'],
    ...['-c:v', 'ffv1'],
  ]);
}

describe.skipIf(!tools.convertsHdr).each(reference)('$curve', ({ curve, tolerance, colours }) => {
  it.each(colours)('shows %j as %j', async (stored, shown) => {
    const path = await hdrClip(curve, stored);
    const media = await probe(path, tools);
    expect(media.assumptions).toEqual([expect.stringContaining('It was converted to BT.709')]);
    const index = await indexFrames(path, media, tools);
    for await (const { rgb } of decode({ path, media, index, wanted: [0], tools })) {
      const middle = 3 * (PX * (PX / 2) + PX / 2);
      for (const channel of [0, 1, 2] as const) {
        expect(Math.abs(rgb[middle + channel]! - shown[channel])).toBeLessThanOrEqual(tolerance);
      }
    }
  });
});

/**
 * Levels of 10 bits and what a screen with white at 203 cd/m² shows of them, in limited and in full range: by
 * colour-science 0.4.7 as above.
 */
const greys: [curve: string, level: number, limited: number, full: number][] = [
  ['smpte2084', 250, 44, 53],
  ['smpte2084', 520, 200, 190],
  ['arib-std-b67', 250, 61, 70],
  ['arib-std-b67', 700, 240, 216],
];

it.skipIf(!tools.convertsHdr).each(greys)(
  'shows grey of %s at level %i by its range, which is limited where the file names none',
  async (curve, level, limited, full) => {
    const raw = `${clips.folder}/grey.raw`;
    await writeFile(raw, new Uint8Array(new Uint16Array(PX * PX).fill(level).buffer));
    for (const [range, shown] of [
      ['tv', limited],
      ['pc', full],
      ['unknown', limited],
    ] as const) {
      const path = await makeClip(`${clips.folder}/grey-${range}.mkv`, [
        ...['-f', 'rawvideo', '-pix_fmt', 'gray10le', '-s', `${PX}x${PX}`, '-i', raw],
        ...['-vf', `setparams=range=${range}:color_primaries=bt2020:color_trc=${curve}:colorspace=bt2020nc`],
        ...['-color_range', range, '-color_primaries', 'bt2020', '-color_trc', curve],
        ...['-colorspace', 'bt2020nc', '-c:v', 'ffv1'],
      ]);
      const media = await probe(path, tools);
      expect(media.video.pixelFormat).toBe('gray10le');
      const index = await indexFrames(path, media, tools);
      for await (const { rgb } of decode({ path, media, index, wanted: [0], tools })) {
        for (const value of rgb.subarray(0, 3)) expect(Math.abs(value - shown)).toBeLessThanOrEqual(1);
      }
    }
  },
);

it('refuses HDR by name where this ffmpeg cannot convert it', async () => {
  const path = await hdrClip('smpte2084', [400, 512, 512]);
  await expect(probe(path, { ...tools, convertsHdr: false })).rejects.toMatchObject({
    code: 'media/unsupported',
    message: expect.stringContaining('HDR (PQ)') as string,
  });
});

it.skipIf(!tools.convertsHdr)('converts pictures with odd sides', async () => {
  const path = await makeClip(`${clips.folder}/odd.mkv`, [
    ...['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=5:duration=1', '-pix_fmt', 'yuv420p10le'],
    ...[
      '-vf',
      'scale=161:121,setparams=range=tv:color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc',
    ],
    ...[
      '-color_primaries',
      'bt2020',
      '-color_trc',
      'arib-std-b67',
      '-colorspace',
      'bt2020nc',
      '-c:v',
      'ffv1',
    ],
  ]);
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  let frames = 0;
  for await (const { width, height } of decode({ path, media, index, wanted: [0, 4], tools })) {
    expect([width, height]).toEqual([161, 121]);
    frames += 1;
  }
  expect(frames).toBe(2);
});

it('refuses HDR with a matrix that is not of HDR', async () => {
  const path = await makeClip(`${clips.folder}/240m.mkv`, [
    ...['-f', 'lavfi', '-i', 'testsrc2=size=64x48:rate=5:duration=1', '-pix_fmt', 'yuv420p10le'],
    ...['-vf', 'setparams=color_primaries=smpte240m:color_trc=smpte2084:colorspace=smpte240m'],
    ...['-color_primaries', 'smpte240m', '-color_trc', 'smpte2084', '-colorspace', 'smpte240m'],
    ...['-c:v', 'ffv1'],
  ]);
  await expect(probe(path, tools)).rejects.toMatchObject({
    code: 'media/unsupported',
    message: expect.stringContaining('smpte240m') as string,
  });
});
