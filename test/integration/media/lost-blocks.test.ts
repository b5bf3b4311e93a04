/** Zeros where the recording should be are named with their place; zeros that belong to an intact file never are. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { clipFolder, makeClip, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const LOST_BYTES = 80 * 1024;
/** Noise, so that a second has more bytes than are lost. */
const noise = ['-f', 'lavfi', '-i', 'nullsrc=size=320x240:rate=25:duration=2,noise=alls=60:allf=t'];
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '12', '-bf', '0'];
const zeroSentences = async (path: string) =>
  (await examineFile(path, tools)).remarks.filter((sentence) => /zeros/i.test(sentence));

/** From a third of the file on. */
async function loseBytes(path: string, count: number): Promise<void> {
  const bytes = await readFile(path);
  const start = Math.floor(bytes.length / 3);
  await writeFile(path, bytes.fill(0, start, start + count));
}

describe.each([
  ['mp4', [...x264, '-movflags', '+faststart']],
  ['mkv', x264],
  ['ts', x264],
  ['flv', x264],
  ['avi', ['-c:v', 'mpeg4', '-q:v', '4']],
  ['mpg', ['-c:v', 'mpeg2video', '-q:v', '4', '-f', 'vob']],
  ['ogv', ['-c:v', 'libtheora', '-q:v', '8']],
  ['ivf', ['-c:v', 'libvpx', '-deadline', 'good', '-cpu-used', '5', '-b:v', '6M']],
])('in %s', (container, args) => {
  it('lost blocks are named, in the middle and at the end', async () => {
    const path = await makeClip(`${clips.folder}/whole.${container}`, [...noise, ...args]);
    expect(await zeroSentences(path)).toEqual([]);
    const bytes = await readFile(path);
    const start = Math.floor(bytes.length / 3);
    await writeFile(
      path,
      Buffer.concat([bytes.subarray(0, start), Buffer.alloc(LOST_BYTES), bytes.subarray(start + LOST_BYTES)]),
    );
    const [sentence] = await zeroSentences(path);
    // Bytes on both sides may happen to be zero.
    expect(sentence).toMatch(
      /^Zeros stand where the recording should be: 8[12],\d\d\d bytes from byte \d+\. What was there is lost/,
    );
    const [, from] = /from byte (\d+)/.exec(sentence!)!;
    expect(Math.abs(Number(from) - start)).toBeLessThan(8);
    const half = Math.floor(bytes.length / 2);
    await writeFile(path, Buffer.concat([bytes.subarray(0, half), Buffer.alloc(bytes.length - half)]));
    expect(await zeroSentences(path)).toEqual([expect.stringMatching(/^The file ends with|^Zeros stand/)]);
  });
});

describe.each([
  ['H.264 in FLV', 'small.flv', x264],
  ['H.263 in FLV', 'sorenson.flv', ['-c:v', 'flv1', '-q:v', '5']],
  ['MPEG-2 in MPEG-PS', 'small.mpg', ['-c:v', 'mpeg2video', '-q:v', '4', '-f', 'vob']],
])('in %s', (_, name, args) => {
  it('one lost block of a disk is named', async () => {
    const path = await makeClip(`${clips.folder}/${name}`, [...noise, ...args]);
    await loseBytes(path, 4096);
    expect(await zeroSentences(path)).toEqual([
      expect.stringMatching(/^Zeros stand where the recording should be: 4,(?:09|10)\d bytes/),
    ]);
  });
});

