import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cp, readFile, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { decode } from '../../../src-main/engine/media/decode.ts';
import type { Frame } from '../../../src-main/engine/media/frame.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { clipFolder, hasEncoder, makeClip, testSource, tools } from './clips.ts';
import { writeDisplayMatrix } from './display-matrix.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

/** Four corners that tell every turn and reflection apart. */
const corners = { red: [255, 0, 0], lime: [0, 255, 0], blue: [0, 0, 255], white: [255, 255, 255] } as const;
const cornerSource = [
  ...Object.keys(corners).flatMap((name) => [
    '-f',
    'lavfi',
    '-i',
    `color=${name}:size=40x24:rate=5:duration=1`,
  ]),
  ...['-filter_complex', '[0][1]hstack[top];[2][3]hstack[bottom];[top][bottom]vstack,format=yuv444p'],
];
const lossless = ['-c:v', 'libx264', '-qp', '0'];

async function firstFrame(path: string) {
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  const frames: Frame[] = [];
  for await (const frame of decode({ path, media, index, wanted: [0], tools })) frames.push(frame);
  const frame = frames[0]!;
  expect(frame.rgb.length).toBe(frame.width * frame.height * 3);
  expect([frame.width, frame.height]).toEqual([media.video.width, media.video.height]);
  return { media, index, frame };
}

