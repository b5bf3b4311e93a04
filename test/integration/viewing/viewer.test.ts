import { cp, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decode } from '../../../src-main/engine/media/decode.ts';
import { fingerprint } from '../../../src-main/engine/media/fingerprint.ts';
import { indexFrames } from '../../../src-main/engine/media/frame-index.ts';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { createViewer, type ViewedFile } from '../../../src-main/engine/viewing/viewer.ts';
import { createRandom } from '../../../src-main/engine/support/random.ts';
import { withEditList } from '../../support/edit-list-clip.ts';
import { hasShared, sharedPath } from '../../support/shared-data.ts';
import { clipFolder, makeClip, testSource, tools } from '../media/clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const viewer = createViewer();
afterEach(() => viewer.close());

const unanalysed = (path: string): ViewedFile => ({ path, sha256: null, stream: undefined });
const show = (path: string, frameIndex: number) => viewer.frame(unanalysed(path), frameIndex, 'show', tools);

/** What the analysis sees of every frame: SHA-256 of its pixels, with its size; null where it does not decode. */
async function analysed(path: string): Promise<(string | null)[]> {
  const media = await probe(path, tools);
  const index = await indexFrames(path, media, tools);
  const all: (string | null)[] = [...index.pts].map(() => null);
  for await (const frame of decode({ path, media, index, wanted: [...index.pts.keys()], tools }))
    all[frame.frameIndex] = `${frame.width}x${frame.height} ${sha256Of(frame.rgb)}`;
  return all;
}

async function shown(path: string, frameIndex: number): Promise<string | null> {
  try {
    const { facts, rgb } = await show(path, frameIndex);
    expect(facts.frameIndex).toBe(frameIndex);
    expect(facts.sha256).toBe(sha256Of(rgb));
    return `${facts.width}x${facts.height} ${facts.sha256}`;
  } catch (error) {
    expect(error).toMatchObject({ code: 'media/decode-failed' });
    return null;
  }
}

/** Forwards, backwards, and to and fro. */
function walk(frames: number): number[] {
  const some = [...Array(Math.min(frames, 40)).keys()];
  const random = createRandom(7);
  const jumps = Array.from({ length: 12 }, () => random.integer(frames));
  return [...some, ...some.toReversed(), ...jumps.flatMap((at) => [at, Math.max(0, at - 1)])];
}

async function expectSamePixels(path: string): Promise<void> {
  const expected = await analysed(path);
  for (const frameIndex of walk(expected.length))
    expect({ frameIndex, frame: await shown(path, frameIndex) }).toEqual({
      frameIndex,
      frame: expected[frameIndex],
    });
}

describe('the pixels that are shown', () => {
  it('are those that are analysed, whichever way the steps go', async () => {
    const path = await makeClip(`${clips.folder}/b-frames.mp4`, [
      ...testSource('322x182', 4),
      ...['-c:v', 'libx264', '-g', '50', '-bf', '3'],
    ]);
    await expectSamePixels(path);
  });

  const files = [
    'rotated_displaymatrix.mp4',
    'variable_frame_rate.mp4',
    'hevc_10bit.mp4',
    'odd_321x241_vp9.webm',
    'odd_321x241_h264_yuv444.mp4',
    'mjpeg.avi',
    'anim.gif',
    'one_frame.mp4',
    'face.png',
    'truncated_photo.jpg',
    'corrupt_middle.mp4',
  ].map((name) => `edge/${name}`);
  const odd = [
    'turn.mkv',
    'webrtc_rampup.webm',
    'ts_concat.ts',
    'ts_wrap.ts',
    'slides_02fps.mp4',
    'exif6.png',
  ];
  it.skipIf(!hasShared('data', 'edge')).each([...files, ...odd.map((name) => `field/${name}`)])(
    'are those that are analysed: %s',
    (name) => expectSamePixels(sharedPath('data', name)),
  );
});

describe('the facts of a frame', () => {
  it('are those that ffprobe prints', async () => {
    const path = await makeClip(`${clips.folder}/facts.mp4`, [
      ...testSource('64x48', 1, 10),
      ...['-c:v', 'libx264', '-g', '5', '-bf', '2', '-video_track_timescale', '1000'],
    ]);
    const { facts } = await show(path, 5);
    expect(facts).toMatchObject({ key: true, pictureType: 'I', durationMs: 100, width: 64, height: 48 });
    expect(facts.timeBase).toEqual({ num: 1, den: 1000 });
    expect((await show(path, 1)).facts.pictureType).toBe('B');
    expect((await show(path, 9)).facts.durationMs).toBe(100);
    expect((await show(path, 0)).facts.packetBytes).toBeGreaterThan(100);
  });

  it('have no SHA-256 while a video is played', async () => {
    const path = await makeClip(`${clips.folder}/played.mp4`, testSource('64x48', 1, 10));
    expect((await viewer.frame(unanalysed(path), 3, 'play', tools)).facts.sha256).toBeNull();
  });

  it('name every frame of the video at once, for the time line', async () => {
    const path = await makeClip(`${clips.folder}/open.mp4`, testSource('64x48', 2, 10));
    const video = await viewer.open(unanalysed(path), tools);
    expect(video.media.video.frameCount).toBe(20);
    expect([...video.timesMs.slice(0, 3)]).toEqual([0, 100, 200]);
    expect(video.endMs).toBe(2000);
  });
});

