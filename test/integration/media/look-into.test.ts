import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMedia } from '../../../src-main/engine/media/find-media.ts';
import { lookInto } from '../../../src-main/engine/media/look-into.ts';
import { byContent } from '../../../src-main/engine/media/recognise-media.ts';
import { createRandom } from '../../../src-main/engine/support/random.ts';
import { hasEncoder, makeClip, testSource, tools } from './clips.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'exhibit-look-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const recognise = byContent((path) => lookInto(path, tools));
const source = testSource('160x96', 0.4, 25);

/** Name, which says nothing or something wrong, muxer, encoder, and what else it takes. */
const films: [string, string, string, ...string[]][] = [
  ['x.dat', 'mxf', 'mpeg2video'],
  ['f0001', 'h264', 'libx264'],
  ['f0002', 'hevc', 'libx265'],
  ['f0003', 'm4v', 'mpeg4'],
  ['f0004', 'mpeg2video', 'mpeg2video'],
  ['VID_20260301.insv', 'mp4', 'mpeg4'],
  ['film.divx', 'avi', 'mpeg4'],
  ['tape.txt', 'dv', 'dvvideo', '-s', '720x576', '-pix_fmt', 'yuv420p', '-r', '25'],
  ['camera.mod', 'vob', 'mpeg2video'],
  ['notes.ts', 'mpegts', 'mpeg2video'],
  ['00001', 'mpegts', 'mpeg2video', '-mpegts_m2ts_mode', '1'],
  ['letter.doc', 'asf', 'wmv2'],
  ['stream', 'ogg', 'libtheora'],
  ['capture.bin', 'nut', 'mpeg4'],
];

describe('a file without a name that tells what it is', () => {
  it.each(films.filter(([, , encoder]) => hasEncoder(encoder)))(
    '%s is taken for the video that it is (%s)',
    async (name, format, encoder, ...more) => {
      const path = await makeClip(join(folder, name), [...source, '-c:v', encoder, ...more, '-f', format]);
      expect(await recognise(path)).toBeNull();
    },
  );

  it.each<[string, string]>([
    ['readme.nfo', 'Fl\xfcchtlinge \xb0\xb1\xb2\x00\x01'],
    ['screen.ans', '\x1b[2J\x1b[1;31m\x00Hello\x1b[0m'],
    ['movie.srt', '1\n00:00:01,000 --> 00:00:02,000\nHello\n'],
    ['playlist.m3u8', '#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nf0001\n#EXT-X-ENDLIST\n'],
    ['list', 'ffconcat version 1.0\nfile f0001\n'],
  ])('%s is no video, though ffmpeg would show its text as one', async (name, text) => {
    writeFileSync(join(folder, name), text, 'latin1');
    expect(await recognise(join(folder, name))).not.toBeNull();
  });

  it('of sound says that it is sound', async () => {
    const sine = ['-f', 'lavfi', '-i', 'sine=duration=1'];
    const path = await makeClip(join(folder, 'voice.mp4'), [...sine, '-c:a', 'aac', '-f', 'adts']);
    expect(await recognise(path)).toMatchObject({ reason: 'sound without video', isOther: true });
  });

  it('of noise is no video, also under the name of a raw stream', async () => {
    const random = createRandom(5);
    for (const name of ['noise', 'noise.h264', 'noise.ts', 'noise.m4v', 'noise.mjpeg', 'noise.dv']) {
      writeFileSync(
        join(folder, name),
        Buffer.from(Array.from({ length: 20_000 }, () => random.next() * 256)),
      );
      expect(await recognise(join(folder, name)), name).toMatchObject({ isOther: false });
    }
  });
});

it.skipIf(process.platform === 'win32')(
  'does not wait for ever for ffprobe, and goes on with the others',
  async () => {
    const deaf = join(folder, 'deaf-ffprobe');
    writeFileSync(deaf, '#!/bin/sh\nexec sleep 30\n');
    chmodSync(deaf, 0o755);
    const search = mkdtempSync(join(folder, 'search-'));
    for (const name of ['a', 'b', 'c']) writeFileSync(join(search, name), Buffer.of(0, 1, 2));
    const began = Date.now();
    const look = (path: string) => lookInto(path, { ...tools, ffprobe: deaf, bwrap: null }, { limitMs: 200 });
    const { unreadable } = await findMedia([search], { recognise: byContent(look) });
    expect(unreadable.map(({ reason }) => reason)).toEqual(
      Array.from({ length: 3 }, () => 'ffprobe gave no answer; analyse this file by itself'),
    );
    expect(Date.now() - began).toBeLessThan(10_000);
  },
);

it('ends with the search that it is part of', async () => {
  writeFileSync(join(folder, 'binary'), Buffer.of(0, 1, 2));
  const stopped = AbortSignal.abort(new Error('stopped'));
  await expect(lookInto(join(folder, 'binary'), tools, { signal: stopped })).rejects.toThrow('stopped');
});
