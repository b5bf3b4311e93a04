/** Files that lack something say what; files that lack nothing are never called damaged. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileEnding } from '../../../src-main/engine/media/file-ending.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import {
  hiddenFrames,
  hiddenFramesText,
  missingFrames,
} from '../../../src-main/engine/media/missing-frames.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { sound } from '../../../src-main/engine/media/structure-reader.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

/** Every sentence about something missing. */
async function claims(path: string): Promise<string[]> {
  const media = await probe(path, tools);
  const ending = await fileEnding(path, media);
  const index = await indexFrames(path, media, tools);
  return [...(ending.cut === null ? [] : [ending.cut]), ...missingFrames(media, index, ending)];
}

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p'];
const formats: { name: string; args: string[]; source?: string[] }[] = [
  { name: 'video.mp4', args: [...x264, '-movflags', '+faststart'] },
  { name: 'video.mov', args: [...x264, '-movflags', '+faststart'] },
  { name: 'video.mkv', args: x264 },
  { name: 'video.webm', args: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8'] },
  { name: 'video.avi', args: ['-c:v', 'mjpeg'] },
  { name: 'animation.gif', args: [], source: testSource('160x120', 1, 5) },
  { name: 'animation.apng', args: ['-f', 'apng'], source: testSource('160x120', 1, 5) },
  { name: 'picture.png', args: ['-frames:v', '1'] },
  { name: 'picture.jpg', args: ['-frames:v', '1', '-q:v', '2'] },
  { name: 'picture.webp', args: ['-frames:v', '1', '-c:v', 'libwebp'] },
];

describe.each(formats)('$name', ({ name, args, source = testSource('320x240', 2) }) => {
  it('is not called cut short when it is whole, and is when its second half is gone', async () => {
    const path = await makeClip(`${clips.folder}/${name}`, [...source, ...args]);
    expect(await claims(path)).toEqual([]);
    const bytes = await readFile(path);
    const cut = `${clips.folder}/cut-${name}`;
    await writeFile(cut, bytes.subarray(0, Math.ceil(bytes.length * 0.55)));
    const claim = await claims(cut).then(
      (sentences) => sentences[0],
      (error: Error) => error.message,
    );
    expect(claim).toMatch(/(^|No picture in this file could be decoded\. )The file is cut short: /);
  });
});

it('names how many frames were announced and how many are there', async () => {
  const path = await makeClip(`${clips.folder}/half.mp4`, [
    ...testSource('160x120', 2),
    ...x264,
    '-movflags',
    '+faststart',
  ]);
  const bytes = await readFile(path);
  await writeFile(path, bytes.subarray(0, Math.ceil(bytes.length * 0.6)));
  expect((await claims(path))[1]).toMatch(/^The video announces 60 frames, and \d\d are in the file/);
});

it('counts how long the last picture stays: slides are not cut short', async () => {
  const path = await makeClip(`${clips.folder}/slides.mp4`, [...testSource('160x120', 15, 0.2), ...x264]);
  expect(await claims(path)).toEqual([]);
});

it('does not measure a video by its sound', async () => {
  const path = await makeClip(`${clips.folder}/long-sound.mkv`, [
    ...testSource('160x120', 2),
    ...['-f', 'lavfi', '-i', 'sine=duration=10', ...x264, '-c:a', 'aac'],
  ]);
  expect(await claims(path)).toEqual([]);
});

it('tells noise in a picture from a picture that ends early', async () => {
  const path = await makeClip(`${clips.folder}/noise.jpg`, [
    ...testSource('320x240', 1, 1),
    '-frames:v',
    '1',
  ]);
  const bytes = await readFile(path);
  for (let i = 0; i < 40; i++) bytes[Math.floor(bytes.length / 2) + i] = (i * 37) & 127;
  await writeFile(path, bytes);
  expect(await claims(path)).toEqual([]);
});

it('is not misled by the thumbnail in a picture, nor by what a phone appends', async () => {
  const small = await readFile(
    await makeClip(`${clips.folder}/thumbnail.jpg`, [...testSource('64x48', 1, 1), '-frames:v', '1']),
  );
  const whole = await readFile(
    await makeClip(`${clips.folder}/whole.jpg`, [...testSource('320x240', 1, 1), '-frames:v', '1']),
  );
  const segment = Buffer.alloc(4);
  segment.writeUInt16BE(0xffed, 0);
  segment.writeUInt16BE(small.length + 2, 2);
  const withThumbnail = Buffer.concat([whole.subarray(0, 2), segment, small, whole.subarray(2)]);
  const path = `${clips.folder}/with-thumbnail.jpg`;
  await writeFile(path, Buffer.concat([withThumbnail, Buffer.from('data that a phone appends')]));
  expect(await claims(path)).toEqual([]);
  await writeFile(path, withThumbnail.subarray(0, small.length + whole.length / 2));
  expect(await claims(path)).toEqual(['The file is cut short: it does not contain its end marker (EOI).']);
});

it('does not blame an edit list where the frames reach to an end that nobody knows', async () => {
  const path = await makeClip(`${clips.folder}/open-ended.mp4`, [
    ...testSource('160x120', 2),
    ...x264,
    ...['-movflags', '+faststart'],
  ]);
  const bytes = await readFile(path);
  bytes.writeUInt32BE(0, bytes.indexOf('mdat') - 4);
  await writeFile(path, bytes);
  expect(await claims(path)).toEqual([]);
  await writeFile(path, bytes.subarray(0, bytes.length * 0.7));
  expect(await claims(path)).toEqual([
    expect.stringMatching(
      /^The video announces \d+ frames, and \d+ are in the file: the rest is missing, or an edit list hides it\.$/,
    ),
  ]);
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  expect(hiddenFrames(media, index, await fileEnding(path, media))).toBe(0);
});

it('says how many frames an edit list hides', async () => {
  const whole = await makeClip(`${clips.folder}/whole.mp4`, [...testSource('160x120', 3), ...x264]);
  const path = await makeClip(`${clips.folder}/edited.mp4`, ['-ss', '0.8', '-i', whole, '-c', 'copy']);
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  const [sentence] = hiddenFramesText(hiddenFrames(media, index, sound));
  expect(sentence).toMatch(/^The edit list of the file hides 24 frames, which no player shows/);
  // What the sentence tells the reader to do shows all of them.
  const [, options = ''] = /\(ffmpeg (.*)\)/.exec(sentence!) ?? [];
  const copy = `${clips.folder}/copy.mkv`;
  await makeClip(
    copy,
    options
      .replace(' COPY.mkv', '')
      .split(' ')
      .map((word) => (word === 'FILE' ? path : word)),
  );
  const copied = await probe(copy, tools);
  expect((await indexFrames(copy, copied, tools)).pts).toHaveLength(90);
  expect(missingFrames(media, index, sound)).toEqual([]);
});

it('calls no frames missing that an edit list drops as a whole', async () => {
  const path = await makeClip(`${clips.folder}/early.mp4`, [
    ...testSource('160x120', 2, 25),
    ...[...x264, '-g', '12', '-output_ts_offset', '-1'],
  ]);
  expect(await claims(path)).toEqual([]);
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  expect(media.video.frameCount).toBe(50);
  expect(hiddenFrames(media, index, sound)).toBe(50 - index.pts.length);
});

it('sees the end of a streamed Matroska file, and of a transport stream, that stops in the middle', async () => {
  for (const [name, format] of [
    ['live.mkv', ['-f', 'matroska', '-live', '1']],
    ['whole.ts', ['-f', 'mpegts']],
  ] as const) {
    const path = await makeClip(`${clips.folder}/${name}`, [
      ...[...testSource('160x120', 2), ...x264, '-g', '12', ...format],
    ]);
    expect(await claims(path)).toEqual([]);
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, Math.ceil(bytes.length * 0.6) + 1));
    expect((await claims(path))[0]).toMatch(/^The file is cut short: /);
  }
});