function pixel({ rgb, width }: Frame, x: number, y: number): number[] {
  return [...rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

/** Names of the colours at top left, top right, bottom left, bottom right. */
function cornerNames(frame: Frame): (string | undefined)[] {
  const [right, bottom] = [frame.width - 5, frame.height - 5];
  return [
    pixel(frame, 4, 4),
    pixel(frame, right, 4),
    pixel(frame, 4, bottom),
    pixel(frame, right, bottom),
  ].map(
    (found) =>
      Object.entries(corners).find(([, want]) => want.every((v, i) => Math.abs(v - found[i]!) <= 6))?.[0],
  );
}

describe('turning', () => {
  it.each([
    { name: 'as stored', matrix: [1, 0, 0, 1], size: [80, 48], shown: ['red', 'lime', 'blue', 'white'] },
    { name: 'clockwise', matrix: [0, 1, -1, 0], size: [48, 80], shown: ['blue', 'red', 'white', 'lime'] },
    { name: 'half round', matrix: [-1, 0, 0, -1], size: [80, 48], shown: ['white', 'blue', 'lime', 'red'] },
    { name: 'anticlockwise', matrix: [0, -1, 1, 0], size: [48, 80], shown: ['lime', 'white', 'red', 'blue'] },
    { name: 'mirrored', matrix: [-1, 0, 0, 1], size: [80, 48], shown: ['lime', 'red', 'white', 'blue'] },
  ] as const)('shows a video with a display matrix: $name', async ({ name, matrix, size, shown }) => {
    const path = await makeClip(`${clips.folder}/turned ${name}.mp4`, [...cornerSource, ...lossless]);
    await writeDisplayMatrix(path, matrix);
    const { frame } = await firstFrame(path);
    expect([frame.width, frame.height]).toEqual(size);
    expect(cornerNames(frame)).toEqual(shown);
  });

  it('shows an H.264 stream as its own messages say, also where no container does', async () => {
    const stored = await makeClip(`${clips.folder}/stored.h264`, [...cornerSource, ...lossless]);
    for (const name of ['turned.h264', 'turned.ts']) {
      const turn = ['-bsf:v', 'h264_metadata=display_orientation=insert:rotate=90'];
      // Sound before the video has the first packet of the file.
      const sound = name.endsWith('.ts')
        ? ['-f', 'lavfi', '-i', 'sine=duration=1', '-map', '1', '-map', '0']
        : [];
      const late = sound.length > 0 ? ['-itsoffset', '1'] : [];
      const path = await makeClip(`${clips.folder}/${name}`, [
        ...[...late, '-i', stored, ...sound, '-c:v', 'copy', ...turn],
      ]);
      const { frame } = await firstFrame(path);
      expect([frame.width, frame.height]).toEqual([48, 80]);
      // Anticlockwise (ITU-T H.264, section D.2.27).
      expect(cornerNames(frame)).toEqual(['lime', 'white', 'red', 'blue']);
    }
  });

  it('shows a picture as it is stored that is to be shown aslant, and says so', async () => {
    const path = await makeClip(`${clips.folder}/aslant.mp4`, [...cornerSource, ...lossless]);
    await writeDisplayMatrix(path, [Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT1_2]);
    const { frame, media } = await firstFrame(path);
    expect([frame.width, frame.height, media.video.rotationDegrees]).toEqual([80, 48, 0]);
    expect(media.assumptions).toContainEqual(
      expect.stringContaining('The file says that its frames are turned by 45°'),
    );
  });

  it('shows a photograph as the camera was held', async () => {
    const picture = await makeClip(`${clips.folder}/stored.png`, [...cornerSource, '-frames:v', '1']);
    const path = `${clips.folder}/held sideways.jpg`;
    await sharp(picture).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toFile(path);
    const { frame, media } = await firstFrame(path);
    expect(media.kind).toBe('still');
    expect(cornerNames(frame)).toEqual(['blue', 'red', 'white', 'lime']);
  });
});

describe('colour', () => {
  const skin = [198, 134, 66] as const;
  const reservedTags = 'colour_primaries=3:transfer_characteristics=3:matrix_coefficients=3';
  const source = ['-f', 'lavfi', '-i', 'color=0xC68642:size=64x64:rate=5:duration=1,format=gbrp'];

  it.each([
    { matrix: 'bt709', range: 'tv', tags: ['-colorspace', 'bt709', '-color_range', 'tv'] },
    { matrix: 'bt601', range: 'tv', tags: ['-colorspace', 'smpte170m', '-color_range', 'tv'] },
    { matrix: 'bt709', range: 'pc', tags: ['-colorspace', 'bt709', '-color_range', 'pc'] },
    { matrix: 'bt2020', range: 'tv', tags: ['-colorspace', 'bt2020nc', '-color_range', 'tv'] },
    { matrix: 'bt601', range: 'tv', tags: [] },
    // As some phones write them.
    { matrix: 'bt601', range: 'tv', tags: ['-bsf:v', `h264_metadata=${reservedTags}`] },
  ])(
    'gives back the colour that was filmed: $matrix, $range, tags $tags',
    async ({ matrix, range, tags }) => {
      const convert = `scale=out_color_matrix=${matrix}:out_range=${range}:flags=accurate_rnd,format=yuv420p`;
      const path = `${clips.folder}/${matrix}-${range}-${tags.length}.mp4`;
      await makeClip(path, [...source, '-vf', convert, ...lossless, ...tags]);
      const found = pixel((await firstFrame(path)).frame, 30, 30);
      for (const [channel, value] of skin.entries())
        expect(Math.abs(found[channel]! - value)).toBeLessThanOrEqual(3);
    },
  );

  it.skipIf(!hasEncoder('libx265'))('rounds ten bits to eight without a shift', async () => {
    const path = `${clips.folder}/ten-bit.mp4`;
    const convert = 'scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd,format=yuv420p10le';
    const encode = [
      '-c:v',
      'libx265',
      '-x265-params',
      'lossless=1:log-level=none',
      '-colorspace',
      'bt709',
      '-color_range',
      'tv',
    ];
    await makeClip(path, [...source, '-vf', convert, ...encode]);
    const { frame, media } = await firstFrame(path);
    expect(media.video.bitDepth).toBe(10);
    const found = pixel(frame, 30, 30);
    for (const [channel, value] of skin.entries())
      expect(Math.abs(found[channel]! - value)).toBeLessThanOrEqual(2);
  });
});

describe('sizes', () => {
  it('delivers odd sizes to the last pixel', async () => {
    const path = `${clips.folder}/odd.mp4`;
    const lastColumnAndRow = 'format=yuv444p,pad=321:241:0:0:red';
    await makeClip(path, [...testSource('320x240', 1, 5), '-vf', lastColumnAndRow, ...lossless]);
    const { frame } = await firstFrame(path);
    expect([frame.width, frame.height]).toEqual([321, 241]);
    for (const [x, y] of [
      [320, 0],
      [0, 240],
      [320, 240],
    ] as const)
      expect(pixel(frame, x, y)[0]).toBeGreaterThan(245);
  });

  it('makes the pixels of anamorphic video square, by widening', async () => {
    const path = `${clips.folder}/anamorphic.mp4`;
    await makeClip(path, [...testSource('320x240', 1, 5), '-vf', 'setsar=4/3', ...lossless]);
    const { frame } = await firstFrame(path);
    expect([frame.width, frame.height]).toEqual([427, 240]);
  });
});

describe('still and moving pictures', () => {
  it('delivers the exact pixels of a lossless picture', async () => {
    const path = await makeClip(`${clips.folder}/picture.png`, [
      ...testSource('97x61', 1, 5),
      '-frames:v',
      '1',
      '-pix_fmt',
      'rgb24',
    ]);
    const { frame, media } = await firstFrame(path);
    expect(media.kind).toBe('still');
    expect(Buffer.from(frame.rgb).equals(await sharp(path).raw().toBuffer())).toBe(true);
  });

  it.each(['webp', 'jpeg'] as const)('reads a %s', async (format) => {
    const picture = await makeClip(`${clips.folder}/source-${format}.png`, [
      ...cornerSource,
      '-frames:v',
      '1',
    ]);
    const path = `${clips.folder}/picture.${format}`;
    await sharp(picture).toFormat(format, { quality: 95 }).toFile(path);
    const { frame, media } = await firstFrame(path);
    expect(media.kind).toBe('still');
    expect(cornerNames(frame)).toEqual(['red', 'lime', 'blue', 'white']);
  });

  it('reads the frames of an animated GIF with their times', async () => {
    const path = await makeClip(`${clips.folder}/moving.gif`, testSource('64x48', 1, 10));
    const { media, index } = await firstFrame(path);
    expect(media.kind).toBe('animation');
    expect([...index.pts]).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  it('opens the named picture, not the one its name would be a pattern for', async () => {
    const other = await makeClip(`${clips.folder}/photo1.jpg`, [
      '-f',
      'lavfi',
      '-i',
      'color=red:size=32x32',
      '-frames:v',
      '1',
    ]);
    const evidence = await makeClip(`${clips.folder}/other.jpg`, [
      '-f',
      'lavfi',
      '-i',
      'color=blue:size=48x48',
      '-frames:v',
      '1',
    ]);
    const path = `${clips.folder}/photo%d.jpg`;
    await cp(evidence, path);
    expect(other).not.toBe(path);
    expect((await firstFrame(path)).frame.width).toBe(48);
  });

  it('shows what there is of a picture that was cut off', async () => {
    const whole = await makeClip(`${clips.folder}/whole.jpg`, [
      ...testSource('640x480', 1, 5),
      '-frames:v',
      '1',
    ]);
    const bytes = await readFile(whole);
    const path = `${clips.folder}/cut.jpg`;
    await writeFile(path, bytes.subarray(0, bytes.length / 2));
    expect((await firstFrame(path)).frame.height).toBe(480);
  });
});
