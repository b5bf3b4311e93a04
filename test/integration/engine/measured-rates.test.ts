/** Error rates on labelled clips, at the quality of a video of a case: each test goes on from the one before. */
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type Engine } from '../../../src-main/engine/engine.ts';
import { engineScripts } from '../../support/engine-scripts.ts';
import { project, writeFaceClip } from '../../support/face-clip.ts';
import { writeLabelledClips } from '../../support/labelled-clips.ts';
import { validReport } from '../../support/valid-report.ts';

let folder: string;
let engine: Engine;
const VIDEO = 1;
const table = () => join(folder, 'ours.csv');

function writeTable(lines: readonly string[]): void {
  writeFileSync(table(), `path,label\n${lines.join('\n')}\n`);
}
const listed = () =>
  ['real', 'fake'].flatMap((label) =>
    readdirSync(join(folder, label)).map((name) => `${label}/${name},${label}`),
  );

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-rates-'));
  const settingsFolder = join(folder, 'settings');
  engine = createEngine({
    ...{ resources: project, settingsFolder, version: 'test', scripts: engineScripts, provider: 'cpu' },
  });
  await writeFaceClip(join(folder, 'clip.mp4'));
  await writeLabelledClips(folder);
  await engine.cases.create(join(folder, 'a.exhibit'));
  await engine.cases.addEvidence([join(folder, 'clip.mp4')]);
  const ended = new Promise<void>((resolve) =>
    engine.on(({ name, payload }) => {
      if (name === 'job:changed' && payload.finishedAt !== null) resolve();
    }),
  );
  const parameters = { sampling: { kind: 'spread', count: 3 }, minFacePx: 40, detectSizePx: 640 } as const;
  await engine.analysis.start([VIDEO], parameters);
  await ended;
}, 600_000);
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const logged = () => engine.notebook.log().filter(({ action }) => action === 'rates-measured');
const measured = () => engine.cases.evidenceDetail(VIDEO).measuredRates;
const written = async (format: 'html' | 'json' | 'csv') => {
  const path = join(folder, `report.${format}`);
  await engine.cases.writeReport(format, path, true);
  return readFileSync(path, 'utf8');
};

it('refuses a set with the questioned video in it, whatever its name', async () => {
  copyFileSync(join(folder, 'clip.mp4'), join(folder, 'other name.mp4'));
  writeTable(['other name.mp4,real']);
  await expect(engine.cases.measureRates(VIDEO, table())).rejects.toMatchObject({
    code: 'case/known-clip',
    message: expect.stringContaining('Line 2') as string,
  });
  expect(logged()).toEqual([]);
});

it('refuses a set in which one file has both labels, and names both rows', async () => {
  copyFileSync(join(folder, 'real', 'clip 0.mp4'), join(folder, 'same.mp4'));
  writeTable(['real/clip 0.mp4,real', 'same.mp4,fake']);
  await expect(engine.cases.measureRates(VIDEO, table())).rejects.toMatchObject({
    code: 'train/bad-manifest',
    message: expect.stringMatching(/line 2 .* is real and line 3 .*same\.mp4\) is fake/) as string,
  });
  expect(logged()).toEqual([]);
});

it('stores counts, rates with wide intervals and AUC in the audit log, beside the finding', async () => {
  const lines = listed();
  copyFileSync(join(folder, lines[0]!.split(',')[0]!), join(folder, 'again.mp4'));
  writeTable([...lines, 'again.mp4,real', 'missing.mp4,fake']);
  const rates = await engine.cases.measureRates(VIDEO, table());
  const { set, answers, auc, roc } = rates;
  expect(set).toMatchObject({ name: 'ours.csv', listed: lines.length + 2, repeated: 1 });
  expect(set.unnamed).toBe(set.real + set.fake);
  expect(set.real + set.fake + set.unscored + set.known).toBe(lines.length + 1);
  expect(set.unscored).toBeGreaterThanOrEqual(1);
  expect(Math.min(set.real, set.fake)).toBeGreaterThan(0);
  // Two or three clips a class: no rate may look known.
  const { low, high } = answers!['likely-fake'].real.share;
  expect(high - low).toBeGreaterThan(0.5);
  // Resampled, so few would have an interval without a width.
  expect(auc).toBeNull();
  expect([roc[0], roc.at(-1)]).toEqual([
    [0, 0],
    [1, 1],
  ]);
  const { at, ...content } = rates;
  expect(logged()).toMatchObject([{ at, evidenceId: VIDEO, detail: content }]);
  expect(measured()).toEqual([rates]);
  expect((await engine.cases.verify()).faults).toEqual([]);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`exhibit-${process.pid}-`))).toEqual([]);
}, 600_000);

it('scores no clip a second time, and replaces the rates on the same clips', async () => {
  const [before] = measured()!;
  const kept = readdirSync(join(folder, 'settings', 'measured-clips')).map((name) =>
    join(folder, 'settings', 'measured-clips', name),
  );
  expect(kept).toHaveLength(1);
  const keptAt = statSync(kept[0]!).mtimeMs;
  const { at, ...again } = await engine.cases.measureRates(VIDEO, table());
  expect({ ...again, at: before!.at }).toEqual(before);
  // Whatever is scored is kept at once.
  expect(statSync(kept[0]!).mtimeMs).toBe(keptAt);
  expect(measured()!.map((each) => each.at)).toEqual([at]);
  // In another order they are the same clips.
  const [header, ...lines] = readFileSync(table(), 'utf8').trim().split('\n');
  writeFileSync(table(), [header, ...lines.reverse()].join('\n'));
  const reversed = await engine.cases.measureRates(VIDEO, table());
  expect(reversed.set.clipsSha256).toBe(before!.set.clipsSha256);
  expect(reversed.set.sha256).not.toBe(before!.set.sha256);
  expect(measured()).toEqual([reversed]);
});

it('is given up, and nothing is stored', async () => {
  const count = logged().length;
  const stop = engine.cases.measureRates(VIDEO, table(), () => void engine.cases.stopMeasuring());
  await expect(stop).rejects.toMatchObject({ code: 'case/cancelled' });
  expect(logged()).toHaveLength(count);
});

it('stands in every report, with the set and what it cannot say', async () => {
  const html = await written('html');
  expect(html).toContain('Error rates on clips of the lab, as close to this quality as possible');
  expect(html).toContain('Measured on “ours.csv”');
  expect(html).toContain('The intervals are wide, and the rates say little; no AUC is given.');
  expect(html).toContain('We do not know whether the model was trained on any of them');
  const { videos } = validReport(await written('json')) as { videos: { measuredRates: unknown[] }[] };
  expect(videos[0]!.measuredRates).toMatchObject(measured()!);
  expect(await written('csv')).toContain('Measured on “ours.csv”');
});

it('hides them, and their entry in the log, from whoever works blind first', async () => {
  engine.notebook.store({ kind: 'examiner', content: { name: 'A. Smith' } });
  engine.notebook.store({ kind: 'blind', content: { first: true } });
  expect(measured()).toBeUndefined();
  expect(logged()[0]!.detail).toEqual({ hidden: true });
  await expect(engine.cases.measureRates(VIDEO, table())).rejects.toMatchObject({
    code: 'case/blind',
  });
});
