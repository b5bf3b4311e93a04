import { link, lstat, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFigures } from '../../../../src-main/engine/lab/figures.ts';
import { openPng } from '../../../../src-main/engine/support/png.ts';
import { labResult } from '../../../support/lab-result.ts';

const epochs = [1, 2, 3].map((epoch) => ({
  ...{ stage: 'by-identity, fold 0', epoch, loss: 1 / epoch, accuracy: 1 - 1 / epoch },
  ...{ validationLoss: null, validationAccuracy: null },
}));

describe('figures of a run as files', () => {
  let folder = '';
  let files: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'exhibit-figures-'));
    files = await writeFigures(
      labResult(),
      epochs,
      { id: 4, name: 'Row 4: SGD/RF', kind: 'metric-learning' },
      join(folder, 'plots'),
    );
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are every figure of the paper as SVG and PNG, and its tables', () => {
    const names = files.map((file) => basename(file).replace(/^run-4-row-4-sgd-rf-/, ''));
    for (const figure of [
      ...['figure-7-training', 'figure-8-t-sne-before', 'figure-8-t-sne-after', 'figure-8-umap-after'],
      ...['figure-9-roc', 'det', 'precision-recall', 'calibration-sgd', 'histogram-forest', 'confusion-sgd'],
      ...['trials', 'robustness'],
    ]) {
      expect(names).toContain(`${figure}.svg`);
      expect(names).toContain(`${figure}.png`);
    }
    expect(names.slice(-2)).toEqual(['table-1-trials.csv', 'table-2-metrics.csv']);
  });

  it('are drawn on white with colours of their own, at twice the size', async () => {
    const roc = files.find((file) => file.endsWith('figure-9-roc.png'))!;
    const { data, info } = await sharp(roc).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([1800, 960]);
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
    const svg = await readFile(roc.replace(/png$/, 'svg'), 'utf8');
    expect(svg).not.toContain('var(');
    expect(svg).toContain('leaks people');
  });

  it('leave out what the run has nothing of', async () => {
    const bare = { ...labResult(), trials: [], curves: [], layouts: [], robustness: [] };
    const written = await writeFigures(bare, [], { id: 5, name: '…', kind: 'lstm' }, join(folder, 'bare'));
    expect(written.map((file) => basename(file))).toEqual(['run-5-table-2-metrics.csv']);
  });

  it.skipIf(process.platform === 'win32')(
    'replace a link of their name, and never the file behind it',
    async () => {
      const bare = { ...labResult(), trials: [], curves: [], layouts: [], robustness: [] };
      const run = { id: 6, name: '…', kind: 'lstm' } as const;
      const evidence = join(folder, 'evidence.mp4');
      await writeFile(evidence, 'seen at the harbour');
      for (const plant of [symlink, link]) {
        const place = join(folder, plant.name);
        await mkdir(place);
        const name = join(place, 'run-6-table-2-metrics.csv');
        await plant(evidence, name);
        expect(await writeFigures(bare, [], run, place)).toEqual([name]);
        expect(await readFile(evidence, 'utf8')).toBe('seen at the harbour');
        expect((await lstat(name)).isFile()).toBe(true);
        expect(await readFile(name, 'utf8')).toContain('auc');
        expect(await readdir(place)).toEqual(['run-6-table-2-metrics.csv']);
      }
    },
  );

  it('say where they could not be written', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(
      writeFigures(labResult(), [], { id: 6, name: 'run', kind: 'lstm' }, file),
    ).rejects.toMatchObject({
      code: 'report/write-failed',
    });
  });
});

describe('PNG of a chart', () => {
  it('has its text drawn, whatever fonts the machine has', async () => {
    const draw = await openPng();
    const svg = (text: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20" font-family="Inter, sans-serif">` +
      `<rect width="100%" height="100%" fill="#ffffff"/><text x="5" y="14" font-size="11">${text}</text></svg>`;
    const darkest = async (text: string) => (await sharp(draw(svg(text))).stats()).channels[0]!.min;
    expect(await darkest('0.54 (0.44–0.63) ▲')).toBeLessThan(80);
    expect(await darkest('')).toBe(255);
  });
});
