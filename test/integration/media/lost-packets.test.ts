/** Transport packets of the video that are missing are counted and placed; what only looks like it is not. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { clipFolder, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const PACKET_BYTES = 188;
const VIDEO_PID = 0x100;
const x264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '12', '-bf', '2'];
const sound = ['-f', 'lavfi', '-i', 'sine=duration=2', '-c:a', 'aac'];

async function packetsOf(name: string, ...args: string[]): Promise<Buffer[]> {
  const source = [...testSource('320x240', 2, 25), ...sound, ...x264];
  const bytes = await readFile(await makeClip(`${clips.folder}/${name}`, [...source, ...args]));
  const packets = bytes.length / PACKET_BYTES;
  return Array.from({ length: packets }, (_, i) => bytes.subarray(i * PACKET_BYTES, (i + 1) * PACKET_BYTES));
}

const pidOf = (packet: Buffer) => packet.readUInt16BE(1) & 0x1fff;

async function remarksOf(name: string, packets: readonly Buffer[]): Promise<string[]> {
  await writeFile(`${clips.folder}/${name}`, Buffer.concat([...packets]));
  return (await examineFile(`${clips.folder}/${name}`, tools)).remarks;
}

it('counts the missing packets of the video, and says near which time', async () => {
  const packets = await packetsOf('whole.ts');
  expect(await remarksOf('copy.ts', packets)).toEqual([]);
  const video = [...packets.keys()].filter((i) => pidOf(packets[i]!) === VIDEO_PID);
  const middle = video[Math.floor(video.length / 2)]!;
  const lost = new Set(video.filter((i) => i >= middle).slice(0, 5));
  expect(
    await remarksOf(
      'lost.ts',
      packets.filter((_, i) => !lost.has(i)),
    ),
  ).toEqual([
    expect.stringMatching(
      /^At least 5 transport packets of this video are missing \(near [01]\.\d s\)\. Frames there can be damaged or absent\.$/,
    ),
  ]);
});

it('counts them in a stream that begins inside a packet, as captured ones do', async () => {
  const packets = await packetsOf('to-carve.ts');
  const inside = [packets[0]!.subarray(100), ...packets.slice(1)];
  expect(await remarksOf('carved.ts', inside)).toEqual([]);
  const video = [...packets.keys()].filter((i) => pidOf(packets[i]!) === VIDEO_PID);
  const lost = new Set(video.slice(40, 45));
  expect(
    await remarksOf(
      'carved-and-lost.ts',
      inside.filter((_, i) => !lost.has(i)),
    ),
  ).toEqual([expect.stringMatching(/^At least \d+ transport packets of this video are missing/)]);
});

it('says nothing of lost sound, of packets sent twice, or of a counter that jumps on purpose', async () => {
  const packets = await packetsOf('sound.ts');
  const sounds = [...packets.keys()].filter((i) => pidOf(packets[i]!) === VIDEO_PID + 1);
  const lost = new Set(sounds.slice(3, 6));
  expect(
    await remarksOf(
      'no-sound.ts',
      packets.filter((_, i) => !lost.has(i)),
    ),
  ).toEqual([]);
  // With a counter that is off by three from there on, and the flag that says so.
  const jump = packets.findIndex(
    (packet, i) =>
      i > packets.length / 2 && pidOf(packet) === VIDEO_PID && (packet[3]! & 0x20) !== 0 && packet[4]! > 0,
  );
  expect(jump).toBeGreaterThan(0);
  const onPurpose = packets.map((packet, i) => {
    const copy = Buffer.from(packet);
    if (pidOf(packet) === VIDEO_PID && i >= jump) copy[3] = (copy[3]! & 0xf0) | ((copy[3]! + 3) & 0x0f);
    if (i === jump) copy[5]! |= 0x80;
    return copy;
  });
  expect(await remarksOf('on-purpose.ts', onPurpose)).toEqual([]);
  const twice = packets.flatMap((packet) => (pidOf(packet) === VIDEO_PID ? [packet, packet] : [packet]));
  expect(await remarksOf('twice.ts', twice)).toEqual([]);
});

it('does not take the counters of a second recording for losses', async () => {
  const first = await packetsOf('first.ts');
  const second = await packetsOf('second.ts', '-output_ts_offset', '2');
  for (const follows of [first, second]) {
    const remarks = await remarksOf('joined.ts', [...first, ...follows]);
    // One of the two goes on where the first ended, as a segment does.
    const joined = /^The video was (?:joined from 2 parts|stored in segments)/;
    expect(remarks.filter((sentence) => !joined.test(sentence))).toEqual([]);
  }
});

it('reads the counters of M2TS too', async () => {
  const path = await makeClip(`${clips.folder}/camera.m2ts`, [
    ...[...testSource('320x240', 2, 25), ...x264, '-mpegts_m2ts_mode', '1'],
  ]);
  expect((await examineFile(path, tools)).remarks).toEqual([]);
  const bytes = await readFile(path);
  const whole = Array.from({ length: bytes.length / 192 }, (_, i) => bytes.subarray(i * 192, (i + 1) * 192));
  const video = whole.filter((packet) => pidOf(packet.subarray(4)) === 0x1011);
  const lost = video[Math.floor(video.length / 3)]!;
  expect(
    await remarksOf(
      'lost.m2ts',
      whole.filter((packet) => packet !== lost),
    ),
  ).toEqual([expect.stringMatching(/^At least 1 transport packet of this video is missing/)]);
});

it('names the seconds that are cut out of a recording at a programme table', async () => {
  const packets = await packetsOf('to-cut.ts');
  const tables = [...packets.keys()].filter((i) => pidOf(packets[i]!) === 0);
  const [from, to] = [tables[5]!, tables[15]!];
  const remarks = await remarksOf('seconds-cut.ts', [...packets.slice(0, from), ...packets.slice(to)]);
  expect(remarks).toEqual([
    expect.stringMatching(
      /^The video has no frames from 0\.\d s to 1\.\d s, and its packets do not count on there: a part is missing/,
    ),
  ]);
});

it('names a segment that is missing, and nothing where segments go on in time', async () => {
  const segments = await Promise.all(
    [0, 2, 4].map((start) =>
      packetsOf(`segment-${start}.ts`, '-bf', '0', '-output_ts_offset', String(start)),
    ),
  );
  expect(await remarksOf('segments.ts', segments.flat())).toEqual([]);
  expect(await remarksOf('missing.ts', [...segments[0]!, ...segments[2]!])).toEqual([
    'The video has no frames from 2.0 s to 4.0 s, and its packets do not count on there: a part is missing, or another recording follows.',
  ]);
});

it('says nothing of a pause of the recorder or of padding, over which the packets count on', async () => {
  const pause = ['-vf', "setpts='PTS+gte(N,25)*5/TB'", '-fps_mode', 'vfr'];
  expect(await remarksOf('paused.ts', await packetsOf('pause.ts', ...pause))).toEqual([]);
  expect(await remarksOf('padded.ts', await packetsOf('padding.ts', '-muxrate', '3M'))).toEqual([]);
});
