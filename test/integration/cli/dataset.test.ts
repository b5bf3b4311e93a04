import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exhibitCommand } from '../../support/exhibit-command.ts';
import { project } from '../../support/face-clip.ts';
import { clipFolder, makeClip } from '../media/clips.ts';

let { folder, remove } = { folder: '', remove: () => Promise.resolve() };
const at = (name: string) => join(folder, name);

function dataset(...args: string[]) {
  const env = { ...process.env, XDG_CONFIG_HOME: at('config') };
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const child = execFile(process.execPath, [exhibitCommand, 'dataset', ...args], { env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

beforeAll(async () => {
  ({ folder, remove } = await clipFolder());
  for (const [index, name] of ['real/a', 'real/b', 'fake/c', 'fake/d'].entries()) {
    mkdirSync(join(at('set'), name, '..'), { recursive: true });
    const waves = `geq=lum=128+60*sin(X/${20 + 9 * index})+60*cos(Y/${50 - 9 * index}):cb=128:cr=128`;
    await makeClip(at(`set/${name}.png`), [
      '-f',
      'lavfi',
      '-i',
      `color=s=64x64`,
      '-vf',
      waves,
      '-frames:v',
      '1',
    ]);
  }
  // Three genuine photographs, and a fake that shows nobody.
  cpSync(join(project, 'resources/sample'), at('people/real'), { recursive: true });
  mkdirSync(at('people/fake'));
  cpSync(at('set/fake/c.png'), at('people/fake/c.png'));
  writeFileSync(at('set/loose\u202e.png'), 'x');
});
afterAll(() => remove());

it('imports, shows, splits and removes a data set', async () => {
  const imported = await dataset('import', at('set'), '--name', 'small');
  expect(imported.out).toMatch(
    /^small: 4 clips, 2 real and 2 fake, 4 clips with no person named \(folders, /,
  );
  expect(imported.err).toMatch(/refused .*loose\\u\{202e\}\.png: it is in no folder named real or fake/);
  expect(imported.code).toBe(3);
  const list = await dataset('list');
  expect(list.out).toMatch(
    /^name +layout +clips +real +fake +named people +duplicates\nsmall +folders +4 +2 +2 +0 +0\n$/,
  );
  const split = await dataset('split', 'small', '--by', 'person', '--folds', '2', '--seed', '3');
  expect(split.out).toMatch(
    /^1: split by person, 2 folds, seed 3; 4 independent groups .*\nfold +real +fake\n +0 +1 +1\n +1 +1 +1\n$/,
  );
  expect((await dataset('split', 'small', '--by', 'person', '--folds', '2', '--seed', '3')).out).toBe(
    split.out,
  );
  expect((await dataset('show', 'small')).out).toContain('1: split by person');
  expect(await dataset('remove', 'small')).toEqual({
    code: 0,
    out: 'small is removed from the lab; its clips stay\n',
    err: '',
  });
  expect((await dataset('list')).out.trim().split('\n')).toHaveLength(1);
});

it('keeps another lab where it is told to', async () => {
  const lab = ['--lab', at('other.sqlite')];
  await dataset('import', at('set'), ...lab);
  expect((await dataset('list', ...lab)).out).toMatch(/^set /m);
  expect((await dataset('list')).out).not.toMatch(/^set /m);
});

it('exports faces, and says which clips show none', async () => {
  const lab = ['--lab', at('export.sqlite')];
  await dataset('import', at('people'), ...lab);
  const to = (name: string) => dataset('export', 'people', '--out', at(name), ...lab);
  const first = await to('faces');
  expect(first.code, first.err).toBe(3);
  expect(first.out).toMatch(/faces: 3 faces, listed in faces\.csv\n$/);
  expect(first.err).toMatch(/left out .*c\.png: it shows no usable face/);
  const table = readFileSync(at('faces/faces.csv'), 'utf8').trim().split('\r\n');
  expect(table[0]).toBe('file,label,method,source,frame,identity,donors,collection,clip,sizePx,landmarks');
  // The table's head line stands for the table itself; export.json comes on top.
  expect(readdirSync(at('faces'))).toHaveLength(table.length + 1);
  // The same call again: refused while the pictures lie there, the same bytes elsewhere.
  const again = await to('faces');
  expect(again.code).toBe(1);
  expect(again.err).toMatch(/faces is not empty\. Name a new folder.*report\/write-failed/);
  await to('faces again');
  for (const name of readdirSync(at('faces'))) {
    expect(readFileSync(at(`faces again/${name}`)).equals(readFileSync(at(`faces/${name}`)))).toBe(true);
  }
});

it('exports with exit code 0 when every clip shows a face', async () => {
  cpSync(at('people/real'), at('faced/real'), { recursive: true });
  mkdirSync(at('faced/fake'));
  await sharp(at('people/real/photograph 1.jpg')).flop().modulate({ hue: 40 }).toFile(at('faced/fake/a.png'));
  await dataset('import', at('faced'));
  const { code, out, err } = await dataset('export', 'faced', '--out', at('faced faces'));
  expect(code, err).toBe(0);
  expect(out).toContain('4 faces, listed');
});

it.each([
  ['nothing', [], 2, /cli\/usage/],
  ['a folder that is not named', ['import'], 2, /cli\/usage/],
  [
    'a split that is only made by the faces',
    ['split', 'small', '--by', 'frame'],
    2,
    /--by takes person, video, official/,
  ],
  ['a split of no kind', ['split', 'small'], 2, /--by is missing/],
  ['a data set that is not there', ['show', 'gone'], 1, /lab\/not-found/],
  ['an export without a folder', ['export', 'small'], 2, /--out is missing/],
  [
    'an export of a set that is not there',
    ['export', 'gone', '--out', join(tmpdir(), 'exhibit-gone')],
    1,
    /lab\/not-found/,
  ],
  ['an export of half a frame', ['export', 'small', '--out', 'faces', '--frames', '0.5'], 2, /--frames/],
  [
    'an export below a file',
    ['export', 'small', '--out', join(project, 'package.json')],
    1,
    /report\/write-failed/,
  ],
])('refuses %s', async (_, args, code, message) => {
  const run = await dataset(...args);
  expect(run.code).toBe(code);
  expect(run.err).toMatch(message);
});
