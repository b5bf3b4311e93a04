import { expect, it } from 'vitest';
import {
  confusionTable,
  detTable,
  histogramTable,
  scoresTable,
  tableCsv,
} from '../../../../src-main/shared/charts/chart-tables.ts';

it('writes CSV as RFC 4180 says, with figures in full and empty fields for what is not there', () => {
  const table = {
    columns: ['Name', 'Score'],
    rows: [
      ['Anna, "A"', 1 / 3],
      ['two\nlines', null],
    ],
  };
  expect(tableCsv(table)).toBe('Name,Score\r\n"Anna, ""A""",0.3333333333333333\r\n"two\nlines",\r\n');
});

it('lets no name become a formula, and leaves a negative figure alone', () => {
  expect(tableCsv({ columns: ['a'], rows: [['=1+1'], ['-x'], [-1]] })).toBe("a\r\n'=1+1\r\n'-x\r\n-1\r\n");
});

it('has the share of missed fakes where the share of found ones is drawn from', () => {
  const curve = { classifier: 'sgd', split: 'by-identity', points: [[0.25, 0.75]] } as const;
  expect(detTable([curve]).rows[0]!.slice(2)).toEqual([0.25, 0.25]);
});

it('has the ends of each bin, and both kinds of right and wrong answers', () => {
  expect(histogramTable({ real: [3, 1], fake: [0, 2] }).rows).toEqual([
    [0, 0.5, 3, 0],
    [0.5, 1, 1, 2],
  ]);
  const counts = { trueNegatives: 4, falsePositives: 1, falseNegatives: 2, truePositives: 3 };
  expect(confusionTable(counts).rows).toEqual([
    ['real', 4, 1],
    ['fake', 2, 3],
  ]);
});

it('has a row for each face, with the reason where it has no score', () => {
  const faces = [
    { frameIndex: 10, ptsMs: 400, score: 0.25, refused: null },
    { frameIndex: 20, ptsMs: 800, score: null, refused: 'too-small' },
  ] as const;
  expect(scoresTable([{ name: 'Track 1', faces }]).rows).toEqual([
    ['Track 1', 10, 400, 0.25, null],
    ['Track 1', 20, 800, null, 'too small'],
  ]);
});
