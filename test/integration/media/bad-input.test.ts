import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decode } from '../../../src-main/engine/media/decode.ts';
import { fingerprint } from '../../../src-main/engine/media/fingerprint.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { pathFromBytes } from '../../../src-main/shared/path-text.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { clipFolder, digestFrames, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

async function file(name: string, content: string | Buffer) {
  await writeFile(`${clips.folder}/${name}`, content);
  return `${clips.folder}/${name}`;
}
const tone = ['-f', 'lavfi', '-i', 'sine=duration=1'];

it('refuses what is not there, a folder, an empty file, in probe and fingerprint alike', async () => {
  await mkdir(`${clips.folder}/folder.mp4`);
  const cases = [
    [`${clips.folder}/nowhere.mp4`, 'media/not-found'],
    [`${clips.folder}/folder.mp4`, 'media/not-a-file'],
    [await file('empty.mp4', ''), 'media/empty-file'],
  ] as const;
  for (const [path, code] of cases) {
    await expect(probe(path, tools)).rejects.toMatchObject({ code });
    await expect(fingerprint(path)).rejects.toMatchObject({ code });
  }
});

it.skipIf(process.platform === 'win32')('does not wait for a named pipe', async () => {
  const path = `${clips.folder}/pipe.mp4`;
  await promisify(execFile)('mkfifo', [path]);
  await expect(probe(path, tools)).rejects.toMatchObject({ code: 'media/not-a-file' });
});

it('refuses what is no video', async () => {
  const sentence = 'These are minutes of a meeting.\n'.repeat(200);
  await expect(probe(await file('minutes.mp4', sentence), tools)).rejects.toMatchObject({
    code: 'media/unreadable',
  });
  await expect(probe(await file('minutes.txt', sentence), tools)).rejects.toMatchObject({
    code: 'media/unsupported',
  });
  await expect(
    probe(await file('noise.bin', createHash('sha512').update('x').digest()), tools),
  ).rejects.toMatchObject({ code: 'media/unreadable' });
});

it('names what this ffmpeg cannot decode', async () => {
  const known = await makeClip(`${clips.folder}/known.mp4`, [
    ...testSource('64x48', 1, 5),
    '-c:v',
    'libx264',
  ]);
  const strange = Buffer.from(
    (await readFile(known)).toString('latin1').replaceAll('avc1', 'zzz1'),
    'latin1',
  );
  const refusal = expect(probe(await file('strange.mp4', strange), tools)).rejects;
  await refusal.toMatchObject({ code: 'media/unsupported', message: expect.stringContaining('zzz1') });
});

it('says that the start or a segment of a stream is a part of it, and not damaged', async () => {
  const fragments = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof'];
  const x264 = ['-c:v', 'libx264', '-g', '5', '-pix_fmt', 'yuv420p'];
  const whole = await makeClip(`${clips.folder}/stream.mp4`, [
    ...testSource('64x48', 2, 5),
    ...x264,
    ...fragments,
  ]);
  const bytes = await readFile(whole);
  const firstSegment = bytes.indexOf('moof') - 4;
  const refusal = (name: string, part: Buffer) =>
    file(name, part).then((path) => expect(probe(path, tools)).rejects);
  await (
    await refusal('init.mp4', bytes.subarray(0, firstSegment))
  ).toMatchObject({ code: 'media/no-frames', message: expect.stringContaining('the start of a stream') });
  await (
    await refusal('1.m4s', bytes.subarray(firstSegment))
  ).toMatchObject({ code: 'media/unreadable', message: expect.stringContaining('a segment of a stream') });
});

it('says of an MP4 that is cut within its index that it is cut, not that it has no video', async () => {
  const whole = await makeClip(`${clips.folder}/index.mp4`, [
    ...testSource('64x48', 1, 5),
    '-c:v',
    'libx264',
  ]);
  const bytes = await readFile(whole);
  const path = await file('cut-index.mp4', bytes.subarray(0, bytes.indexOf('moov') + 300));
  await expect(probe(path, tools)).rejects.toMatchObject({
    code: 'media/unreadable',
    message: expect.stringContaining('The file is cut short'),
  });
});

it('opens nothing that a playlist names', async () => {
  await makeClip(`${clips.folder}/part.ts`, [...testSource('64x48', 1), '-c:v', 'libx264']);
  const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\npart.ts\n#EXT-X-ENDLIST\n';
  await expect(probe(await file('list.m3u8', playlist), tools)).rejects.toMatchObject({
    code: 'media/unsupported',
  });
});

it('tells sound without pictures, cover art included, from video', async () => {
  const sound = await makeClip(`${clips.folder}/sound.m4a`, [...tone, '-c:a', 'aac']);
  await expect(probe(sound, tools)).rejects.toMatchObject({ code: 'media/no-video-stream' });
  const cover = await makeClip(`${clips.folder}/cover.png`, [...testSource('64x64', 1, 1), '-frames:v', '1']);
  const album = [
    '-i',
    sound,
    '-i',
    cover,
    '-map',
    '0',
    '-map',
    '1',
    '-c',
    'copy',
    '-disposition:v',
    'attached_pic',
  ];
  await expect(probe(await makeClip(`${clips.folder}/album.m4a`, album), tools)).rejects.toMatchObject({
    code: 'media/no-video-stream',
  });
});

it('takes the video of a file that also has cover art', async () => {
  const video = await makeClip(`${clips.folder}/plain.mp4`, [...testSource('160x120', 1), '-c:v', 'libx264']);
  const cover = await makeClip(`${clips.folder}/cover2.png`, [
    ...testSource('64x64', 1, 1),
    '-frames:v',
    '1',
  ]);
  const path = `${clips.folder}/with cover.mp4`;
  await makeClip(path, [
    '-i',
    cover,
    '-i',
    video,
    '-map',
    '0',
    '-map',
    '1',
    '-c',
    'copy',
    '-disposition:v:0',
    'attached_pic',
    '-disposition:v:1',
    'default',
  ]);
  const { media, size } = await digestFrames(path);
  expect(media.video.codec).toBe('h264');
  expect(size).toBe('160x120');
});

it('goes by the content, not by the extension', async () => {
  const path = await makeClip(`${clips.folder}/really a video.jpg`, [
    ...testSource('160x120', 1),
    '-c:v',
    'libx264',
    '-f',
    'mp4',
  ]);
  expect((await probe(path, tools)).kind).toBe('video');
});

it.each(['-i.mp4', 'a:b%03d.mp4', 'тест 测试 ü (1).mp4'])('reads a file named %s', async (name) => {
  const path = `${clips.folder}/${name}`;
  await makeClip(`${clips.folder}/name.mp4`, [...testSource('64x48', 1, 5), '-c:v', 'libx264']);
  await writeFile(path, await readFile(`${clips.folder}/name.mp4`));
  expect((await digestFrames(path)).digests.size).toBe(5);
});

it('delivers what decodes of a video that was cut off, and says what is missing', async () => {
  const encode = ['-c:v', 'libx264', '-x264-params', 'keyint=10', '-movflags', '+faststart'];
  const whole = await makeClip(`${clips.folder}/whole.mp4`, [...testSource('160x120', 2), ...encode]);
  const bytes = await readFile(whole);
  const { digests, missing, warnings } = await digestFrames(
    await file('half.mp4', bytes.subarray(0, bytes.length * 0.6)),
  );
  const original = await digestFrames(whole);
  expect(digests.size).toBeGreaterThan(15);
  expect(digests.size + missing.length).toBeLessThan(60);
  expect(warnings.join()).toContain('partial file');
  for (const frame of [0, 5, 12]) expect(digests.get(frame)).toBe(original.digests.get(frame));
});

it('survives noise inside the stream and counts every frame that is lost to it', async () => {
  const whole = await makeClip(`${clips.folder}/clean.mp4`, [
    ...testSource('160x120', 2),
    '-c:v',
    'libx264',
    '-x264-params',
    'keyint=10',
  ]);
  const bytes = await readFile(whole);
  const start = bytes.indexOf('mdat') + 4;
  // At two places: encoders of two releases lay frames out a little differently, and one may fall between two frames.
  for (const at of [20_000, 30_000])
    for (let i = 0; i < 3000; i++) bytes[start + at + i] = (i * 167 + 13) & 255;
  expect((await digestFrames(whole)).concealedFrames).toBe(0);
  const { digests, missing, warnings, concealedFrames } = await digestFrames(await file('noise.mp4', bytes));
  // A decoder makes up what it can't read, and says so.
  expect(concealedFrames).toBeGreaterThan(0);
  expect(missing.length + digests.size).toBe(60);
  expect(warnings.length).toBeGreaterThan(0);
  expect(digests.size).toBeGreaterThan(30);
});

it('says so when no frame decodes', async () => {
  const whole = await makeClip(`${clips.folder}/first.mp4`, [
    ...testSource('160x120', 1, 5),
    '-c:v',
    'libx264',
    '-bf',
    '0',
  ]);
  const bytes = await readFile(whole);
  const start = bytes.indexOf('mdat') + 4;
  bytes.fill(0xff, start, bytes.indexOf('moov') - 4);
  const path = await file('unreadable frames.mp4', bytes);
  await expect(digestFrames(path)).rejects.toMatchObject({ code: 'media/decode-failed' });
  const media = await probe(whole, tools);
  const index = await indexFrames(whole, media, tools);
  const none = decode({ path, media, index, wanted: [0, 1, 2, 3, 4], tools });
  await expect(none[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'media/decode-failed',
    message: expect.stringContaining(
      'ffmpeg gave a picture for none of the 5 frames of this video',
    ) as string,
  });
  const one = decode({ path, media, index, wanted: [2], tools });
  await expect(one[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'media/decode-failed',
    // Of the other frames nothing is known.
    message: expect.stringMatching(
      /^Frame 2 could not be decoded: ffmpeg gave no picture for it\./,
    ) as string,
  });
});

it('knows a file by the SHA-256 of its bytes', async () => {
  const content = Buffer.alloc(3_000_001, 'evidence');
  const steps: number[] = [];
  const found = await fingerprint(await file('evidence.bin', content), {
    onProgress: (done) => steps.push(done),
  });
  expect(found).toEqual({ sha256: createHash('sha256').update(content).digest('hex'), sizeBytes: 3_000_001 });
  expect(steps.at(-1)).toBe(3_000_001);
  expect(steps.length).toBeGreaterThan(1);
});

it.skipIf(process.platform !== 'linux')('reads a file whose name is not UTF-8', async () => {
  await makeClip(`${clips.folder}/plain-name.mp4`, [...testSource('64x48', 1, 5), '-c:v', 'libx264']);
  const name = Buffer.concat([Buffer.from(`${clips.folder}/M`), Buffer.of(0xfc), Buffer.from('ller.mp4')]);
  await writeFile(name, await readFile(`${clips.folder}/plain-name.mp4`));
  const path = pathFromBytes(name);
  expect((await digestFrames(path)).digests.size).toBe(5);
  expect((await fingerprint(path)).sha256).toBe((await fingerprint(`${clips.folder}/plain-name.mp4`)).sha256);
});

it('refuses a picture file that would fill the memory, or keep its reader for hours', async () => {
  const pieces = await file('pieces.png', Buffer.from('89504e470d0a1a0a', 'hex'));
  await truncate(pieces, 13 * 2 ** 20);
  await expect(probe(pieces, tools)).rejects.toMatchObject({
    code: 'media/unsupported',
    message: expect.stringContaining('more than 1,000,000 chunks') as string,
  });
  const long = await file('long.tif', Buffer.from('II*\0', 'latin1'));
  await truncate(long, 2 ** 30 + 1);
  await expect(probe(long, tools)).rejects.toMatchObject({
    code: 'media/unsupported',
    message: expect.stringContaining('more than 1 GB') as string,
  });
});

it('refuses a damaged picture in plain words, with those of ffmpeg behind them', async () => {
  const bytes = Buffer.alloc(400);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(8, 4);
  await expect(probe(await file('damaged.tif', bytes), tools)).rejects.toMatchObject({
    code: 'media/decode-failed',
    message: expect.stringMatching(
      /^No picture in this file could be decoded\. Its data is damaged, .* Copy the file again from its source\. \(ffmpeg: [^[]+\)$/,
    ) as string,
  });
});