it('says nothing of an AVI whose header was never finished, nor of one with repeated frames', async () => {
  const piped = `${clips.folder}/piped.avi`;
  const path = await makeClip(`${clips.folder}/finished.avi`, [...testSource('160x120', 1), '-c:v', 'mjpeg']);
  const bytes = await readFile(path);
  bytes.writeUInt32LE(0xffff_ffff, 4);
  await writeFile(piped, bytes);
  expect(await claims(piped)).toEqual([]);
  const slow = await makeClip(`${clips.folder}/slow.avi`, [
    ...testSource('160x120', 2),
    ...['-vf', "select='not(mod(n,3))'", '-fps_mode', 'vfr', '-enc_time_base', '1/30', '-c:v', 'mpeg4'],
  ]);
  expect(await claims(slow)).toEqual([]);
});

it('does not take what is appended to an MP4 for a box that is cut short', async () => {
  const path = await makeClip(`${clips.folder}/padded.mp4`, [...testSource('160x120', 1), ...x264]);
  await writeFile(path, Buffer.concat([await readFile(path), Buffer.from('PADDINGPADDINGPADDING')]));
  expect(await claims(path)).toEqual([]);
});

it('does not measure a recording by a clock that leaps, nor from before its first picture', async () => {
  const part = await makeClip(`${clips.folder}/part.ts`, [...testSource('160x120', 2), ...x264]);
  const later = await makeClip(`${clips.folder}/later.ts`, [
    '-i',
    part,
    '-c',
    'copy',
    '-output_ts_offset',
    '70',
  ]);
  const path = `${clips.folder}/leaping.ts`;
  await writeFile(path, Buffer.concat([await readFile(part), await readFile(later)]));
  expect(await claims(path)).toEqual([]);
  for (const name of ['late.mkv', 'late.mp4', 'late.ts']) {
    const late = await makeClip(`${clips.folder}/${name}`, [
      ...['-f', 'lavfi', '-i', 'sine=duration=14', ...testSource('160x120', 2)],
      ...['-filter_complex', '[1:v]setpts=PTS+12/TB', '-fps_mode', 'passthrough', ...x264, '-c:a', 'aac'],
    ]);
    expect(await claims(late)).toEqual([]);
  }
});

it('names the data that a JPEG lost before a new end marker', async () => {
  const path = await makeClip(`${clips.folder}/cut.jpg`, [
    ...testSource('320x240', 1, 1),
    ...['-frames:v', '1', '-update', '1', '-q:v', '3'],
  ]);
  expect((await probe(path, tools)).missing).toEqual([]);
  const bytes = await readFile(path);
  for (const share of [0.3, 0.6, 0.95]) {
    const end = Buffer.from([0xff, 0xd9]);
    await writeFile(path, Buffer.concat([bytes.subarray(0, Math.floor(bytes.length * share)), end]));
    expect((await probe(path, tools)).missing).toEqual([
      expect.stringMatching(/^The data of the picture ends, or cannot be decoded, before/),
    ]);
  }
});
