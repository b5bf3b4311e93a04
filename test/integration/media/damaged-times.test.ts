/** One damaged time stamp moves no frame and joins no recordings, whichever container and frame it stands in. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '50', '-bf', '0'];

async function lookAt(path: string, bytes: Buffer) {
  await writeFile(path, bytes);
  const { frames, remarks } = await examineFile(path, tools);
  expect([frames.count, frames.joins]).toEqual([250, []]);
  expect(frames.lastMs).toBeCloseTo(9960, -1);
  return remarks;
}

it.each([
  [200, -5000],
  [120, 3000],
  [2, 3000],
  [249, -5000],
])('in an FLV: tag %i, off by %i ms', async (tag, off) => {
  const path = await makeClip(`${clips.folder}/video.flv`, [...testSource('160x120', 10, 25), ...x264]);
  const bytes = await readFile(path);
  // Nine bytes of header and four of length; then tags of eleven bytes, data, and their length.
  const tags: number[] = [];
  for (let at = 13; at + 11 <= bytes.length; at += 15 + bytes.readUIntBE(at + 1, 3))
    if (bytes[at] === 9) tags.push(at);
  // The first tag holds the headers of the stream.
  const at = tags[tag + 1]!;
  bytes.writeUIntBE(bytes.readUIntBE(at + 4, 3) + off, at + 4, 3);
  expect(await lookAt(path, bytes)).toEqual([
    expect.stringMatching(/time stamps? do(es)? not fit the others/),
  ]);
});

it.each([-5, 3])('in an MPEG-PS, off by %i s', async (off) => {
  const path = await makeClip(`${clips.folder}/video.vob`, [
    ...testSource('160x120', 10, 25),
    ...['-c:v', 'mpeg2video', '-bf', '0'],
  ]);
  const bytes = await readFile(path);
  const packets: number[] = [];
  const mark = Buffer.from([0, 0, 1, 0xe0]);
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + 4))
    if ((bytes[at + 7]! & 0xc0) === 0xc0) packets.push(at);
  const damaged = packets[Math.floor(packets.length * 0.8)]!;
  // Presentation and decoding time: 33 bits in three groups with a bit behind each; the middle one counts 0.364 s.
  for (const at of [damaged + 10, damaged + 15])
    bytes.writeUInt16BE(bytes.readUInt16BE(at) + 2 * Math.round((off * 90_000) / 0x8000), at);
  expect(await lookAt(path, bytes)).toEqual([
    expect.stringMatching(/time stamps? do(es)? not fit the others/),
  ]);
});