describe('where ffmpeg does not read on behind zeros', () => {
  const remarks = async (path: string) => (await examineFile(path, tools)).remarks;

  it('the checksums of Ogg tell what was damaged, and what was not examined is named', async () => {
    const path = await makeClip(`${clips.folder}/stops.ogv`, [...noise, '-c:v', 'libtheora', '-q:v', '8']);
    const whole = await readFile(path);
    // Inside a page, wherever this ffmpeg began it.
    const inPage = whole.indexOf('OggS', whole.length / 3) + 1024;
    await writeFile(path, Buffer.from(whole).fill(0, inPage, inPage + 4096));
    expect(await remarks(path)).toEqual([
      expect.stringMatching(/^1 page does not match the checksum in it \(first at byte \d+\)/),
    ]);
    await writeFile(path, whole);
    await loseBytes(path, 80 * 1024);
    const found = await remarks(path);
    expect(found[0]).toMatch(/missing by their numbers .* not match the checksum/);
    expect(found).toContainEqual(
      expect.stringMatching(/^ffmpeg stopped reading there: what follows from byte/),
    );
  });

  it('the header of IVF tells that frames are lost', async () => {
    const path = await makeClip(`${clips.folder}/stops.ivf`, [
      ...[...noise, '-c:v', 'libvpx', '-deadline', 'good', '-cpu-used', '5', '-b:v', '6M'],
    ]);
    await loseBytes(path, 60 * 1024);
    const found = await remarks(path);
    expect(found[0]).toMatch(/^No frame begins at byte \d+, .* announces a length of 50 frames/);
    expect(found[1]).toMatch(/^ffmpeg stopped reading there/);
  });
});

const black = ['-f', 'lavfi', '-i', 'color=black:size=720x576:rate=25:duration=1'];
const silence = ['-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=stereo', '-t', '1', '-c:a', 'pcm_s24le'];
const stuffed = [
  '-c:v',
  'mpeg2video',
  '-b:v',
  '30M',
  '-minrate',
  '30M',
  '-maxrate',
  '30M',
  '-bufsize',
  '4M',
  '-g',
  '1',
];

describe('an intact file', () => {
  it.each([
    ['silence.mov', [...black, ...silence, '-c:v', 'mpeg4']],
    ['silence.avi', [...black, ...silence, '-c:v', 'mjpeg']],
    ['silence.mkv', [...black, ...silence, ...x264]],
    ['raw.avi', [...black, '-c:v', 'rawvideo', '-pix_fmt', 'bgr24']],
    ['raw.mov', [...black, '-c:v', 'rawvideo', '-pix_fmt', 'rgb24']],
    ['lossless.avi', [...black, '-c:v', 'huffyuv']],
    ['large.avi', [...black, '-c:v', 'mjpeg', '-s', '7680x4320', '-huffman', 'optimal', '-frames:v', '1']],
    ['black.dv', [...black, '-pix_fmt', 'yuv420p']],
    ['constant.mpg', [...black, ...stuffed, '-f', 'vob']],
    ['constant.ts', [...black, ...stuffed, '-muxrate', '40M']],
    ['constant.mov', [...black, ...stuffed]],
    ['editing.mxf', [...black, '-c:v', 'dnxhd', '-s', '1280x720', '-b:v', '90M', '-pix_fmt', 'yuv422p10']],
    ['editing.mov', [...noise, '-c:v', 'dnxhd', '-s', '1280x720', '-b:v', '90M', '-pix_fmt', 'yuv422p10']],
    ['gray.y4m', [...black, '-pix_fmt', 'gray', '-vf', 'geq=lum=0', '-strict', '-1']],
  ])('may hold zeros: %s', async (name, args) => {
    expect(await zeroSentences(await makeClip(`${clips.folder}/${name}`, args))).toEqual([]);
  });

  it('may hold padding between its parts', async () => {
    const mp4 = await makeClip(`${clips.folder}/padded.mp4`, [...black, ...x264]);
    const free = Buffer.alloc(200_000);
    free.writeUInt32BE(free.length, 0);
    free.write('free', 4, 'latin1');
    await appendFile(mp4, free);
    expect(await zeroSentences(mp4)).toEqual([]);
    const mkv = await makeClip(`${clips.folder}/padded.mkv`, [
      ...black,
      ...x264,
      '-reserve_index_space',
      '200000',
    ]);
    expect(await zeroSentences(mkv)).toEqual([]);
    // Behind the end of its structure, a rescue of data leaves what the last block of the disk held.
    await appendFile(mkv, Buffer.alloc(100_000));
    expect(await zeroSentences(mkv)).toEqual([]);
    const avi = await makeClip(`${clips.folder}/padded.avi`, [
      ...black,
      '-c:v',
      'mjpeg',
      '-reserve_index_space',
      '200000',
    ]);
    expect(await zeroSentences(avi)).toEqual([]);
  });
});
