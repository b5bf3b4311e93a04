import jsqr from 'jsqr';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { qrCode } from '../../../../src-main/engine/reports/qr-code.ts';
import { anchorText, parseLogAnchor } from '../../../../src-main/shared/anchor.ts';
import { writeSvg } from '../../../../src-main/shared/charts/write-svg.ts';

/** As a phone reads it: from pixels. */
async function read(svg: string): Promise<string | undefined> {
  const { data, info } = await sharp(Buffer.from(svg), { density: 300 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsqr(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

it('holds the anchor as “exhibit verify --anchor” takes it, in a code that another program reads', async () => {
  const anchor = { entries: 1234, head: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' };
  const text = await read(writeSvg(qrCode(anchorText(anchor))));
  expect(text).toBe(anchorText(anchor));
  expect(parseLogAnchor(text!)).toEqual(anchor);
});
