import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { byContent } from '../../../../src-main/engine/media/recognise-media.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'exhibit-recognise-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: Buffer | string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
const mp4 = Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypisom0000isomiso2')]);

it('takes videos and pictures by their first bytes, whatever they are called', async () => {
  const recognise = byContent(null);
  expect(await recognise(file('whatsapp.jfif', jpeg))).toBeNull();
  expect(await recognise(file('f0012345', mp4))).toBeNull();
});

it('says what a file is that it leaves out', async () => {
  const recognise = byContent(() => Promise.resolve(false));
  expect(await recognise(file('notes', 'Minutes of the meeting, 12 März.\n'))).toBe('a text file');
  expect(await recognise(file('paper.x', '%PDF-1.7\n'))).toContain('application/pdf');
  expect(await recognise(file('nothing', ''))).toBe('an empty file');
  expect(await recognise(file('noise', Buffer.from([0, 1, 2, 3, 4, 255])))).toBe(
    'not a video or picture by its content',
  );
});

it('asks ffprobe about what the first bytes do not tell', async () => {
  const stream = file('cctv.h264', Buffer.from('0000000167640028', 'hex'));
  expect(await byContent(() => Promise.resolve(true))(stream)).toBeNull();
  expect(await byContent(null)(stream)).toContain('ffmpeg is needed');
});
