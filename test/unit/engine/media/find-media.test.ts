import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findMedia } from '../../../../src-main/engine/media/find-media.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'exhibit-find-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const put = (...parts: string[]) => {
  const path = join(folder, ...parts);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, 'x');
  return path;
};

it('searches folders to any depth, in the order a person would number them', async () => {
  const paths = [put('clip 2.mp4'), put('clip 10.MOV'), put('deep', 'er', 'видео ü.webm')];
  expect((await findMedia([folder])).files).toEqual(paths);
});

it('says what it left out of a folder, and why', async () => {
  const notes = put('notes.txt');
  expect(await findMedia([folder])).toEqual({
    files: [],
    ignored: [{ path: notes, reason: 'not a video or picture by its name' }],
    unreadable: [],
  });
});

it('takes a file that is named outright whatever its extension, and each file once', async () => {
  const path = put('evidence.bin');
  expect((await findMedia([path, path])).files).toEqual([path]);
});

it('does not follow a link back into its own folder for ever', async () => {
  const clip = put('clip.mp4');
  symlinkSync(folder, join(folder, 'loop'));
  expect((await findMedia([folder])).files).toEqual([clip]);
});

it('names what does not exist, and goes on with what does', async () => {
  const clip = put('clip.mp4');
  const gone = join(folder, 'gone.mp4');
  expect(await findMedia([gone, clip])).toEqual({
    files: [clip],
    ignored: [],
    unreadable: [{ path: gone, reason: expect.stringContaining('[media/not-found]') }],
  });
});

it('takes no case for evidence, and says so when it is named outright', async () => {
  const path = put('my.exhibit');
  const reason = 'a case, not evidence';
  expect(await findMedia([folder])).toEqual({ files: [], ignored: [{ path, reason }], unreadable: [] });
  expect(await findMedia([path])).toEqual({
    files: [],
    ignored: [],
    unreadable: [{ path, reason: `${reason} [media/not-a-file]` }],
  });
});

it.skipIf(process.platform === 'win32')('says of a device that is named that it is no file', async () => {
  expect((await findMedia(['/dev/null'])).unreadable).toEqual([
    { path: '/dev/null', reason: 'not a file [media/not-a-file]' },
  ]);
});

it('keeps what it could not look at apart from what it left out, each with the cause', async () => {
  const clip = put('clip.mp4');
  symlinkSync(join(folder, 'circle'), join(folder, 'circle'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'lost.mp4'));
  expect(await findMedia([folder])).toEqual({
    files: [clip],
    ignored: [],
    unreadable: [
      { path: join(folder, 'circle'), reason: expect.stringContaining('ELOOP') },
      { path: join(folder, 'lost.mp4'), reason: expect.stringContaining('ENOENT') },
    ],
  });
});
