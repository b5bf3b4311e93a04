/** Pictures in a file that was to hold one take no more than the one. */
import { beforeAll, expect, it } from 'vitest';
import { decodeStills } from '../../../src-main/engine/media/decode-stills.ts';
import { encodePngs } from '../../../src-main/engine/media/encode-pictures.ts';
import type { FfmpegTools } from '../../../src-main/engine/media/ffmpeg.ts';
import { testDecoder } from '../../support/decoder.ts';

let tools: FfmpegTools;
beforeAll(async () => {
  tools = await testDecoder();
});

const { signal } = new AbortController();

async function greyPng(side: number): Promise<Buffer> {
  const rgb = new Uint8Array(side * side * 3).fill(90);
  const [png] = await encodePngs([{ rgb, width: side, height: side }], tools, signal);
  return Buffer.from(png!);
}

const decoded = (still: Buffer, side: number) =>
  decodeStills([still], { decoder: 'png', width: side, height: side, border: 0 }, tools, signal);

it('gives the pixels of a picture', async () => {
  const [rgb] = await decoded(await greyPng(64), 64);
  expect(rgb).toEqual(new Uint8Array(64 * 64 * 3).fill(90));
});

it('ends at the second picture: the hundredth would fill the memory', async () => {
  const many = Buffer.concat(Array<Buffer>(100).fill(await greyPng(1000)));
  await expect(decoded(many, 1000)).rejects.toMatchObject({
    code: 'media/decode-failed',
    message: expect.stringContaining('ffmpeg gave more than 1') as string,
  });
});

it('does not decode a picture that is much larger than was said', async () => {
  await expect(decoded(await greyPng(2000), 10)).rejects.toMatchObject({
    code: 'media/decode-failed',
    message: expect.stringContaining('ffmpeg gave 0') as string,
  });
});
