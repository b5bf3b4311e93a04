import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { jpegLoss } from '../../../../../src-main/engine/lab/self-blend/jpeg-loss.ts';
import { texturedPicture } from '../../../../support/face-picture.ts';

const { rgb, width, height } = texturedPicture(90);
const lossy = (quality: number) => jpegLoss(new Uint8ClampedArray(rgb), width, height, quality);

async function libjpeg(quality: number): Promise<Uint8Array> {
  const options = { quality, chromaSubsampling: '4:2:0', optimiseCoding: false };
  const jpeg = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg(options)
    .toBuffer();
  return sharp(jpeg).raw().toBuffer();
}

const meanError = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += Math.abs(a[at]! - b[at]!);
  return sum / a.length;
};

describe('the loss of JPEG', () => {
  it.each([30, 50, 75, 90, 100])("is libjpeg's at quality %i", async (quality) => {
    const theirs = await libjpeg(quality);
    const ours = lossy(quality);
    expect(meanError(ours, theirs)).toBeLessThan(1);
    // Far closer to theirs than either is to the picture, unless the loss itself is only rounding.
    expect(meanError(ours, theirs)).toBeLessThan(Math.max(0.6, meanError(theirs, rgb) / 4));
  });

  it('is next to nothing at quality 100 and grows as quality falls', () => {
    const errors = [100, 90, 75, 50, 30, 10].map((quality) => meanError(lossy(quality), rgb));
    expect(errors[0]).toBeLessThan(1.5);
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(errors.at(-1)).toBeGreaterThan(2 * errors[0]!);
  });

  it('keeps a flat grey exactly', () => {
    const flat = new Uint8ClampedArray(17 * 9 * 3).fill(128);
    expect(jpegLoss(flat, 17, 9, 50)).toEqual(flat);
  });
});
