import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DegradationName } from '../../../src-main/shared/degradation-names.ts';
import { degrade } from '../../../src-main/engine/media/degrade.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { clipFolder, hasEncoder, makeClip, tools } from './clips.ts';

let { folder, remove } = { folder: '', remove: () => Promise.resolve() };
let clip: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  ({ folder, remove } = await clipFolder());
  // Noise, so that every step of the compression costs something; 60 frames a second, with sound.
  clip = await makeClip(at('clip.mp4'), [
    ...['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=60:duration=0.2,noise=alls=20:all_seed=1:allf=t'],
    ...['-f', 'lavfi', '-i', 'sine=duration=0.2', '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '10'],
  ]);
});
afterAll(() => remove());

async function made(name: DegradationName, from = clip, to = `${name}.mkv`) {
  await degrade(from, name, at(to), tools);
  const { video, streams } = await probe(at(to), tools);
  const sha256 = createHash('sha256')
    .update(readFileSync(at(to)))
    .digest('hex');
  return { ...video, streams, bytes: statSync(at(to)).size, sha256 };
}

describe.skipIf(!hasEncoder('libx264'))('a degraded clip', () => {
  it('has the size that the name says', async () => {
    expect(await made('480p')).toMatchObject({
      width: 852,
      height: 480,
      codec: 'h264',
      pixelFormat: 'yuv420p',
    });
    expect(await made('360p')).toMatchObject({ width: 640, height: 360 });
    expect(await made('720p')).toMatchObject({ width: 1280, height: 720 });
  });

  it('costs less the harder it is compressed', async () => {
    const { bytes: first } = await made('crf28');
    const { bytes: second } = await made('crf34');
    const { bytes: third } = await made('crf40');
    expect(statSync(clip).size).toBeGreaterThan(first);
    expect(first).toBeGreaterThan(second);
    expect(second).toBeGreaterThan(third);
  });

  it('comes as a messenger sends it: small, few bits, 30 frames a second, without sound', async () => {
    const sent = await made('whatsapp-480p');
    expect(sent).toMatchObject({ width: 848, height: 476, profile: 'Main' });
    expect(sent.averageFrameRate!.num / sent.averageFrameRate!.den).toBeCloseTo(30, 0);
    expect(sent.streams.map(({ kind }) => kind)).toEqual(['video']);
    const smaller = await made('whatsapp-360p');
    expect(smaller).toMatchObject({ width: 640, height: 360, profile: 'Constrained Baseline' });
    expect(smaller.bytes).toBeLessThan(sent.bytes);
  });

  it('is a JPEG a frame, or blurred', async () => {
    expect(await made('jpeg-30')).toMatchObject({ codec: 'mjpeg', width: 1280, height: 720 });
    // What blur takes away need not be encoded.
    expect((await made('blur')).bytes).toBeLessThan((await made('720p')).bytes);
  });

  it('is the same whatever the label, and every time', async () => {
    for (const label of ['real', 'fake']) mkdirSync(at(label));
    const copies = ['real', 'fake'].map((label) =>
      makeClip(at(`${label}/clip.mp4`), ['-i', clip, '-c', 'copy']),
    );
    const [real, fake] = await Promise.all(copies);
    for (const name of ['360p', 'whatsapp-360p', 'jpeg-30'] as const) {
      const one = await made(name, real, 'real/again.mkv');
      const other = await made(name, fake, 'fake/again.mkv');
      expect(other.sha256).toBe(one.sha256);
      expect((await made(name, real, 'real/again.mkv')).sha256).toBe(one.sha256);
    }
  });

  it('is made of a picture too, as a clip of one frame', async () => {
    const picture = await makeClip(at('face.png'), [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=301x201',
      '-frames:v',
      '1',
    ]);
    expect(await made('crf40', picture, 'face.mkv')).toMatchObject({ width: 300, height: 200 });
  });

  it('tells how many frames are encoded, up to all of them', async () => {
    const told: number[] = [];
    await degrade(clip, 'crf40', at('told.mkv'), tools, undefined, { onFrames: (done) => told.push(done) });
    expect(told.at(-1)).toBe(12);
  });

  it('is gone again when the work is stopped', async () => {
    const target = at('stopped.mkv');
    const stop = new AbortController();
    // Once it has begun to write.
    const watch = setInterval(() => existsSync(target) && stop.abort(), 5);
    await expect(degrade(clip, '720p', target, tools, stop.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    clearInterval(watch);
    expect(existsSync(target)).toBe(false);
  });
});

it('says that x264 is missing rather than using another encoder', async () => {
  // This program lists no encoder at all.
  const without = { ...tools, ffmpeg: process.execPath, source: 'a small ffmpeg' };
  await expect(degrade(clip, 'crf28', at('none.mkv'), without)).rejects.toMatchObject({
    code: 'media/ffmpeg-missing',
    message: expect.stringMatching(/a small ffmpeg has no x264 encoder/) as string,
  });
});
