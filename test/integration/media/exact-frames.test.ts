import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planRuns } from '../../../src-main/engine/media/decode-plan.ts';
import { clipFolder, decodedPts, digestFrames, hasEncoder, makeClip, testSource } from './clips.ts';

const x264 = (options: string) => [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-pix_fmt',
  'yuv420p',
  '-x264-params',
  options,
];
const bFrames = 'keyint=20:min-keyint=20:scenecut=0:bframes=3:b-adapt=0';

/** Large enough that skipping pays: 58 frames of 960 × 540 cost as much as a second ffmpeg. */
const source = testSource('960x540', 3);
const wanted = [0, 1, 81, 82, 89];

const formats = [
  { name: 'h264-b-frames.mp4', encoder: 'libx264', args: x264(bFrames) },
  { name: 'h264-b-frames.mkv', encoder: 'libx264', args: x264(bFrames) },
  { name: 'h264-b-frames.ts', encoder: 'libx264', args: x264(bFrames) },
  { name: 'h264-open-gop.mp4', encoder: 'libx264', args: x264(`${bFrames}:open-gop=1`) },
  {
    name: 'hevc-open-gop-10bit.mp4',
    encoder: 'libx265',
    args: [
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-pix_fmt',
      'yuv420p10le',
      '-tag:v',
      'hvc1',
      '-x265-params',
      'keyint=20:min-keyint=20:bframes=3:log-level=none',
    ],
  },
  {
    name: 'mpeg2.mpg',
    encoder: 'mpeg2video',
    args: ['-c:v', 'mpeg2video', '-g', '20', '-bf', '2', '-q:v', '8'],
  },
  { name: 'mpeg4.mp4', encoder: 'mpeg4', args: ['-c:v', 'mpeg4', '-g', '20', '-bf', '2', '-q:v', '8'] },
  {
    name: 'xvid.avi',
    encoder: 'mpeg4',
    args: ['-c:v', 'mpeg4', '-g', '20', '-bf', '2', '-q:v', '8', '-vtag', 'XVID'],
  },
  {
    name: 'vp8-hidden-frames.webm',
    encoder: 'libvpx',
    args: [
      '-c:v',
      'libvpx',
      '-b:v',
      '1M',
      '-g',
      '20',
      '-auto-alt-ref',
      '1',
      '-lag-in-frames',
      '16',
      '-deadline',
      'realtime',
      '-cpu-used',
      '8',
    ],
  },
  {
    name: 'vp9.webm',
    encoder: 'libvpx-vp9',
    args: [
      '-c:v',
      'libvpx-vp9',
      '-b:v',
      '1M',
      '-g',
      '20',
      '-deadline',
      'realtime',
      '-cpu-used',
      '8',
      '-lag-in-frames',
      '16',
      '-auto-alt-ref',
      '1',
    ],
  },
];

/** ffprobe leaves the last frame of an XviD file without a time; there the count alone is compared. */
async function referencePts(path: string, indexed: Float64Array) {
  return (await decodedPts(path)).map((pts, i) => pts ?? indexed[i]);
}

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

/** Only the decoder can tell the frames of these: hidden frames, and AVI without time stamps. */
const toldByDecoding = new Set(['xvid.avi', 'vp8-hidden-frames.webm']);

describe.each(formats)('$name', ({ name, encoder, args }) => {
  it.skipIf(!hasEncoder(encoder))(
    'numbers and times every frame as a full decode does, and seeks to the same pixels',
    async () => {
      const path = await makeClip(`${clips.folder}/${name}`, [...source, ...args]);
      const whole = await digestFrames(path);
      expect(whole.index.source).toBe(toldByDecoding.has(name) ? 'decoding' : 'packets');
      expect([...whole.index.pts]).toEqual(await referencePts(path, whole.index.pts));
      expect(whole.missing).toEqual([]);
      expect(whole.digests.size).toBe(90);

      const sampled = await digestFrames(path, wanted);
      expect([...sampled.digests]).toEqual(wanted.map((frame) => [frame, whole.digests.get(frame)]));
      expect(sampled.warnings).toEqual([]);
      const runs = planRuns(sampled.media, sampled.index, wanted);
      expect(runs.length).toBe(whole.index.source === 'packets' ? 2 : 1);
    },
  );
});

it('finds the frames of a stream that mends itself gradually, where a seek lands in the mending', async () => {
  const path = await makeClip(`${clips.folder}/intra-refresh.mp4`, [
    ...source,
    ...x264('keyint=20:intra-refresh=1:bframes=0'),
  ]);
  const whole = await digestFrames(path);
  const sampled = await digestFrames(path, wanted);
  expect(sampled.missing).toEqual([]);
  expect(sampled.warnings).toContainEqual(expect.stringContaining('decoded from the beginning'));
  expect([...sampled.digests]).toEqual(wanted.map((frame) => [frame, whole.digests.get(frame)]));
});
