import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeChart } from '../../../src-main/engine/lab/write-chart.ts';

let folder: string;
const at = (name: string) => join(folder, name);
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0H40"/></svg>';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-chart-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('is written as SVG, PNG and CSV, an older SVG or table replaced', async () => {
  for (const content of ['frame,score\n', 'frame,score\n1,0.5\n'])
    await writeChart(at('a.csv'), 'csv', content);
  expect(readFileSync(at('a.csv'), 'utf8')).toBe('frame,score\n1,0.5\n');
  for (let time = 0; time < 2; time += 1) await writeChart(at('a.svg'), 'svg', svg);
  expect(readFileSync(at('a.svg'), 'utf8')).toBe(svg);
  await writeChart(at('a.png'), 'png', svg);
  expect(readFileSync(at('a.png')).subarray(1, 4).toString()).toBe('PNG');
});

it('never replaces a picture or a case, also not through a link', async () => {
  await writeChart(at('evidence.png'), 'png', svg);
  writeFileSync(at('a.exhibit'), '');
  symlinkSync(at('evidence.png'), at('link.csv'));
  for (const name of ['evidence.png', 'a.exhibit', 'link.csv'])
    await expect(writeChart(at(name), 'csv', 'frame\n')).rejects.toMatchObject({ code: 'output/kept' });
});
