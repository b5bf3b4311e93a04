/** The structure of files as ffmpeg writes them, and of files that are broken or came from elsewhere. */
import { stat } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partOrder } from '../../../src-main/shared/structure-wording.ts';
import { examineFile } from '../../../src-main/engine/media/examine-file.ts';
import { fileStructure } from '../../../src-main/engine/media/structure/file-structure.ts';
import { hasShared, sharedPath } from '../../support/shared-data.ts';
import { clipFolder, hasEncoder, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
beforeAll(async () => {
  clips = await clipFolder();
});
afterAll(() => clips.remove());

const MP4 = 'mov,mp4,m4a,3gp,3g2,mj2';
const coded = [...testSource('96x64', 2, 10), '-c:v', 'libx264', '-preset', 'ultrafast', '-g', '5'];

async function structureAt(path: string, container: string) {
  const { size } = await stat(path);
  return (await fileStructure(path, { container, sizeBytes: size }))!;
}
const made = async (name: string, container: string, args: readonly string[]) =>
  structureAt(await makeClip(`${clips.folder}/${name}`, args), container);

describe('what ffmpeg writes', () => {
  it.each([
    ['mp4', MP4, [], 'ftyp, free, mdat, moov', 'Writer (©too)'],
    ['mp4', MP4, ['-movflags', '+faststart'], 'ftyp, moov, free, mdat', 'Writer (©too)'],
    [
      ...(['mp4', MP4, ['-movflags', '+frag_keyframe+empty_moov']] as const),
      ...(['ftyp, moov, moof, mdat, moof, mdat, moof, mdat, moof, mdat, mfra', 'Writer (©too)'] as const),
    ],
    ['mov', MP4, [], 'ftyp, wide, mdat, moov', 'Software (©swr)'],
    [
      'mkv',
      'matroska,webm',
      [],
      'SeekHead, Void, Info, Tracks, Tags, Cluster × 4, Cues',
      'Muxing application',
    ],
    ['avi', 'avi', [], 'LIST hdrl, LIST INFO, JUNK, LIST movi, idx1', 'Software (ISFT)'],
  ] as const)('as %s (%s, %j) is listed and known', async (ending, container, flags, order, writer) => {
    const seen = await made(`${flags.join('')}.${ending}`, container, [...coded, ...flags]);
    expect(partOrder(seen)).toBe(order);
    expect(seen.notListed).toEqual([]);
    expect(seen.parts.filter(({ meaning }) => meaning === null)).toEqual([]);
    const because = seen.writers.compatible.map((each) => [each.name, each.because.length > 0]);
    expect(because).toEqual([['FFmpeg (libavformat)', true]]);
    expect(seen.facts.find(({ name }) => name === writer)?.value).toMatch(/^Lavf\d/);
  });

  it.skipIf(!hasEncoder('libvpx'))('as WebM is listed, with its kind of document', async () => {
    const vp8 = [...testSource('96x64', 1, 10), '-c:v', 'libvpx', '-deadline', 'realtime'];
    const { facts } = await made('a.webm', 'matroska,webm', vp8);
    expect(facts.find(({ name }) => name === 'Kind of document')?.value).toBe('webm');
  });

  it('names its times, and says where it names none', async () => {
    const time = ['-metadata', 'creation_time=2021-02-03T04:05:06Z'];
    const of = async (name: string, args: readonly string[]) =>
      (await made(name, MP4, [...coded, ...args])).facts.find((fact) => fact.name === 'Recording created')
        ?.value;
    expect(await of('dated.mp4', time)).toBe('2021-02-03T04:05:06Z');
    expect(await of('undated.mp4', [])).toBe('0 (not set)');
  });

  it('has key frames, B frames and a bit rate as it was told to', async () => {
    const path = await makeClip(`${clips.folder}/coded.mp4`, [
      ...[
        ...testSource('96x64', 3, 10),
        '-c:v',
        'libx264',
        '-g',
        '5',
        '-keyint_min',
        '5',
        '-sc_threshold',
        '0',
      ],
      ...['-bf', '2'],
    ]);
    const { media } = await examineFile(path, tools);
    expect(media.coding!.keyInterval).toEqual({ median: 5, least: 5, most: 5 });
    expect(media.coding!.reordered).toBe(true);
    const { mean, perSecond } = media.coding!.bitRate!;
    // Of the stream, as ffprobe has it.
    expect(mean / media.video.bitRate!).toBeCloseTo(1, 2);
    expect(perSecond!.least).toBeLessThanOrEqual(mean);
    expect(perSecond!.most).toBeGreaterThanOrEqual(mean);
  });

  it('have larger frames where an earlier coding had its key frames, and none without one', async () => {
    const coder = ['-c:v', 'libx264', '-preset', 'veryfast', '-sc_threshold', '0', '-crf'];
    const larger = async (name: string, args: readonly string[]) =>
      (await examineFile(await makeClip(`${clips.folder}/${name}`, args), tools)).media.coding!.largerFrames;
    const source = testSource('320x240', 10, 25);
    expect(await larger('once.mp4', [...source, ...coder, '23'])).toEqual({ state: 'none' });
    expect(await larger('every-15.mp4', [...source, ...coder, '30', '-g', '15'])).toEqual({ state: 'none' });
    const again = ['-i', `${clips.folder}/every-15.mp4`, ...coder, '23'];
    expect(await larger('twice.mp4', again)).toEqual({ state: 'found', every: 15, first: 0, repeats: 16 });
  });
});

it('reads device, program and time from the Exif data of a JPEG', async () => {
  const path = `${clips.folder}/exif.jpg`;
  const picture = sharp({ create: { width: 16, height: 16, channels: 3, background: 'red' } });
  const own = { Make: 'Maker', Model: 'Phone 1', Software: 'Editor 2.0', DateTime: '2024:01:02 03:04:05' };
  await picture.withExif({ IFD0: own }).jpeg().toFile(path);
  const { facts, parts, notListed } = await structureAt(path, 'jpeg_pipe');
  expect(facts.map(({ kind, name, value }) => [kind, name, value])).toEqual([
    ['device', 'Exif Make', 'Maker'],
    ['device', 'Exif Model', 'Phone 1'],
    ['writer', 'Exif Software', 'Editor 2.0'],
    ['time', 'Exif DateTime', '2024:01:02 03:04:05'],
  ]);
  expect(parts.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['SOI', 'APP1', 'SOF0', 'SOS', 'EOI']),
  );
  expect(notListed).toEqual([]);
});

