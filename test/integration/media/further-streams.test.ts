/** Recordings that begin on another stream, or in another coding, behind the first one; and pictures that begin late. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { streamFailure } from '../../../src-main/engine/media/probe-failure.ts';
import { unexaminedStreams } from '../../../src-main/engine/media/unexamined-parts.ts';
import { clipFolder, digestFrames, hasEncoder, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const at = (name: string) => `${clips.folder}/${name}`;
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '12'];
const mpeg2 = ['-c:v', 'mpeg2video'];
const x265 = ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none'];

async function joined(name: string, ...parts: string[]): Promise<string> {
  await writeFile(at(name), Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))));
  return at(name);
}

it('names a recording that follows on another stream after more than a minute, and shows it when asked', async () => {
  const first = await makeClip(at('long.ts'), [...testSource('64x48', 70, 5), ...x264]);
  const second = await makeClip(at('other.ts'), [
    ...[...testSource('160x120', 1, 25), ...x264, '-mpegts_start_pid', '512'],
  ]);
  const path = await joined('two-streams.ts', first, second);
  expect((await examineFile(path, tools)).remarks).toEqual([
    'The file has another video stream that was not examined: stream 1 (h264, 160 × 120). To examine it, analyse the file again with stream 1 (Analysis settings, or --stream).',
  ]);
  expect((await digestFrames(path, undefined, 1)).digests.size).toBe(25);
});

it('does not offer a stream whose pictures were not found, and says how to get at it', () => {
  const stream = (index: number, width: number) => ({
    ...{ index, codec_type: 'video', codec_name: 'h264', width, height: width },
    ...{ disposition: {}, side_data_list: [], tags: {} },
  });
  const streams = [stream(0, 64), stream(1, 0)];
  const [sentence] = unexaminedStreams({ streams, format: { tags: {} }, packets_and_frames: [] }, 0);
  expect(sentence).toMatch(/stream 1 \(h264\)\. Its first frame is too far from the start/);
  expect(sentence).not.toContain('--stream');
  const refusal = streamFailure(streams[1]!, { log: [], cut: null, hasOthers: true });
  expect(refusal.message).toContain(
    'ffmpeg -analyzeduration 2000M -probesize 2000M -i FILE -map 0:1 -c copy COPY.ts',
  );
});

/** Release 9 decodes such a stream by the coding that comes last in its look-ahead. */
it.skipIf(tools.majorVersion >= 9).each([
  ['H.264', 'MPEG-2', x264, mpeg2],
  ['MPEG-2', 'H.264', mpeg2, x264],
  ['H.264', 'HEVC', x264, x265],
])(
  'names the place where the coding changes from %s to %s on one stream',
  async (from, to, first, second) => {
    if (second === x265 && !hasEncoder('libx265')) return;
    const part = await makeClip(at(`${from}-part.ts`), [...testSource('160x120', 2, 25), ...first]);
    const other = await makeClip(at(`${to}-other.ts`), [...testSource('160x120', 1, 25), ...second]);
    const path = await joined('changing.ts', part, other);
    expect((await examineFile(part, tools)).remarks).toEqual([]);
    const { remarks } = await examineFile(path, tools);
    const bytes = (await readFile(part)).length;
    const [, place] =
      /The coding of the video changes from \S+ to \S+ at byte (\d+) \(near 2\.0 s\)/.exec(
        remarks[0] ?? '',
      ) ?? [];
    expect(remarks[0]).toContain(`from ${from} to ${to}`);
    // The new table stands among the first packets of the second recording.
    expect(Number(place) - bytes).toBeGreaterThanOrEqual(0);
    expect(Number(place) - bytes).toBeLessThan(10 * 188);
  },
);

it('finds the picture of an FLV that begins more than a minute after its sound', async () => {
  const path = await makeClip(at('late.flv'), [
    ...['-f', 'lavfi', '-i', 'sine=duration=76', ...testSource('64x48', 2, 10)],
    ...['-filter_complex', '[1:v]setpts=PTS+70/TB', '-fps_mode', 'passthrough', ...x264, '-c:a', 'aac'],
  ]);
  // As a recorder writes it whose camera is not on yet: nothing of the video stands before its first picture.
  const bytes = await readFile(path);
  const tags: Buffer[] = [];
  for (let start = 13; start < bytes.length;) {
    const end = start + 15 + bytes.readUIntBE(start + 1, 3);
    tags.push(bytes.subarray(start, end));
    start = end;
  }
  const early = tags.filter((tag) => tag[0] === 9 && tag.readUIntBE(4, 3) === 0);
  const rest = tags.filter((tag) => !early.includes(tag) && tag[0] !== 18);
  const first = rest.findIndex((tag) => tag[0] === 9);
  const header = Buffer.from(bytes.subarray(0, 13));
  header[4] = 4;
  await writeFile(path, Buffer.concat([header, ...rest.slice(0, first), ...early, ...rest.slice(first)]));
  const { media, digests } = await digestFrames(path);
  expect([media.video.width, digests.size]).toEqual([64, 20]);
});
