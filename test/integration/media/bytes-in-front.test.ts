/** Videos behind bytes that are not part of them. */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probe } from '../../../src-main/engine/media/probe.ts';
import { clipFolder, digestFrames, makeClip, testSource, tools } from './clips.ts';

let clips: Awaited<ReturnType<typeof clipFolder>>;
let video: Buffer;
beforeAll(async () => {
  clips = await clipFolder();
  video = await readFile(
    await makeClip(`${clips.folder}/video.mp4`, [
      ...testSource('64x48', 1, 10),
      ...['-c:v', 'libx264', '-movflags', '+faststart'],
    ]),
  );
});
afterAll(() => clips.remove());

async function refusal(...parts: Buffer[]): Promise<{ code: string; message: string }> {
  const path = `${clips.folder}/refused.mp4`;
  await writeFile(path, Buffer.concat(parts));
  return probe(path, tools).then(
    () => Promise.reject(new Error('was read')),
    (error: { code: string; message: string }) => error,
  );
}

it.each([4, 64, 512, 70_000])('names %d zeros in front of an MP4, and what to do', async (zeros) => {
  const { code, message } = await refusal(Buffer.alloc(zeros), video);
  expect(code).toBe('media/unreadable');
  expect(message).toContain(`The video in this file begins at byte ${zeros}, behind `);
  expect(message).toContain('bytes of zeros that are not part of it. ');
  // What the sentence tells the reader to do makes the video whole.
  const from = Number(/tail -c \+(\d+) /.exec(message)![1]);
  const copy = `${clips.folder}/copy.mp4`;
  await writeFile(copy, (await readFile(`${clips.folder}/refused.mp4`)).subarray(from - 1));
  const { digests } = await digestFrames(copy);
  expect(digests).toEqual((await digestFrames(`${clips.folder}/video.mp4`)).digests);
});

it('names other bytes in front of it without saying what they are', async () => {
  const header = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n');
  expect((await refusal(header, video)).message).toMatch(
    /^The video in this file begins at byte 44, behind 44 bytes that are not part of it\. /,
  );
});

it('does not promise that a video behind zeros can be read without them', async () => {
  const cut = video.subarray(0, video.indexOf('moov') + 20);
  expect((await refusal(Buffer.alloc(64), cut)).message).toMatch(
    /^A video begins at byte 64 of this file, behind 64 bytes of zeros that are not part of it, and cannot be read without them either: it is damaged, /,
  );
});

it('says nothing of bytes in front of a video that begins the file, lies in another file, or is none', async () => {
  const cut = video.subarray(0, video.indexOf('moov') + 20);
  const archive = Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\0\0'), Buffer.alloc(100, 7), video]);
  for (const parts of [
    [cut],
    [cut, video],
    [archive],
    [Buffer.alloc(5000)],
    [Buffer.alloc(64), cut.subarray(8)],
  ])
    expect((await refusal(...parts)).message).not.toMatch(/ begins at byte /);
});
