import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findMedia as find } from '../../../../src-main/engine/media/find-media.ts';
import type { Recognise } from '../../../../src-main/engine/media/recognise-media.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'exhibit-find-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const put = (...parts: string[]) => {
  const path = join(folder, ...parts);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, 'x');
  return path;
};

/** Stands for a look into the files, which are all alike here. */
const recognise: Recognise = (path) =>
  Promise.resolve(
    /\.(mp4|MOV|webm)$/.test(path)
      ? null
      : { reason: 'a text file', isOther: true, code: 'media/unsupported' },
  );
const findMedia = (paths: string[], ownFiles: string[] = []) => find(paths, { recognise, ownFiles });

it('searches folders to any depth, in the order a person would number them', async () => {
  const paths = [put('clip 2.mp4'), put('clip 10.MOV'), put('deep', 'er', 'видео ü.webm')];
  expect((await findMedia([folder])).files).toEqual(paths);
});

it('says what it left out of a folder, and why', async () => {
  const notes = put('notes.txt');
  expect(await findMedia([folder])).toEqual({
    files: [],
    ignored: [{ path: notes, reason: 'a text file' }],
    unreadable: [],
  });
});

it('does not take a text or an empty file that is named outright, and says so with a code', async () => {
  const [clip, notes, empty] = [put('clip.mp4'), put('notes.txt'), put('empty')];
  const search = await find([clip, notes, empty], {
    recognise: (path) =>
      Promise.resolve(
        path === notes
          ? { reason: 'a text file', isOther: true, code: 'media/unsupported' }
          : path === empty
            ? { reason: 'an empty file', isOther: true, code: 'media/empty-file' }
            : null,
      ),
  });
  expect(search).toEqual({
    files: [clip],
    ignored: [],
    unreadable: [
      { path: notes, reason: 'a text file [media/unsupported]' },
      { path: empty, reason: 'an empty file [media/empty-file]' },
    ],
  });
});

it('takes a file that is named outright though nobody knows what it is, and each file once', async () => {
  const path = put('evidence.bin');
  const findMedia = (paths: string[]) =>
    find(paths, {
      recognise: () => Promise.resolve({ reason: '?', isOther: false, code: 'media/unsupported' }),
    });
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
    unreadable: [{ path: gone, reason: 'does not exist; check its spelling [media/not-found]' }],
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

it('never opens the case that is open, nor what SQLite keeps beside it, whatever their names', async () => {
  const own = [put('own.db'), put('own.db-shm')];
  const beside = ['other.exhibit-wal', 'other.exhibit-shm'].map((name) => put(name));
  const opened: string[] = [];
  const search = await find([folder], {
    recognise: (path) => Promise.resolve(void opened.push(path)).then(() => null),
    ownFiles: own,
  });
  expect(opened).toEqual([]);
  expect(search.ignored.map(({ path }) => path).sort()).toEqual([...beside, ...own].sort());
});

it('keeps what may be evidence and was not recognised apart from what surely is none', async () => {
  const [blob, notes] = [put('blob.dat'), put('notes.txt')];
  const search = await find([folder], {
    recognise: (path) =>
      Promise.resolve({ reason: path, isOther: path === notes, code: 'media/unsupported' }),
  });
  expect([search.ignored, search.unreadable]).toEqual([
    [{ path: notes, reason: notes }],
    [{ path: blob, reason: blob }],
  ]);
});

it('names a file that goes while the folder is searched, and goes on with the others', async () => {
  const [first, gone] = [put('a.mp4'), put('b.mp4')];
  const search = await find([folder], {
    recognise: (path) =>
      path === gone ? Promise.reject(Object.assign(new Error(), { code: 'ENOENT' })) : Promise.resolve(null),
  });
  expect(search.files).toEqual([first]);
  expect(search.unreadable).toEqual([{ path: gone, reason: expect.stringContaining('removed') as string }]);
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

it.skipIf(process.platform === 'win32')(
  'follows no link to another computer or into the system, at any step',
  async () => {
    const clip = put('real', 'clip.mp4');
    const link = (name: string, target: string) => symlinkSync(target, join(folder, 'set', name));
    mkdirSync(join(folder, 'set'));
    link('a local.mp4', clip);
    link('away', '/net/attacker/share');
    link('behind.mp4', 'away/clip.mp4');
    link('detour.mp4', join(clip, '..', '..', 'set', 'away', 'clip.mp4'));
    link('device.mp4', '/dev/zero');
    link('system', '/proc/self/root');
    const { files, ignored, unreadable } = await findMedia([join(folder, 'set')]);
    expect(files).toEqual([join(folder, 'set', 'a local.mp4')]);
    expect(ignored).toEqual([]);
    expect(unreadable.map(({ path, reason }) => [path.split('/').at(-1), reason.slice(0, 26)])).toEqual(
      ['away', 'behind.mp4', 'detour.mp4', 'device.mp4', 'system'].map((name) => [
        name,
        'a link to another computer',
      ]),
    );
  },
);
