/** Kinds of files from public bug reports, with the right answer of each. */
import { describe, expect, it } from 'vitest';
import { remarksOn } from '../../../src-main/engine/media/remarks.ts';
import { hasShared, sharedPath } from '../../support/shared-data.ts';
import { digestFrames, tools } from './clips.ts';

const field = (name: string) => sharedPath('data', 'field', name);

/** Name, frames, sizes of the first and of the last frame, end of the last frame's start in ms, sentences to expect. */
const readable: [string, number, [string, string], number, string[]][] = [
  // The pixels of its second half are 5357:5000.
  ['ts_concat.ts', 120, ['480x264', '514x264'], 3966.67, ['joined from 2 parts']],
  ['ts_wrap.ts', 90, ['480x264', '480x264'], 2966.67, []],
  ['dvb_10h.ts', 90, ['480x264', '480x264'], 2966.67, []],
  ['webrtc_rampup.webm', 75, ['160x90', '640x360'], 2960, []],
  ['turn.mkv', 75, ['202x360', '640x360'], 2960, []],
  ['slides_02fps.mp4', 3, ['480x264', '480x264'], 10_000, []],
  ['mkv_audio_longer.mkv', 90, ['480x264', '480x264'], 2967, []],
  [
    'two_video.mp4',
    90,
    ['480x264', '480x264'],
    2966.67,
    ['another video stream that was not examined: stream 1'],
  ],
  ['exif6.webp', 1, ['640x352', '640x352'], 0, []],
  ['exif1.webp', 1, ['640x352', '640x352'], 0, []],
  ['exif6.png', 1, ['582x320', '582x320'], 0, []],
  ['dpi200x100.jpg', 1, ['640x352', '640x352'], 0, []],
  ['apng_face_after_first.png', 10, ['160x88', '160x88'], 1800, []],
  ['motionphoto.jpg', 1, ['640x352', '640x352'], 0, ['A video follows the picture in this file']],
];

describe.skipIf(!hasShared('data', 'field'))('files as they come in the field', () => {
  it.each(readable)('%s gives %i frames in their own sizes', async (name, count, ends, lastMs, expected) => {
    const { media, index, digests, missing, sizes, warnings } = await digestFrames(field(name));
    expect([digests.size, missing, warnings]).toEqual([count, [], []]);
    expect([sizes[0], sizes.at(-1)]).toEqual(ends);
    expect([index.timesMs[0], index.timesMs.at(-1)]).toEqual([0, expect.closeTo(lastMs, 1)]);
    const { sentences } = await remarksOn(field(name), media, index, tools);
    expect(sentences).toHaveLength(expected.length);
    for (const [at, words] of expected.entries()) expect(sentences[at]).toContain(words);
  });

  it.each(['ts_concat.ts', 'ts_wrap.ts', 'dvb_10h.ts'])('%s is indexed by its packets', async (name) => {
    const { index } = await digestFrames(field(name), [0]);
    expect(index.source).toBe('packets');
  });

  it.each([
    ['face.heic', 'media/unsupported', 'HEIC'],
    ['face.avif', 'media/unsupported', 'AVIF'],
    ['cenc.mp4', 'media/encrypted', 'encrypted'],
    ['ycgco.mp4', 'media/unsupported', 'ycgco'],
  ])('%s is refused as what it is and not as damaged', async (name, code, words) => {
    const refusal = expect(digestFrames(field(name))).rejects;
    await refusal.toMatchObject({ code, message: expect.stringContaining(words) });
    await refusal.not.toMatchObject({ message: expect.stringContaining('damaged') });
  });

  it('shows the faces of the second stream when asked for it', async () => {
    const { digests } = await digestFrames(field('two_video.mp4'), [0], 1);
    const { digests: first } = await digestFrames(field('two_video.mp4'), [0]);
    expect(digests.size).toBe(1);
    expect([...digests.values()]).not.toEqual([...first.values()]);
  });
});