describe('what is odd about frames', () => {
  it('is where a picture froze or comes again, by its pixels', async () => {
    // Ten frames, of which the fifth stays for four more; then the first five once more. Nothing is lost.
    const filter =
      'loop=loop=4:size=1:start=5,split[a][b];[b]trim=end_frame=5,setpts=PTS-STARTPTS[c];[a][c]concat';
    const path = await makeClip(`${clips.folder}/frozen.mkv`, [
      ...testSource('64x48', 1, 10),
      ...['-filter_complex', filter, '-c:v', 'ffv1'],
    ]);
    const done: number[] = [];
    const search = () =>
      viewer.repeats(unanalysed(path), tools, new AbortController().signal, (each) => done.push(each.done));
    const compared = await search();
    const { repeats, shots } = compared;
    expect([...repeats]).toEqual([-1, -1, -1, -1, -1, 4, 4, 4, 4, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4]);
    expect(shots).toHaveLength(0);
    expect(done.at(0)).toBe(0);
    const asked = done.length;
    expect(await search()).toBe(compared);
    expect(done).toHaveLength(asked);
  });

  it('is where another shot begins, by its colours', async () => {
    const scenes = ['testsrc2', 'smptebars', 'mandelbrot'].flatMap((scene) => [
      ...['-f', 'lavfi', '-t', '0.5', '-i', `${scene}=size=64x48:rate=10`],
    ]);
    const path = await makeClip(`${clips.folder}/shots.mkv`, [
      ...scenes,
      ...['-filter_complex', '[0][1][2]concat=n=3', '-c:v', 'ffv1'],
    ]);
    const { shots } = await viewer.repeats(
      unanalysed(path),
      tools,
      new AbortController().signal,
      () => undefined,
    );
    expect([...shots]).toEqual([5, 10]);
  });

  it('is compared no further once the examiner gives up', async () => {
    const path = await makeClip(`${clips.folder}/given-up.mkv`, [
      ...testSource('640x480', 20, 25),
      ...['-c:v', 'ffv1'],
    ]);
    const stop = new AbortController();
    const search = viewer.repeats(
      unanalysed(path),
      tools,
      stop.signal,
      ({ done }) => done > 0 && stop.abort(),
    );
    await expect(search).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('is where the edit list of the file goes on elsewhere: there the frames change with it', async () => {
    const whole = await makeClip(`${clips.folder}/whole.mp4`, [
      ...testSource('64x48', 4, 25),
      ...['-c:v', 'libx264', '-qp', '0', '-g', '1', '-bf', '0'],
    ]);
    const path = `${clips.folder}/edited.mp4`;
    await writeFile(
      path,
      withEditList(await readFile(whole), [
        { durationMs: 1000, fromMs: 2000 },
        { durationMs: 800, fromMs: 0 },
        { durationMs: 400, fromMs: 800 },
      ]),
    );
    const video = await viewer.open(unanalysed(path), tools);
    expect(video.pts.length).toBe(55);
    expect([...video.cuts]).toEqual([25]);
    const digest = async (file: string, frame: number) => (await show(file, frame)).facts.sha256;
    expect(await digest(path, 24)).toBe(await digest(whole, 74));
    expect(await digest(path, 25)).toBe(await digest(whole, 0));
    expect((await viewer.open(unanalysed(whole), tools)).cuts).toHaveLength(0);
  });
});

describe('a video that was open before', () => {
  it('opens again without being read anew', async () => {
    const first = await makeClip(`${clips.folder}/first.mp4`, testSource('64x48', 1, 10));
    const second = await makeClip(`${clips.folder}/second.mp4`, testSource('80x48', 1, 10));
    await show(first, 0);
    await show(second, 0);
    const unprobing = { ...tools, ffprobe: `${clips.folder}/no-ffprobe`, bwrap: null };
    expect((await viewer.frame(unanalysed(first), 5, 'show', unprobing)).facts.width).toBe(64);
  });
});

describe('a video that is closed', () => {
  it('is read no further, nor hashed in the background', async () => {
    const path = await makeClip(`${clips.folder}/left.mp4`, testSource('64x48', 1, 10));
    const { sha256 } = await fingerprint(path);
    const checking = viewer.check({ ...unanalysed(path), sha256 });
    viewer.close();
    await expect(checking).rejects.toMatchObject({ code: 'app/bad-message' });
    const opening = viewer.open(unanalysed(path), tools);
    await new Promise(setImmediate);
    viewer.close();
    await expect(opening).rejects.toMatchObject({ code: 'app/bad-message' });
  });

  it('is not opened again by a question from before', async () => {
    const path = await makeClip(`${clips.folder}/closed.mp4`, testSource('64x48', 1, 10));
    const late = expect(show(path, 0)).rejects.toMatchObject({ code: 'app/bad-message' });
    viewer.close();
    await late;
    expect((await show(path, 0)).facts.frameIndex).toBe(0);
  });
});

describe('two videos side by side', () => {
  const on = (side: 'a' | 'b', path: string): ViewedFile => ({ ...unanalysed(path), side });

  it('keep a decoder each, and the second ends when nothing is compared any more', async () => {
    const one = await makeClip(`${clips.folder}/side-a.mp4`, testSource('64x48', 1, 10));
    const other = await makeClip(`${clips.folder}/side-b.mp4`, testSource('80x48', 1, 10));
    for (let frame = 0; frame < 10; frame += 1) {
      expect((await viewer.frame(on('a', one), frame, 'show', tools)).facts.width).toBe(64);
      expect((await viewer.frame(on('b', other), frame, 'show', tools)).facts.width).toBe(80);
    }
    expect([viewer.seen(one)?.sizeOf(9)?.width, viewer.seen(other)?.sizeOf(9)?.width]).toEqual([64, 80]);
    await show(one, 3);
    expect(viewer.seen(other)?.sizeOf(9)?.width).toBe(80);
    viewer.end('b');
    expect([viewer.seen(one) === null, viewer.seen(other)]).toEqual([false, null]);
  });

  it('may be one file, with the pixels of both frames', async () => {
    const path = await makeClip(`${clips.folder}/both-sides.mp4`, testSource('64x48', 2, 10));
    const expected = await analysed(path);
    for (let frame = 0; frame < 15; frame += 1) {
      const [a, b] = await Promise.all([
        viewer.frame(on('a', path), frame, 'show', tools),
        viewer.frame(on('b', path), frame + 5, 'show', tools),
      ]);
      expect([a, b].map(({ facts }) => `64x48 ${facts.sha256}`)).toEqual([
        expected[frame],
        expected[frame + 5],
      ]);
    }
  });
});

describe('a frame that is not there', () => {
  it('is refused with what to do', async () => {
    const path = await makeClip(`${clips.folder}/short.mp4`, testSource('64x48', 1, 10));
    await expect(show(path, 10)).rejects.toMatchObject({ code: 'media/decode-failed' });
    await expect(show(`${clips.folder}/none.mp4`, 0)).rejects.toMatchObject({ code: 'media/not-found' });
  });
});

describe('a file that is not the one that was analysed', () => {
  it('is found out, and its frames are shown no longer', async () => {
    const path = await makeClip(`${clips.folder}/analysed.mp4`, testSource('64x48', 1, 10));
    const file = { ...unanalysed(path), sha256: (await fingerprint(path)).sha256 };
    await viewer.frame(file, 0, 'show', tools);
    await viewer.check(file);
    await makeClip(path, ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=10:duration=1']);
    await viewer.frame(file, 1, 'show', tools).catch(() => undefined);
    await expect(viewer.check(file)).rejects.toMatchObject({ code: 'media/changed-since-analysis' });
    await expect(viewer.frame(file, 1, 'show', tools)).rejects.toMatchObject({
      code: 'media/changed-since-analysis',
    });
  });

  it('gives no frame at all, before anybody has read the whole of it', async () => {
    const path = await makeClip(`${clips.folder}/watched.mp4`, testSource('64x48', 1, 10));
    const file = { ...unanalysed(path), sha256: (await fingerprint(path)).sha256 };
    await viewer.open(file, tools);
    await viewer.check(file);
    await makeClip(path, ['-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=10:duration=1']);
    await expect(viewer.frame(file, 1, 'show', tools)).rejects.toMatchObject({
      code: 'media/changed-since-analysis',
    });
  });

  it('is found out where it has the size and the times of the old one', async () => {
    const path = `${clips.folder}/same-times.mp4`;
    await makeClip(path, testSource('64x48', 1, 10));
    const file = { ...unanalysed(path), sha256: (await fingerprint(path)).sha256 };
    await viewer.check(file);
    const { atime, mtime, size } = await stat(path);
    await writeFile(path, Buffer.alloc(size, 7));
    await utimes(path, atime, mtime);
    await expect(viewer.check(file)).rejects.toMatchObject({ code: 'media/changed-since-analysis' });
  });

  it('gives no frame of the old file once another has its name', async () => {
    const path = `${clips.folder}/replaced.mp4`;
    await makeClip(path, testSource('64x48', 1, 10));
    await show(path, 0);
    await cp(await makeClip(`${clips.folder}/other.mp4`, testSource('80x48', 1, 10)), path);
    expect((await show(path, 0)).facts.width).toBe(80);
  });
});
