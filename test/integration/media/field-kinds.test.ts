/** The kinds of files that come in the field, generated: what they are, what is examined, and what is named. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { writeDisplayMatrix } from './display-matrix.ts';
import { clipFolder, digestFrames, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const at = (name: string) => `${clips.folder}/${name}`;
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '15'];

it('counts on where the clock of a transport stream wraps', async () => {
  // The clock of 33 bits at 90 kHz begins again after 95,443.7 s.
  const path = await makeClip(at('wrap.ts'), [
    ...[...testSource('160x120', 3), ...x264, '-muxdelay', '0', '-output_ts_offset', '95442.7'],
  ]);
  const { index, digests } = await digestFrames(path);
  expect([digests.size, index.source, index.joins]).toEqual([90, 'packets', []]);
  for (const [n, time] of index.timesMs.entries()) expect(time).toBeCloseTo((n * 1000) / 30, 1);
});

it('names a second camera in the file, and shows it when asked', async () => {
  const path = await makeClip(at('two.mp4'), [
    ...[...testSource('160x120', 1), '-f', 'lavfi', '-i', 'smptebars=size=320x240:rate=30:duration=1'],
    ...['-map', '0', '-map', '1', ...x264],
  ]);
  const first = await digestFrames(path);
  expect(first.media.unexamined).toEqual([expect.stringContaining('again with stream 1 (')]);
  const second = await digestFrames(path, undefined, 1);
  expect([first.size, second.size]).toEqual(['160x120', '320x240']);
  expect(second.media.unexamined).toEqual([expect.stringContaining('again with stream 0 (')]);
});

it('tells encrypted video from damaged video, also behind a second of sound', async () => {
  const key = '76a6c65c5ea762046bd749a2e632ccbb';
  const path = await makeClip(at('encrypted.mp4'), [
    ...['-f', 'lavfi', '-i', 'sine=duration=3', ...testSource('160x120', 1)],
    ...['-filter_complex', '[1:v]setpts=PTS+2/TB', ...x264, '-c:a', 'aac'],
    ...['-encryption_scheme', 'cenc-aes-ctr', '-encryption_key', key, '-encryption_kid', key],
  ]);
  await expect(probe(path, tools)).rejects.toMatchObject({ code: 'media/encrypted' });
  // With a matrix in the container, nothing of the first frame is asked: its index finds out.
  await writeDisplayMatrix(path, [0, 1, -1, 0]);
  await expect(digestFrames(path)).rejects.toMatchObject({ code: 'media/encrypted' });
});

it('refuses a matrix that it cannot read, by name', async () => {
  const path = await makeClip(at('ycgco.mp4'), [
    ...[...testSource('160x120', 1), ...x264, '-x264-params', 'colormatrix=YCgCo'],
  ]);
  await expect(probe(path, tools)).rejects.toMatchObject({
    code: 'media/unsupported',
    message: expect.stringContaining('ycgco') as string,
  });
});

it('names the video behind a photograph, also where its thumbnail ends earlier', async () => {
  const photograph = await readFile(
    await makeClip(at('photo.jpg'), [...testSource('160x120', 1, 1), '-frames:v', '1']),
  );
  const video = await readFile(await makeClip(at('motion.mp4'), [...testSource('160x120', 1), ...x264]));
  await writeFile(at('motion.jpg'), Buffer.concat([photograph, video]));
  expect((await probe(at('motion.jpg'), tools)).unexamined).toEqual([
    expect.stringContaining(`A video follows the picture in this file (from byte ${photograph.length},`),
  ]);
});

it.each([
  ['heic', 'HEIC'],
  ['mif1', 'HEIC'],
  ['avif', 'AVIF'],
])('refuses a picture of brand %s as what it is', async (brand, name) => {
  const box = Buffer.alloc(2000);
  box.writeUInt32BE(24, 0);
  box.write(`ftyp${brand}`, 4, 'latin1');
  await writeFile(at(brand), box);
  const refusal = expect(probe(at(brand), tools)).rejects;
  await refusal.toMatchObject({
    code: 'media/unsupported',
    message: expect.stringContaining(name) as string,
  });
});
