/** Recordings that were put end to end are named, with whether the second was examined; all frames are counted once. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '12'];
const fragments = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof'];

const clip = async (name: string, ...args: string[]) =>
  readFile(await makeClip(`${clips.folder}/${name}`, [...testSource('160x120', 1, 10), ...args]));

async function examineJoined(name: string, ...parts: Buffer[]) {
  await writeFile(`${clips.folder}/${name}`, Buffer.concat(parts));
  const { frames, remarks } = await examineFile(`${clips.folder}/${name}`, tools);
  return { count: frames.count, hidden: frames.hidden, remarks };
}

it('says of a stream that was stored in segments one by one that it was, and not that recordings were joined', async () => {
  const args = ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-bf', '2', '-output_ts_offset'];
  const parts: Buffer[] = [];
  for (const second of ['0', '1', '2']) parts.push(await clip('segment.ts', ...args, second));
  expect((await examineJoined('stream.ts', ...parts)).remarks).toEqual([
    expect.stringMatching(
      /^The video was stored in segments, .* steps back a little between them: at 1\.0 s/,
    ),
  ]);
});

it('counts no header of a chained Ogg file as a frame, and names the recordings', async () => {
  const part = await clip('part.ogv', '-vf', 'setpts=2*PTS', '-r', '5', '-c:v', 'libtheora');
  expect(await examineJoined('whole.ogv', part)).toMatchObject({ count: 10, remarks: [] });
  expect(await examineJoined('chained.ogv', part, part)).toMatchObject({
    count: 20,
    remarks: [
      expect.stringMatching(
        /^The video was joined from 2 parts, each a recording of its own or a segment of one: its clock starts again at 2\.0 s \(frame 10\)/,
      ),
      expect.stringContaining(`(the second from byte ${part.length}). They were examined as one video.`),
    ],
  });
});

it('shows the recordings of a chained Ogg file one after the other, however short they are', async () => {
  const part = await clip('short.ogv', '-frames:v', '6', '-c:v', 'libtheora');
  const { count, remarks } = await examineJoined('short-chain.ogv', part, part, part);
  expect(count).toBe(18);
  expect(remarks[0]).toMatch(/joined from 3 parts.* at 0\.6 s \(frame 6\), 1\.2 s \(frame 12\)/);
});

it('names pages that an Ogg file lost, unless a capture began in the middle of a live stream', async () => {
  const bytes = await clip('pages.ogv', '-c:v', 'libtheora', '-page_duration', '1');
  const starts: number[] = [];
  for (let at = bytes.indexOf('OggS'); at !== -1; at = bytes.indexOf('OggS', at + 4)) starts.push(at);
  const without = (from: number, to: number) =>
    Buffer.concat([bytes.subarray(0, starts[from]), bytes.subarray(starts[to])]);
  const { remarks } = await examineJoined('lost.ogv', without(6, 8));
  expect(remarks).toEqual([
    `2 pages of the file are missing by their numbers (first before byte ${starts[6]}). Frames there can be damaged or absent.`,
  ]);
  // Three packets of headers, on two pages.
  expect((await examineJoined('captured.ogv', without(2, 5))).remarks).toEqual([]);
});

it.each([
  ['y4m', ['-pix_fmt', 'yuv420p'], false],
  ['wtv', ['-c:v', 'mpeg2video', '-r', '25'], false],
  ['mkv', x264, true],
  ['mp4', [...x264, ...fragments], false],
])('names a second recording in %s, and whether it was examined', async (container, args, isExamined) => {
  const part = await clip(`part.${container}`, ...args);
  const { remarks, hidden } = await examineJoined(`joined.${container}`, part, part);
  expect(hidden).toBe(0);
  expect(remarks.filter((sentence) => !sentence.startsWith('The video was joined from'))).toEqual([
    expect.stringMatching(
      isExamined
        ? new RegExp(`the second from byte ${part.length}\\). They were examined as one video`)
        : new RegExp(`from byte ${part.length}\\) and was not examined`),
    ),
  ]);
});

it.each(['avi', 'matroska'])('names one behind a %s that was written to a pipe', async (format) => {
  const part = await clip(`stream.${format}`, '-c:v', 'mjpeg', '-f', format, '-seekable', '0');
  if (format === 'avi') part.writeUInt32LE(0xffff_ffff, 4);
  const { remarks } = await examineJoined(`streams.${format}`, part, part);
  expect(remarks).toContainEqual(expect.stringContaining(`from byte ${part.length})`));
});

it('says of a second recording of another coding that it was read with the wrong decoder', async () => {
  const first = await clip('first.mkv', ...x264);
  const second = await clip('second.webm', '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8');
  const { remarks } = await examineJoined('both.mkv', first, second);
  expect(remarks).toContainEqual(
    `Another recording follows in this file (from byte ${first.length}) and was read with the wrong decoder: its video is coded in another way. Save it as a file of its own and add that as evidence.`,
  );
});
