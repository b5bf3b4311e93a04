import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { datasetItems, usableItems } from '../../../src-main/engine/lab/dataset-items.ts';
import { datasetStore } from '../../../src-main/engine/lab/dataset-store.ts';
import { importDataset } from '../../../src-main/engine/lab/import-dataset.ts';
import { openLabDatabase, type LabDatabase } from '../../../src-main/engine/lab/lab-database.ts';
import { splitStore } from '../../../src-main/engine/lab/split-store.ts';
import type { Progress } from '../../../src-main/shared/domain.ts';
import { hasShared, sharedPath } from '../../support/shared-data.ts';
import { clipFolder, makeClip, tools } from '../media/clips.ts';

let { folder, remove } = { folder: '', remove: () => Promise.resolve() };
let db: LabDatabase;
const at = (path: string) => join(folder, 'set', path);

/** Waves that are others for each number, as a video or a picture. */
const scene = (number: number) => [
  ...['-f', 'lavfi', '-i', 'color=s=320x240:r=10'],
  ...[
    '-vf',
    `geq=lum=128+60*sin(X/${20 + 7 * number}+T+${number})+60*cos(Y/${45 - 5 * number}+X/50):cb=128:cr=128`,
  ],
];
const video = [...['-t', '3', '-c:v', 'libx264', '-preset', 'ultrafast']];

async function put(path: string, number: number, ...more: string[]): Promise<void> {
  mkdirSync(dirname(at(path)), { recursive: true });
  const isPicture = /\.(jpg|png)$/.test(path);
  await makeClip(at(path), [...scene(number), ...(isPicture ? ['-frames:v', '1'] : video), ...more]);
}

beforeAll(async () => {
  ({ folder, remove } = await clipFolder());
  await put('real/a.mp4', 1);
  await put('real/b.mp4', 2);
  await put('real/frames/1.jpg', 3);
  await put('real/frames/2.jpg', 4);
  await put('real/crop.png', 5);
  await put('fake/c.mp4', 6);
  // The same as genuine a, as a swapped face would leave it; and b, smaller and coarser.
  await put('fake/of-a.mp4', 1, '-crf', '30');
  await put('real/small-b.mp4', 2, '-s', '160x120', '-crf', '35');
  copyFileSync(at('fake/c.mp4'), at('fake/copy-of-c.mp4'));
  copyFileSync(at('real/crop.png'), at('fake/crop-again.png'));
  writeFileSync(at('real/empty.mp4'), '');
  writeFileSync(at('real/broken.mp4'), 'no video at all');
  writeFileSync(at('fake/broken.jpg'), Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 1, 2, 3]));
  writeFileSync(at('loose.jpg'), 'x');
  symlinkSync(at('nowhere'), at('fake/gone.mp4'));
  db = openLabDatabase(join(folder, 'lab.sqlite'));
});
afterAll(async () => {
  db.close();
  await remove();
});

const ignore = () => undefined;
const signal = new AbortController().signal;
const short = (path: string) => path.slice(at('').length + 1).replaceAll('\\', '/');

it('imports what can be told and says what it left out', async () => {
  const stages: Progress[] = [];
  const run = { signal, onProgress: (progress: Progress) => stages.push(progress) };
  const detail = await importDataset(db, { folder: at(''), name: 'mine' }, tools, run);
  expect(detail.summary).toMatchObject({
    ...{
      name: 'mine',
      layout: 'folders',
      items: 7,
      real: 4,
      fake: 3,
      duplicates: 2,
      identities: 0,
      unnamed: 7,
      hasOfficialSplit: false,
    },
  });
  const refused = new Map(detail.refused.map(({ path, reason }) => [short(path), reason]));
  expect(Object.fromEntries(refused)).toEqual({
    'loose.jpg': expect.stringMatching(/in no folder named real or fake/),
    'real/empty.mp4': expect.stringMatching(/empty/),
    'real/broken.mp4': expect.stringMatching(/no picture in it can be decoded/),
    'fake/broken.jpg': expect.stringMatching(/no picture in it can be decoded/),
    'fake/gone.mp4': expect.stringMatching(/a link without a target/),
    'real/crop.png': expect.stringMatching(/the same file is labelled fake/),
    'fake/crop-again.png': expect.stringMatching(/the same file is labelled real/),
  });
  expect(detail.duplicates.map(({ path, of, kind }) => [short(path), short(of), kind])).toEqual([
    ['fake/copy-of-c.mp4', 'fake/c.mp4', 'same-file'],
    ['real/small-b.mp4', 'real/b.mp4', 'alike'],
  ]);
  expect(stages.at(-1)!.done).toBe(stages.at(-1)!.total);
  expect(new Set(stages.map(({ stage }) => stage))).toEqual(new Set(['hash', 'decode']));
});

