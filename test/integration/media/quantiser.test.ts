/** The quantiser (QP) of videos that x264 and x265 make at known values. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { codingFacts } from '../../../src-main/shared/structure-wording.ts';
import { makeClip, testSource, tools } from './clips.ts';

const folder = mkdtempSync(join(tmpdir(), 'exhibit-quantiser-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function codingOf(name: string, ...coder: string[]) {
  const path = join(folder, name);
  await makeClip(path, [...testSource('160x90', 4), '-pix_fmt', 'yuv420p', ...coder]);
  return (await examineFile(path, tools)).media.coding!;
}
const fact = (coding: Parameters<typeof codingFacts>[0]) =>
  Object.fromEntries(codingFacts(coding))['Quantiser'];

describe('the quantiser of a video', () => {
  it.each(['mp4', 'mkv', 'ts'])('is the one that x264 was told to use, in %s', async (ending) => {
    const coding = await codingOf(
      `same.${ending}`,
      '-c:v',
      'libx264',
      '-x264-params',
      'qp=30:ipratio=1:bframes=0',
    );
    const { quantiser } = coding;
    expect(quantiser).toMatchObject({ pictures: 120, isWhole: true, median: 30, least: 30, most: 30 });
    expect(quantiser!.perSecond).toEqual([30, 30, 30, 30]);
    expect(fact(coding)).toBe('QP 30 (120 pictures)');
  });

  it('follows a change, also where B frames are stored in another order and pictures have several slices', async () => {
    const zones =
      'crf=23:aq-mode=0:mbtree=0:ipratio=1:pbratio=1:bframes=2:slices=4:zones=0,59,q=20/60,119,q=40';
    const coding = await codingOf('changing.mp4', '-c:v', 'libx264', '-x264-params', zones);
    expect(coding.quantiser).toMatchObject({
      pictures: 120,
      least: 20,
      most: 40,
    });
    // x264 takes some pictures to come to the value of a zone.
    const [, second, , last] = coding.quantiser!.perSecond!;
    expect([second, last]).toEqual([20, 40]);
    expect(fact(coding)).toMatch(/^QP median \d+(\.\d)?; 20 to 40 \(120 pictures\)$/);
  });

  it('is read of HEVC too', async () => {
    const same = 'log-level=error:qp=33:ipratio=1:pbratio=1:bframes=0';
    const { quantiser } = await codingOf('same-hevc.mp4', '-c:v', 'libx265', '-x265-params', same);
    expect(quantiser).toMatchObject({ pictures: 120, least: 33, most: 33, perSecond: [33, 33, 33, 33] });
  });

  it('is that of as many pictures as are read, the same each time, where they have very many slices', async () => {
    const path = join(folder, 'slices.mp4');
    const slices = ['-c:v', 'libx264', '-x264-params', 'qp=30:ipratio=1:bframes=0:slices=68'];
    await makeClip(path, [...testSource('16x1088', 10), '-pix_fmt', 'yuv420p', ...slices]);
    const [first, again] = [await examineFile(path, tools), await examineFile(path, tools)];
    const { quantiser } = first.media.coding!;
    expect(quantiser).toMatchObject({ isWhole: false, least: 30, most: 30 });
    expect(quantiser!.pictures).toBeLessThan(300);
    expect(quantiser!.pictures).toBeGreaterThan(50);
    expect(again.media.coding).toEqual(first.media.coding);
  }, 60_000);

  it('is not told of other codecs', async () => {
    const coding = await codingOf('other.avi', '-c:v', 'mpeg4');
    expect(coding).not.toHaveProperty('quantiser');
    expect(fact(coding)).toBeUndefined();
  });
});
