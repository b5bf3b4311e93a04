import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasVariableFrameRate, withFrames } from '../../../src-main/engine/media/frame-index.ts';
import { oddTimesText } from '../../../src-main/engine/media/odd-times.ts';
import { joinsText } from '../../../src-main/engine/media/missing-frames.ts';
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
    '-fps_mode',
    'passthrough',
    '-enc_time_base',
    '1/30',
  ]);
  const { index, digests, media } = await digestFrames(path);
  const expected = Array.from({ length: 60 }, (_, n) => ((n < 30 ? n : 30 + (n - 30) * 3) * 1000) / 30);
  expect(index.timesMs.length).toBe(60);
  for (const [n, time] of index.timesMs.entries()) expect(time).toBeCloseTo(expected[n]!, 3);
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

it('counts frames and time from 0 whatever time a recording begins at', async () => {
  const path = await makeClip(`${clips.folder}/late.ts`, [
    ...testSource('160x120', 1),
    ...x264,
    '-output_ts_offset',
    '3600',
  ]);
  const { index, digests } = await digestFrames(path);
  expect(digests.size).toBe(30);
  expect(index.source).toBe('packets');
  expect([index.timesMs[0], index.timesMs[29]]).toEqual([0, expect.closeTo(966.667, 2)]);
  // The container's own clock is kept beside it.
  expect(index.pts[0]! / 90_000).toBeGreaterThan(3600);
});

it('shows two joined recordings one after the other and names the join', async () => {
  const part = await readFile(
    await makeClip(`${clips.folder}/part.ts`, [...testSource('160x120', 1), ...x264]),
  );
  const path = `${clips.folder}/end-to-end.ts`;
  await writeFile(path, Buffer.concat([part, part]));
  const { index, digests, missing } = await digestFrames(path);
  expect([digests.size, missing]).toEqual([60, []]);
  expect(index.joins).toEqual([30]);
  for (const [n, time] of index.timesMs.entries()) expect(time).toBeCloseTo((n * 1000) / 30, 1);
  expect(joinsText(index)[0]).toContain(
    'joined from 2 parts, each a recording of its own or a segment of one: its clock starts again at 1.0 s (frame 30)',
  );
  const pictures = [...digests.values()];
  expect(pictures.slice(30)).toEqual(pictures.slice(0, 30));
});

it('delivers some frames of joined recordings as it delivers all of them', async () => {
  const path = `${clips.folder}/end-to-end.ts`;
  const all = await digestFrames(path);
  const some = await digestFrames(path, [3, 29, 30, 33, 34, 58]);
  expect(some.missing).toEqual([]);
  expect([...some.digests]).toEqual([...all.digests].filter(([frame]) => some.digests.has(frame)));
});

it('keeps the size of every frame when the picture changes its size on the way', async () => {
  const parts = ['160x120', '320x240'].map((size) =>
    makeClip(`${clips.folder}/${size}.ts`, [...testSource(size, 1), ...x264]),
  );
  const path = `${clips.folder}/joined.ts`;
  await makeClip(path, ['-i', `concat:${(await Promise.all(parts)).join('|')}`, '-c', 'copy']);
  const { sizes, digests, missing } = await digestFrames(path);
  expect([digests.size, missing]).toEqual([60, []]);
  expect(sizes).toEqual([...Array<string>(30).fill('160x120'), ...Array<string>(30).fill('320x240')]);
  const some = await digestFrames(path, [10, 40, 59]);
  expect([...some.digests]).toEqual([...digests].filter(([frame]) => some.digests.has(frame)));
});

it('leaves a leap of the clock of a transport stream out of the times, and names it', async () => {
  const parts = await Promise.all(
    [0, 7200].map((offset) =>
      makeClip(`${clips.folder}/at-${offset}.ts`, [
        ...[...testSource('160x120', 1), ...x264, '-output_ts_offset', String(offset)],
      ]),
    ),
  );
  const path = `${clips.folder}/leap.ts`;
  await writeFile(path, Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))));
  const { index, digests, missing } = await digestFrames(path);
  expect([digests.size, missing, index.joins]).toEqual([60, [], [30]]);
  for (const [n, time] of index.timesMs.entries()) expect(time).toBeCloseTo((n * 1000) / 30, 1);
  expect(joinsText(index)).toEqual([
    'The clock of the video jumps forward at 1.0 s (frame 30) by 7199.0 s: the recording paused there, or another recording follows. Times leave such gaps out.',
  ]);
});

it('keeps a long pause in an MP4, which says how long each frame stays', async () => {
  const path = await makeClip(`${clips.folder}/pause.mp4`, [
    ...[...testSource('160x120', 2), '-vf', "setpts='PTS+gte(N,30)*60/TB'", '-fps_mode', 'vfr', ...x264],
  ]);
  const { index } = await digestFrames(path);
  expect([index.joins, index.timesMs[30]]).toEqual([[], expect.closeTo(61_000, 0)]);
});

it('says of a stream without a container that its times are computed', async () => {
  const path = await makeClip(`${clips.folder}/raw.h264`, [
    ...testSource('160x120', 1, 10),
    ...x264,
    '-f',
    'h264',
  ]);
  const { media, index } = await digestFrames(path);
  expect(index.timesMs[9]).toBeCloseTo(900, 0);
  const described = withFrames(media, index);
  expect(described.video.averageFrameRate).toEqual({ num: 10, den: 1 });
  expect(described.assumptions).toContain(
    'The stream has no container and no time stamps. Its times were computed from 10 frames/s, which the stream names or the decoder assumed.',
  );
});

it('keeps frames in order where a recorder pauses between B-frames', async () => {
  const path = await makeClip(`${clips.folder}/pause.ts`, [
    ...[...testSource('160x120', 2, 25), '-vf', "setpts='PTS+gte(N,25)*20/TB'", '-fps_mode', 'vfr'],
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-bf', '3'],
  ]);
  const { index, missing } = await digestFrames(path);
  expect([index.joins, missing, index.timesMs.at(-1)]).toEqual([[25], [], expect.closeTo(1960, 0)]);
  expect(joinsText(index)).toEqual([
    expect.stringMatching(/^The clock of the video jumps forward at 1\.0 s/),
  ]);
});

it('names one damaged time stamp, and joins nothing there', async () => {
  const path = await makeClip(`${clips.folder}/odd.ts`, [
    ...[...testSource('160x120', 2, 25), ...x264, '-muxdelay', '0', '-output_ts_offset', '2000'],
    ...['-bsf:v', `setts=pts='if(eq(N,20),PTS+268000000,PTS)'`],
  ]);
  const { index, digests, missing, warnings } = await digestFrames(path);
  expect([digests.size, missing, warnings, index.joins]).toEqual([50, [], [], []]);
  for (const [n, time] of index.timesMs.entries()) expect(time).toBeCloseTo(n * 40, 0);
  expect(joinsText(index)).toEqual([]);
  expect(oddTimesText(index)).toEqual([
    expect.stringMatching(/^One time stamp does not fit the others and is damaged: 0\.9 s \(frame 23\)/),
  ]);
  const some = await digestFrames(path, [3, index.oddTimes[0]!, 40]);
  expect([...some.digests]).toEqual([...digests].filter(([frame]) => some.digests.has(frame)));
  expect(some.digests.size).toBe(3);
});