it('ties a fake to the original that shows the same, without counting it as a duplicate', () => {
  const items = new Map(datasetItems(db, 1).map((item) => [short(item.path), item]));
  expect(items.get('fake/of-a.mp4')).toMatchObject({ duplicateOf: null });
  expect(items.get('fake/of-a.mp4')!.source).toBe(items.get('real/a.mp4')!.source);
  expect(items.get('fake/c.mp4')!.source).not.toBe(items.get('real/a.mp4')!.source);
  expect(items.get('real/frames')).toMatchObject({ kind: 'pictures', label: 'real' });
  expect(items.get('fake/c.mp4')!.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(usableItems(db, 1).map(({ path }) => short(path))).not.toContain('fake/copy-of-c.mp4');
});

it('gives the stored split again for the same data set, kind, seed and folds', () => {
  const splits = splitStore(db);
  const settings = { datasetId: 1, kind: 'by-identity', seed: 4, folds: 2 } as const;
  const first = splits.create(settings);
  expect(first).toMatchObject({ kind: 'by-identity', seed: 4, folds: 2, groups: 4 });
  expect(splits.create(settings)).toEqual(first);
  expect(splits.create({ ...settings, seed: 5 }).id).not.toBe(first.id);
  expect(splits.places(first.id)).toHaveLength(5);
  expect(first.counts.reduce((sum, { real, fake }) => sum + real + fake, 0)).toBe(5);
  expect(
    datasetStore(db)
      .detail(1)
      .splits.map(({ id }) => id),
  ).toContain(first.id);
  expect(() => splits.create({ ...settings, folds: 5 })).toThrow(/4 independent groups .* 5 folds/);
  expect(() => splits.create({ ...settings, kind: 'official' })).toThrow(/no official split/);
});

it('leaves nothing when it is stopped or the name is taken', async () => {
  const before = datasetStore(db).list();
  const stop = new AbortController();
  const stopped = importDataset(db, { folder: at(''), name: 'stopped' }, tools, {
    ...{ signal: stop.signal },
    onProgress: ({ stage, done }) => stage === 'decode' && done === 2 && stop.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  const taken = importDataset(db, { folder: at(''), name: 'mine' }, tools, { signal, onProgress: ignore });
  await expect(taken).rejects.toMatchObject({ code: 'lab/name-taken' });
  expect(datasetStore(db).list()).toEqual(before);
});

it('is not removed while an experiment stands on it, and takes its clips and splits along when it is', () => {
  const store = datasetStore(db);
  db.sqlite
    .exec(`INSERT INTO runs (name, kind, dataset_id, split_id, parameters, embedder_sha256, identity_sha256, state, created_at)
    VALUES ('first', 'softmax', 1, 1, '{}', '', '', 'done', '2026-01-01')`);
  expect(() => store.remove(1)).toThrow(expect.objectContaining({ code: 'lab/busy' }) as Error);
  db.sqlite.exec('DELETE FROM runs');
  store.remove(1);
  for (const table of ['datasets', 'dataset_items', 'dataset_refusals', 'splits', 'split_items'])
    expect(db.sqlite.prepare(`SELECT count(*) AS rows FROM ${table}`).get()).toEqual({ rows: 0 });
  expect(() => store.named('mine')).toThrow(expect.objectContaining({ code: 'lab/not-found' }) as Error);
});

it('takes a clip of a single frame, which has none at one a second', async () => {
  const clips = join(folder, 'shortest');
  for (const [number, label] of ['real', 'fake'].entries()) {
    mkdirSync(join(clips, label), { recursive: true });
    await makeClip(join(clips, label, 'one.mp4'), [...scene(number), ...video, '-frames:v', '1']);
  }
  const { summary, refused } = await importDataset(db, { folder: clips, name: null }, tools, {
    signal,
    onProgress: ignore,
  });
  expect([summary.items, refused]).toEqual([2, []]);
});

it('has nothing to import where every clip is refused', async () => {
  mkdirSync(join(folder, 'empty', 'real'), { recursive: true });
  mkdirSync(join(folder, 'empty', 'fake'));
  for (const label of ['real', 'fake']) writeFileSync(join(folder, 'empty', label, 'a.mp4'), label);
  const imported = importDataset(db, { folder: join(folder, 'empty'), name: null }, tools, {
    signal,
    onProgress: ignore,
  });
  await expect(imported).rejects.toMatchObject({
    code: 'lab/nothing-to-import',
    message: expect.stringMatching(/2 refused, such as .*no picture/) as string,
  });
});

it.skipIf(!hasShared('data', 'manifest.csv'))('reads research clips by their table', async () => {
  const research = join(folder, 'research');
  const [heads, ...rows] = readFileSync(sharedPath('data', 'manifest.csv'), 'utf8').split('\n');
  const some = rows.filter((row) => /^videos\/(real|fake)\/celebdf_id(26|32)_/.test(row));
  for (const path of some.map((row) => row.split(',')[0]!)) {
    mkdirSync(dirname(join(research, path)), { recursive: true });
    copyFileSync(sharedPath('data', path), join(research, path));
  }
  writeFileSync(join(research, 'manifest.csv'), [heads, ...some, ''].join('\n'));
  const run = { signal, onProgress: ignore };
  const { summary, refused } = await importDataset(db, { folder: research, name: 'clips' }, tools, run);
  expect(refused).toEqual([]);
  const videos = datasetItems(db, summary.id);
  const count = (label: string) => videos.filter((each) => each.label === label).length;
  expect([videos.length, count('real'), count('fake')]).toEqual([4, 2, 2]);
  expect(videos.filter(({ duplicateOf }) => duplicateOf !== null)).toEqual([]);
  // What the table says and what the pictures show agree: each Celeb-DF fake is tied to its original.
  const sourceOf = new Map(videos.map(({ path, source }) => [path.split(/[\\/]/).at(-1), source]));
  expect(sourceOf.get('celebdf_id26_id25_0006.mp4')).toBe(sourceOf.get('celebdf_id26_0006.mp4'));
  expect(sourceOf.get('celebdf_id26_0006.mp4')).not.toBe(sourceOf.get('celebdf_id32_0003.mp4'));
});
