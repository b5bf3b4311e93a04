/** Awkward and broken files, made here from ffmpeg's test sources. */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src-main/shared/errors.ts';
import { clipFolder, digestFrames, hasEncoder, makeClip, testSource } from './clips.ts';

const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '10', '-pix_fmt', 'yuv420p'];
const source = testSource('160x90', 2, 15);
/** The newer test source rounds its size to even numbers. */
const oddSource = ['-f', 'lavfi', '-i', 'testsrc=size=161x91:rate=15:duration=2'];

let clips: Awaited<ReturnType<typeof clipFolder>>;
let whole: string;
beforeAll(async () => {
  clips = await clipFolder();
  whole = await makeClip(at('whole.mp4'), [...source, ...x264]);
});
afterAll(() => clips.remove());

const at = (name: string) => join(clips.folder, name);

async function damaged(name: string, from: string, damage: (bytes: Buffer) => Buffer): Promise<string> {
  await writeFile(at(name), damage(await readFile(from)));
  return at(name);
}

describe('a file that is no video', () => {
  const bad: [string, ErrorCode, () => Promise<unknown>][] = [
    // The index of an MP4 comes last unless asked otherwise.
    ['cut.mp4', 'media/unreadable', () => damaged('cut.mp4', whole, (b) => b.subarray(0, b.length / 2))],
    ['empty.mp4', 'media/empty-file', () => writeFile(at('empty.mp4'), '')],
    ['text.mp4', 'media/unreadable', () => writeFile(at('text.mp4'), 'minutes of the meeting\n'.repeat(50))],
    [
      'sound.mp4',
      'media/no-video-stream',
      () => makeClip(at('sound.mp4'), ['-f', 'lavfi', '-i', 'sine=duration=1', '-c:a', 'aac']),
    ],
  ];
  it.each(bad)('%s is refused as %s', async (name, code, make) => {
    await make();
    await expect(digestFrames(at(name))).rejects.toMatchObject({ code });
  });
});

describe('an awkward file', () => {
  const awkward: [string, number, string, readonly string[]][] = [
    ['one-frame.mp4', 1, '160x90', [...source, '-frames:v', '1', ...x264]],
    ['black.mp4', 15, '160x90', ['-f', 'lavfi', '-i', 'color=black:size=160x90:rate=15:duration=1', ...x264]],
    ['odd.mp4', 30, '161x91', [...oddSource, ...x264, '-pix_fmt', 'yuv444p']],
    ['odd.webm', 30, '161x91', [...oddSource, '-c:v', 'libvpx-vp9']],
    ['h264.mkv', 30, '160x90', [...source, ...x264]],
    ['h264.mov', 30, '160x90', [...source, ...x264]],
    ['mjpeg.avi', 30, '160x90', [...source, '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p']],
    [
      'moving.gif',
      30,
      '160x90',
      source.map((part) => part.replace('rate=15', 'rate=10').replace('=2', '=3')),
    ],
    ['видео 测试 ü (1).mp4', 30, '160x90', [...source, ...x264]],
    [
      'ten-bit.mp4',
      30,
      '160x90',
      [...source, '-c:v', 'libx265', '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1'],
    ],
    ['still.png', 1, '160x90', [...source, '-frames:v', '1']],
  ];
  it.each(awkward)('%s gives all of its %i frames at %s', async (name, count, shown, args) => {
    const encoder = args[args.indexOf('-c:v') + 1];
    if (args.includes('-c:v') && !hasEncoder(encoder!)) return;
    const { digests, missing, size } = await digestFrames(await makeClip(at(name), args));
    expect(missing).toEqual([]);
    expect(digests.size).toBe(count);
    expect(size).toBe(shown);
  });

  it('is read by its content when its name says something else', async () => {
    await copyFile(whole, at('video.jpg'));
    expect((await digestFrames(at('video.jpg'))).digests.size).toBe(30);
  });
});

describe('a damaged file', () => {
  const damages: [string, (bytes: Buffer) => Buffer][] = [
    ['cut in half', (bytes) => bytes.subarray(0, bytes.length * 0.6)],
    [
      'overwritten in the middle',
      (bytes) => Buffer.from(bytes).fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + (bytes.length >> 3)),
    ],
  ];
  it.each(damages)('gives what decodes when it is %s, and counts the rest', async (name, damage) => {
    const indexed = await makeClip(at('indexed.mp4'), ['-i', whole, '-c', 'copy', '-movflags', '+faststart']);
    const read = await digestFrames(await damaged(`${name}.mp4`, indexed, damage));
    expect(read.digests.size).toBeGreaterThan(5);
    expect(read.digests.size + read.missing.length).toBe(read.index.pts.length);
    expect(read.warnings.length).toBeGreaterThan(0);
  });
});
