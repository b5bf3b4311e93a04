import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { loadClassifierModel } from '../../../src-main/engine/models/load-model.ts';
import { modelLibrary } from '../../../src-main/engine/models/model-library.ts';
import { MAX_UNPACKED_BYTES } from '../../../src-main/engine/weights/stored-tensor.ts';
import { changedModel, named } from '../../support/changed-model.ts';
import { project } from '../../support/face-clip.ts';

const builtIn = join(project, 'models');

let folder: string;
const libraryIn = (name: string, chosen?: string) => modelLibrary(builtIn, join(folder, name), chosen);

/** One whose own models are those beside the folder of one. */
const libraryWith = (own: string) => modelLibrary(builtIn, dirname(own));

/** The built-in model under another name, as a lab would have it that published one. */
function published(name: string): string {
  const own = join(folder, 'elsewhere', name);
  changedModel(own, named(name));
  return own;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-library-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a model handed on as one file', () => {
  it('arrives with the hash that findings name it by', async () => {
    const file = join(folder, 'lab.exhibit-model');
    const own = published('lab model');
    const { sha256 } = await libraryWith(own).export('lab model', file, true);
    expect(sha256).toBe(sha256Of(readFileSync(join(own, 'manifest.json'))));
    const there = libraryIn('there');
    expect(await there.import(file, [])).toMatchObject({
      name: 'lab model',
      sha256,
      problem: null,
      active: false,
    });
    expect((await there.card('lab model')).metrics.length).toBeGreaterThan(0);
    await expect(there.import(file, [])).rejects.toMatchObject({ code: 'models/name-taken' });
    await expect(libraryIn('elsewhere').import(file, ['lab model'])).rejects.toMatchObject({
      code: 'models/name-taken',
    });
  });

  it('gives the same file whenever it is exported', async () => {
    const library = libraryWith(published('again'));
    await library.export('again', join(folder, '1'), true);
    await library.export('again', join(folder, '2'), true);
    expect(readFileSync(join(folder, '1'))).toEqual(readFileSync(join(folder, '2')));
  });

  it('is refused when a byte of it was changed, and leaves nothing behind', async () => {
    const file = join(folder, 'changed.exhibit-model');
    await libraryWith(published('changed')).export('changed', file, true);
    const files = unzipSync(readFileSync(file));
    files['sgd.json'] = Buffer.concat([files['sgd.json']!, Buffer.from(' ')]);
    writeFileSync(file, zipSync(files));
    const there = libraryIn('there');
    await expect(there.import(file, [])).rejects.toMatchObject({ code: 'models/hash-mismatch' });
    expect((await there.list()).map(({ name }) => name)).toEqual(['default']);
  });

  it('brings what its manifest names and nothing else', async () => {
    const file = join(folder, 'more.exhibit-model');
    const own = published('more');
    await libraryWith(own).export('more', file, true);
    const files = { ...unzipSync(readFileSync(file)), 'setup.exe': Buffer.from('MZ') };
    writeFileSync(file, zipSync(files));
    const { problem } = await libraryIn('there').import(file, []);
    expect(problem).toBeNull();
    expect(readdirSync(join(folder, 'there', 'more')).sort()).toEqual(readdirSync(own).sort());
  });

  it('is refused by its own size before it is read', async () => {
    const file = join(folder, 'large.exhibit-model');
    writeFileSync(file, '');
    truncateSync(file, MAX_UNPACKED_BYTES + 1);
    await expect(libraryIn('there').import(file, [])).rejects.toMatchObject({
      code: 'models/invalid',
      message: expect.stringContaining('larger than') as string,
    });
  });

  it.skipIf(process.platform === 'win32')(
    'is refused where one of its files is a link to a device',
    async () => {
      const own = await published('endless');
      rmSync(join(own, 'sgd.json'));
      symlinkSync('/dev/zero', join(own, 'sgd.json'));
      await expect(loadClassifierModel(own)).rejects.toMatchObject({
        code: 'models/invalid',
        message: expect.stringContaining('it is no file, but a folder, a device or a pipe') as string,
      });
    },
  );

  it('leaves no draft when it cannot be written, be it here or there', async () => {
    const file = join(folder, 'long.exhibit-model');
    const library = libraryWith(published('long'));
    const occupied = join(folder, 'occupied');
    mkdirSync(occupied);
    await expect(library.export('long', occupied, true)).rejects.toMatchObject({
      code: 'models/write-failed',
    });
    await library.export('long', file, true);
    const files = unzipSync(readFileSync(file));
    // Longer than any file system takes.
    const long = 'x'.repeat(300);
    const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString('utf8')) as { files: object };
    Object.assign(manifest.files, { [long]: sha256Of(Buffer.from('x')) });
    files['manifest.json'] = Buffer.from(JSON.stringify(manifest));
    writeFileSync(file, zipSync({ ...files, [long]: Buffer.from('x') }));
    await expect(libraryIn('there').import(file, [])).rejects.toMatchObject({ code: 'models/write-failed' });
    expect(readdirSync(join(folder, 'there'))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is no model while it is called .part, as those being written are', async () => {
    const own = published('a.part');
    const library = libraryWith(own);
    expect((await library.list()).map((model) => model.name)).toEqual(['default']);
    await expect(library.card('a.part')).rejects.toMatchObject({ code: 'models/unknown' });
    await expect(libraryIn('there').import(own, [])).rejects.toMatchObject({ code: 'models/invalid' });
  });

  it('is refused when it would write outside its folder, or is no model at all', async () => {
    const outside = join(folder, 'outside.exhibit-model');
    writeFileSync(outside, zipSync({ '../evil.json': Buffer.from('{}') }));
    const text = join(folder, 'text.exhibit-model');
    writeFileSync(text, 'hello');
    for (const file of [outside, text, join(builtIn)]) {
      await expect(libraryIn('there').import(file, [])).rejects.toMatchObject({ code: 'models/invalid' });
    }
    await expect(libraryIn('there').import(join(folder, 'gone'), [])).rejects.toMatchObject({
      code: 'models/missing',
    });
  });
});

