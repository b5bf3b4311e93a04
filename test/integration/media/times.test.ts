import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  frameTimesMs,
  hasVariableFrameRate,
  withFrames,
} from '../../../src-main/engine/media/frame-index.ts';
import { clipFolder, decodedPts, digestFrames, makeClip, testSource } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const x264 = [
  '-c:v',
  'libx264',
  '-preset',
  'veryfast',
  '-x264-params',
  'keyint=15:scenecut=0:bframes=3:b-adapt=0',
];

it('keeps the presentation times of a video with a variable frame rate', async () => {
  // Thirty frames a second for one second, then ten a second: ticks of 1/30 s.
  const times = "settb=1/30,setpts='if(lt(N,30),N,30+(N-30)*3)'";
  const path = `${clips.folder}/variable.mp4`;
  await makeClip(path, [
    ...testSource('160x120', 2),
    '-vf',
    times,
    ...x264,
    '-vsync',
    'passthrough',
    '-enc_time_base',
    '1/30',
  ]);
  const { index, digests, media } = await digestFrames(path);
  const expected = Array.from({ length: 60 }, (_, n) => ((n < 30 ? n : 30 + (n - 30) * 3) * 1000) / 30);
  const shown = frameTimesMs(index).map((time) => time - frameTimesMs(index)[0]!);
  expect(shown.length).toBe(60);
  for (const [n, time] of shown.entries()) expect(time).toBeCloseTo(expected[n]!, 3);
  expect(digests.size).toBe(60);
  expect(hasVariableFrameRate(index)).toBe(true);
  expect(withFrames(media, index).video).toMatchObject({ variableFrameRate: true, frameCount: 60 });
});

it('does not count frames that an edit list cuts away', async () => {
  const whole = await makeClip(`${clips.folder}/whole.mp4`, [...testSource('160x120', 3), ...x264]);
  // Cut in the middle of a group of pictures: its beginning stays in the file, hidden.
  const path = await makeClip(`${clips.folder}/cut.mp4`, ['-ss', '0.8', '-i', whole, '-c', 'copy']);
  const { media, index, digests, missing } = await digestFrames(path);
  expect(media.video.frameCount).toBeGreaterThan(index.pts.length);
  expect([...index.pts]).toEqual(await decodedPts(path));
  expect(missing).toEqual([]);
  // The shown frames are those of the whole video from 0.8 s on.
  const original = await digestFrames(whole);
  expect([...digests.values()]).toEqual([...original.digests.values()].slice(24));
});

it('numbers frames from 0 whatever time a recording begins at', async () => {
  const path = await makeClip(`${clips.folder}/late.ts`, [
    ...testSource('160x120', 1),
    ...x264,
    '-output_ts_offset',
    '3600',
  ]);
  const { index, digests } = await digestFrames(path);
  expect(digests.size).toBe(30);
  expect(frameTimesMs(index)[0]).toBeGreaterThan(3_600_000);
});

it('delivers every frame at one size when the picture changes its size on the way', async () => {
  const parts = ['160x120', '320x240'].map((size) =>
    makeClip(`${clips.folder}/${size}.ts`, [...testSource(size, 1), ...x264]),
  );
  const path = `${clips.folder}/joined.ts`;
  await makeClip(path, ['-i', `concat:${(await Promise.all(parts)).join('|')}`, '-c', 'copy']);
  const { size, digests, missing } = await digestFrames(path);
  expect(size).toBe('160x120');
  expect(digests.size + missing.length).toBe(60);
  expect(missing.length).toBeLessThanOrEqual(3);
});
