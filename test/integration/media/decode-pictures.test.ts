import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodePictures } from '../../../src-main/engine/media/decode-pictures.ts';
import { testDecoder } from '../../support/decoder.ts';
import type { Frame } from '../../../src-main/engine/media/frame.ts';
import type { ErrorReport } from '../../../src-main/shared/errors.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-pictures-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function picture(name: string, width: number, height: number, red: number): Promise<string> {
  const path = join(folder, name);
  await sharp({ create: { width, height, channels: 3, background: { r: red, g: 60, b: 120 } } }).toFile(path);
  return path;
}

async function decodeAll(paths: readonly string[]) {
  const failures = new Map<string, ErrorReport>();
  const frames = new Map<number, Frame>();
  const request = { paths, tools: await testDecoder(), signal: new AbortController().signal };
  for await (const frame of decodePictures({
    ...request,
    onFailure: (path, error) => failures.set(path, error),
  })) {
    frames.set(frame.frameIndex, frame);
  }
  return { frames, failures };
}

describe('pictures decoded together', () => {
  it('keep their place and colours whatever their format and size', async () => {
    const paths = [
      await picture('a.jpg', 64, 48, 200),
      await picture('b.png', 64, 48, 10),
      await picture('c.jpg', 32, 32, 100),
      await picture('d.jpg', 64, 48, 30),
      await picture('e.webp', 40, 40, 150),
    ];
    const { frames, failures } = await decodeAll(paths);
    expect(failures.size).toBe(0);
    const reds = paths.map((_, index) => frames.get(index)!.rgb[0]!);
    for (const [index, red] of [200, 10, 100, 30, 150].entries())
      expect(Math.abs(reds[index]! - red)).toBeLessThan(4);
  });

  it('have the edge of a crop repeated outwards, so that a detector sees a face that fills it', async () => {
    const { frames } = await decodeAll([await picture('tight.png', 64, 64, 77)]);
    const frame = frames.get(0)!;
    expect([frame.width, frame.height]).toEqual([96, 96]);
    expect([...frame.rgb.subarray(0, 3)]).toEqual([77, 60, 120]);
  });

  it('leave large pictures as they are', async () => {
    const { frames } = await decodeAll([await picture('large.jpg', 640, 360, 50)]);
    expect([frames.get(0)!.width, frames.get(0)!.height]).toEqual([640, 360]);
  });

  it('are refused by the size that they state, by their bytes and as pipes, before anything is decoded', async () => {
    const [bomb, long, pipe] = ['bomb.png', 'long.jpg', 'pipe.png'].map((name) => join(folder, name));
    const header = Buffer.from('0000000d4948445200002711000027110802000000', 'hex');
    writeFileSync(bomb!, Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), header, Buffer.alloc(40)]));
    copyFileSync(await picture('short.jpg', 64, 48, 9), long!);
    truncateSync(long!, 320 * 2 ** 20 + 1);
    execFileSync('mkfifo', [pipe!]);
    const { frames, failures } = await decodeAll([bomb!, long!, pipe!]);
    expect(frames.size).toBe(0);
    expect(failures.get(bomb!)!.message).toContain('10001 × 10001 pixels');
    expect(failures.get(long!)!.message).toContain('more than 320 MB');
    expect(failures.get(pipe!)).toMatchObject({ code: 'media/not-a-file' });
  });

  it('do not suffer from a damaged one among them', async () => {
    const good = [await picture('good 1.jpg', 64, 48, 200), await picture('good 2.jpg', 64, 48, 20)];
    const broken = join(folder, 'broken.jpg');
    copyFileSync(good[0]!, broken);
    // The header says a size; what follows is no picture.
    writeFileSync(
      broken,
      Buffer.concat([(await sharp(good[0]!).toBuffer()).subarray(0, 170), Buffer.alloc(20, 1)]),
    );
    const text = join(folder, 'text.jpg');
    writeFileSync(text, 'no picture at all');
    const { frames, failures } = await decodeAll([
      good[0]!,
      broken,
      text,
      join(folder, 'gone.jpg'),
      good[1]!,
    ]);
    expect([...frames.keys()].filter((index) => index === 0 || index === 4)).toEqual([0, 4]);
    expect(Math.abs(frames.get(4)!.rgb[0]! - 20)).toBeLessThan(4);
    expect(failures.get(text)).toMatchObject({ code: 'media/unsupported' });
    expect(failures.get(join(folder, 'gone.jpg'))).toMatchObject({ code: 'media/not-found' });
  });
});
