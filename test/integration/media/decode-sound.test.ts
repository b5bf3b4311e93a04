import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSound } from '../../../src-main/engine/media/decode-sound.ts';
import { passthrough } from '../../../src-main/engine/media/ffmpeg-arguments.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { PART_SAMPLES, SOUND_RATE } from '../../../src-main/shared/sound.ts';
import { createRandom } from '../../../src-main/engine/support/random.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';

const seconds = 9;
const laterBySeconds = 0.4;
const never = new AbortController().signal;

let clips: Awaited<ReturnType<typeof clipFolder>>;
/** Noise, left and right: no two places of it are alike. */
const noise = new Int16Array(seconds * SOUND_RATE * 2);
beforeAll(async () => {
  clips = await clipFolder();
  const random = createRandom(3);
  for (let at = 0; at < noise.length; at += 1) noise[at] = random.integer(20_000) - 10_000;
  await writeFile(at('noise.raw'), noise);
  await withNoise('lossless.mov', ['-c:a', 'pcm_s16le']);
});
afterAll(() => clips.remove());

const at = (name: string) => join(clips.folder, name);

/** The noise beside pictures that begin 0.4 s later. */
const withNoise = (name: string, codec: string[]) =>
  makeClip(at(name), [
    ...['-f', 's16le', '-ar', String(SOUND_RATE), '-ac', '2', '-i', at('noise.raw')],
    ...['-itsoffset', String(laterBySeconds), ...testSource('64x64', seconds, 25)],
    // A constant rate would fill the time before the first picture with copies of it.
    ...[
      '-map',
      '1:v',
      '-map',
      '0:a',
      ...passthrough(tools.majorVersion),
      '-c:v',
      'mpeg4',
      '-g',
      '250',
      ...codec,
    ],
  ]);

async function soundOf(path: string, part: number) {
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  return decodeSound({ path, media, index, part, tools, signal: never });
}

const partOfNoise = (part: number) => {
  const begin = laterBySeconds * SOUND_RATE + part * PART_SAMPLES;
  return noise.slice(begin * 2, (begin + PART_SAMPLES) * 2);
};

/** By how many samples the left channel comes later than it should, as their cross-correlation is highest. */
function delayOf(samples: Int16Array, expected: Int16Array): number {
  const most = SOUND_RATE / 100;
  let best = { delay: NaN, sum: -Infinity };
  for (let delay = -most; delay <= most; delay += 1) {
    let sum = 0;
    for (let n = most; n < SOUND_RATE / 4; n += 1) sum += samples[2 * (n + delay)]! * expected[2 * n]!;
    if (sum > best.sum) best = { delay, sum };
  }
  return best.delay;
}

describe('the sound of a part', () => {
  it('is sample for sample that of the file from the time of the part on', async () => {
    const path = at('lossless.mov');
    for (const part of [0, 1]) {
      const { samples, complaint } = await soundOf(path, part);
      expect(complaint).toBeNull();
      expect(samples.length).toBe(PART_SAMPLES * 2);
      expect(Buffer.compare(Buffer.from(samples.buffer), Buffer.from(partOfNoise(part).buffer))).toBe(0);
    }
    const last = await soundOf(path, 2);
    expect(last.samples.length / 2 / SOUND_RATE).toBeCloseTo(seconds - laterBySeconds - 8, 3);
    expect((await soundOf(path, 5)).samples).toHaveLength(0);
  });

  it.each([
    ['mp4', ['-c:a', 'aac', '-b:a', '256k']],
    ['mov', ['-c:a', 'pcm_s16le', '-ar', '44100']],
    ['mkv', ['-c:a', 'aac', '-b:a', '256k']],
    ['ts', ['-c:a', 'aac', '-b:a', '256k', '-c:v', 'mpeg2video']],
  ])('is in step to a thousandth of a second in %s', async (kind, codec) => {
    const path = await withNoise(`lossy.${kind}`, codec);
    const { samples } = await soundOf(path, 1);
    expect(samples.length).toBe(PART_SAMPLES * 2);
    expect(Math.abs(delayOf(samples, partOfNoise(1)))).toBeLessThanOrEqual(SOUND_RATE / 1000);
  });

  it('says of a file without sound that there is none, and of one that does not decode why', async () => {
    const silent = await makeClip(at('silent.mp4'), [...testSource('64x64', 1), '-c:v', 'mpeg4']);
    await expect(soundOf(silent, 0)).rejects.toMatchObject({
      code: 'media/unsupported',
      message: 'The file has no sound.',
    });
    const path = at('lossless.mov');
    const media = await probe(path, tools);
    const index = await indexFrames(path, media, tools);
    const other = media.streams.map((stream) => (stream.kind === 'audio' ? { ...stream, index: 7 } : stream));
    await expect(
      decodeSound({ path, media: { ...media, streams: other }, index, part: 0, tools, signal: never }),
    ).rejects.toMatchObject({ code: 'media/decode-failed' });
    await expect(
      decodeSound({ path, media, index, part: 0, tools, signal: never, limitMs: 0 }),
    ).rejects.toMatchObject({ code: 'media/timed-out' });
  });

  it('goes on behind a damaged stretch, and tells what the decoder says of it', async () => {
    const whole = await readFile(await withNoise('damaged.mp4', ['-c:a', 'aac', '-b:a', '256k']));
    whole.fill(0xa5, Math.floor(whole.length * 0.6), Math.floor(whole.length * 0.65));
    await writeFile(at('damaged.mp4'), whole);
    const { samples, complaint } = await soundOf(at('damaged.mp4'), 1);
    expect(samples).toHaveLength(PART_SAMPLES * 2);
    expect(complaint).not.toBeNull();
    const later = 3 * SOUND_RATE * 2;
    expect(Math.abs(delayOf(samples.subarray(later), partOfNoise(1).subarray(later)))).toBeLessThanOrEqual(
      SOUND_RATE / 1000,
    );
  });

  it('is not given where the clock of the pictures leaps: there is no time that both have', async () => {
    const path = at('lossless.mov');
    const media = await probe(path, tools);
    const index = { ...(await indexFrames(path, media, tools)), joins: [20] };
    await expect(decodeSound({ path, media, index, part: 0, tools, signal: never })).rejects.toMatchObject({
      code: 'media/unsupported',
    });
  });
});