describe('the active model', () => {
  it('is the built-in one until another is switched on, and that one cannot be removed meanwhile', async () => {
    const library = libraryIn('own');
    expect(await library.active()).toBe('default');
    await library.import(published('stronger'), []);
    await library.activate('stronger');
    expect((await library.list()).map(({ name, active }) => [name, active])).toEqual([
      ['default', false],
      ['stronger', true],
    ]);
    await expect(library.remove('stronger')).rejects.toMatchObject({ code: 'models/in-use' });
    await library.activate('default');
    await library.remove('stronger');
    expect((await library.list()).map(({ name }) => name)).toEqual(['default']);
  });

  it('is not one that is damaged', async () => {
    const library = libraryIn('own');
    await library.import(published('broken'), []);
    appendFileSync(join(folder, 'own', 'broken', 'sgd.json'), ' ');
    await expect(library.activate('broken')).rejects.toMatchObject({ code: 'models/hash-mismatch' });
    expect(await library.active()).toBe('default');
  });

  it('is what the command line names, whatever is switched on', async () => {
    expect(await libraryIn('own', 'other').active()).toBe('other');
    const elsewhere = published('elsewhere');
    expect(await libraryIn('own', elsewhere).activeFolder()).toBe(elsewhere);
    expect(await libraryIn('own', 'default').activeFolder()).toBe(join(builtIn, 'default'));
    await expect(libraryIn('own', folder).activeFolder()).rejects.toMatchObject({ code: 'models/unknown' });
  });

  it.each(['absolute', 'relative', '.'])(
    'is never a folder of the disk that was named instead of a model: %s',
    async (way) => {
      const elsewhere = published('elsewhere');
      // Joined to the folder of one's own models, this one would be a model.
      cpSync(elsewhere, join(folder, 'own'), { recursive: true });
      const library = libraryIn('own');
      const name = { absolute: elsewhere, relative: '../elsewhere/elsewhere' }[way] ?? way;
      const file = join(folder, 'out');
      for (const attempt of [
        () => library.activate(name),
        () => library.card(name),
        () => library.export(name, file, true),
        () => library.remove(name),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'models/unknown' });
      }
      expect(await library.active()).toBe('default');
      expect(existsSync(file)).toBe(false);
      expect(existsSync(join(elsewhere, 'manifest.json'))).toBe(true);
    },
  );

  it('stays where it is when it is built in, or named by a path', async () => {
    const library = libraryIn('own');
    await expect(library.remove('default')).rejects.toMatchObject({ code: 'models/unknown' });
    copyFileSync(join(builtIn, 'manifest.json'), join(folder, 'manifest.json'));
    await expect(library.remove('..')).rejects.toMatchObject({ code: 'models/unknown' });
  });
});