describe.skipIf(!hasShared('data', 'field'))('files of the field (skipped where they are not there)', () => {
  it.each([
    ['field', 'motionphoto.jpg', 'jpeg_pipe', 'absent'],
    ['field', 'exif6.png', 'png_pipe', 'absent'],
    ['field', 'exif6.webp', 'webp_pipe', 'absent'],
    ['field', 'webrtc_rampup.webm', 'matroska,webm', 'not-looked-for'],
    ['field', 'cenc.mp4', MP4, 'absent'],
    ['edge', 'h264.mkv', 'matroska,webm', 'not-looked-for'],
    ['edge', 'mjpeg.avi', 'avi', 'absent'],
    ['edge', 'rotated_displaymatrix.mp4', MP4, 'absent'],
  ] as const)('%s/%s is listed to its end', async (folder, name, container, credentials) => {
    const seen = await structureAt(sharedPath('data', folder, name), container);
    expect(seen.parts.length).toBeGreaterThan(3);
    expect(seen.notListed).toEqual([]);
    expect(seen.credentials).toBe(credentials);
  });

  it.each(['truncated_half_data.mp4', 'truncated_no_moov.mp4'])(
    '%s is listed up to where it is cut',
    async (name) => {
      const seen = await structureAt(sharedPath('data', 'edge', name), MP4);
      expect(seen.parts[0]!.type).toBe('ftyp');
      expect(seen.notListed).toHaveLength(1);
      expect(seen.notListed[0]).toMatch(/^The box mdat at byte \d+ says that it has /);
    },
  );
});
