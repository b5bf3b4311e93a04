/** Pictures are turned as their EXIF orientation says, in every format that carries it; sharp (libvips) is the reference. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../../src-main/engine/media/decode.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { clipFolder, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

/** Four corners of four colours, wider than high, so that every turn and mirroring shows. */
const [width, height] = [48, 32];
const pixels = Buffer.alloc(width * height * 3);
for (let y = 0; y < height; y++) {
  for (let x = 0; x < width; x++) {
    const [right, low] = [x >= width / 2, y >= height / 2];
    pixels.set([right ? 220 : 40, low ? 200 : 30, right === low ? 180 : 60], (y * width + x) * 3);
  }
}
const formats = ['png', 'webp', 'tiff', 'jpeg'] as const;
const cases = formats.flatMap((format) => [1, 2, 3, 4, 5, 6, 7, 8].map((value) => ({ format, value })));

describe.each(cases)('$format with orientation $value', ({ format, value }) => {
  it('stands as the camera was held', async () => {
    const path = `${clips.folder}/${value}.${format}`;
    const options = {
      png: {},
      webp: { lossless: true },
      tiff: { compression: 'none' as const },
      jpeg: { quality: 100, chromaSubsampling: '4:4:4' },
    };
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .withMetadata({ orientation: value, density: 300 })
      .toFormat(format, options[format])
      .toFile(path);
    const media = await probe(path, tools);
    const index = await indexFrames(path, media, tools);
    const { data, info } = await sharp(path)
      .rotate()
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    for await (const frame of decode({ path, media, index, wanted: [0], tools })) {
      expect([frame.width, frame.height]).toEqual([info.width, info.height]);
      const largest = data.reduce((worst, level, at) => Math.max(worst, Math.abs(level - frame.rgb[at]!)), 0);
      expect(largest).toBeLessThan(format === 'jpeg' ? 40 : 3);
    }
  });
});

it('refuses a TIFF that is compressed as JPEG by name: ffmpeg gives it other colours', async () => {
  const path = `${clips.folder}/jpeg-inside.tiff`;
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .tiff({ compression: 'jpeg' })
    .toFile(path);
  await expect(probe(path, tools)).rejects.toMatchObject({
    code: 'media/unsupported',
    message: expect.stringContaining('TIFF'),
  });
});
