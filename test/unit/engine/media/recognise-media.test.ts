import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sight } from '../../../../src-main/engine/media/look-into.ts';
import { byContent, kindOf } from '../../../../src-main/engine/media/recognise-media.ts';

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

const sees = (sight: Sight) => byContent(() => Promise.resolve(sight));
const unasked = byContent(() => Promise.reject(new Error('ffprobe was asked')));

it('takes videos and pictures by their first bytes, whatever they are called', async () => {
  expect(await unasked(file('whatsapp.jfif', jpeg))).toBeNull();
  expect(await unasked(file('f0012345', mp4))).toBeNull();
});

it.each<[string, Buffer | string]>([
  ['component.ts', 'import { join } from "node:path";\n'],
  ['car.txt', 'BMW, grey, seen at the harbour'],
  ['speech', 'The free world; GGGG'],
  ['umlaut.txt', Buffer.from('F\xfcr Frau M\xfcller\r\n', 'latin1')],
  ['notepad.txt', Buffer.from('\ufeffMinutes of the meeting, 12 März', 'utf16le')],
  ['русский.srt', Buffer.from('\xcf\xf0\xe8\xe2\xe5\xf2\r\n', 'latin1')],
  ['colours.log', '\x1b[31mfailed\x1b[0m\n'],
  ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
])(
  'leaves out %s as a text without asking ffprobe, whatever its name and first letters',
  async (name, text) => {
    expect(await unasked(file(name, text))).toMatchObject({
      reason: expect.stringMatching(/^a text file$|xml/) as string,
      isOther: true,
    });
  },
);

it('says what a file is that it leaves out', async () => {
  expect((await unasked(file('paper.x', '%PDF-1.7\n')))?.reason).toContain('application/pdf');
  expect((await unasked(file('nothing', '')))?.reason).toBe('an empty file');
  const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
  expect((await unasked(file('all.mp4', zip)))?.reason).toContain('unpack it');
  expect(await sees('sound')(file('voice', Buffer.from('fffb904400', 'hex')))).toEqual({
    reason: 'sound without video',
    isOther: true,
    code: 'media/no-video-stream',
  });
});

it.each<[Sight, RegExp]>([
  ['nothing', /no video or picture was found/],
  ['another-format', /format that Exhibit does not read/],
  ['no-answer', /no answer; analyse this file by itself/],
])('does not say that a file of which ffprobe sees %s is no evidence', async (sight, reason) => {
  const noise = file('noise', Buffer.from([0, 1, 2, 3, 4, 255]));
  expect(await sees(sight)(noise)).toMatchObject({
    reason: expect.stringMatching(reason) as string,
    isOther: false,
  });
});

it('names a picture that Exhibit does not read as what it is', async () => {
  const photoshop = file('face.psd', Buffer.from('384250530001000000000000', 'hex'));
  expect(await sees('another-format')(photoshop)).toMatchObject({
    reason: expect.stringContaining('image/vnd.adobe.photoshop') as string,
    isOther: false,
  });
});

it('asks ffprobe about what the first bytes do not tell, or tell of too few of them', async () => {
  const stream = file('cctv.h264', Buffer.from('0000000167640028', 'hex'));
  const likeAnIcon = file('mpeg4', Buffer.from('000001000000012000c48d88', 'hex'));
  const grey = file('grey.y4m', `YUV4MPEG2 W16 H16 F25:1\nFRAME\n${'@'.repeat(384)}`);
  for (const path of [stream, likeAnIcon, grey]) expect(await sees('video')(path)).toBeNull();
  expect(await byContent(null)(stream)).toMatchObject({ isOther: false });
});

it('comes to an end with an ASF header whose parts have no length, which would be read again and again', async () => {
  const head = Buffer.alloc(4100);
  Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex').copy(head);
  head.writeBigUInt64LE(4000n, 16);
  expect(await kindOf(head)).toBe('');
});
