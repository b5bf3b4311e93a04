/** Videos and pictures in containers and codecs that people send, with some of their bytes changed. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDecoder } from '../support/decoder.ts';
import { fuzz } from './support/fuzz.ts';
import { mutatedBytes } from './support/mutate.ts';

const moving = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=10:duration=1.2'];
const sound = ['-f', 'lavfi', '-i', 'sine=duration=1.2', '-shortest'];
const still = ['-f', 'lavfi', '-i', 'testsrc2=size=96x64', '-frames:v', '1'];

/** Those for which this ffmpeg has an encoder are made. */
const kinds: readonly [name: string, args: readonly string[]][] = [
  ['h264.mp4', [...moving, ...sound, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-g', '4']],
  ['fragments.mp4', [...moving, '-c:v', 'libx264', '-movflags', 'frag_keyframe+empty_moov', '-g', '4']],
  ['hevc.mp4', [...moving, '-c:v', 'libx265', '-x265-params', 'log-level=none', '-tag:v', 'hvc1']],
  ['mjpeg.mov', [...moving, '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p']],
  ['prores.mov', [...moving, '-c:v', 'prores_ks']],
  ['vp9.webm', [...moving, '-c:v', 'libvpx-vp9', '-cpu-used', '8']],
  ['vp8.mkv', [...moving, ...sound, '-c:v', 'libvpx', '-c:a', 'flac']],
  ['mpeg4.avi', [...moving, '-c:v', 'mpeg4']],
  ['mpeg2.ts', [...moving, ...sound, '-c:v', 'mpeg2video', '-c:a', 'mp2']],
  ['mpeg1.mpg', [...moving, '-r', '25', '-c:v', 'mpeg1video']],
  ['flv1.flv', [...moving, '-c:v', 'flv']],
  ['theora.ogv', [...moving, '-c:v', 'libtheora']],
  ['wmv2.wmv', [...moving, '-c:v', 'wmv2']],
  ['h263.3gp', [...moving, '-s', '176x144', '-c:v', 'h263']],
  ['animated.gif', [...moving]],
  ['picture.png', still],
  ['picture.jpg', [...still, '-pix_fmt', 'yuvj420p']],
  ['picture.tif', still],
  ['picture.bmp', still],
  ['picture.webp', [...still, '-c:v', 'libwebp']],
];

let folder: string;
const made: string[] = [];
const tools = await testDecoder();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-fuzz-media-'));
  for (const [name, args] of kinds) {
    const path = join(folder, name);
    try {
      execFileSync(tools.ffmpeg, ['-v', 'quiet', '-nostdin', ...args, path]);
      made.push(path);
    } catch {
      rmSync(path, { force: true });
    }
  }
  expect(made.length).toBeGreaterThanOrEqual(12);
});
afterAll(() => rmSync(folder, { recursive: true }));

it('gives frames or an error with a code, within a minute, and leaves no ffmpeg behind', async () => {
  await fuzz({
    ...{ reader: 'media', count: 12, memoryMb: 1024, toolMemoryMb: 1024, more: { tools } },
    make(random, into, number) {
      const from = made[number % made.length]!;
      const path = join(into, `${number}${extname(from)}`);
      writeFileSync(path, mutatedBytes(readFileSync(from), random));
      return path;
    },
  });
});
