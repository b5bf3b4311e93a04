import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { metricLines, trialLines } from '../../../src-main/engine/lab/table-lines.ts';
import {
  compareRuns,
  metricTables,
  robustnessTable,
  trialTable,
} from '../../../src-main/shared/lab-tables.ts';
import { markdownTable, textTable } from '../../../src-main/shared/text-table.ts';
import { estimate, labResult } from '../../support/lab-result.ts';

const result = labResult();
const run = { name: 'Paper, row 4', dataset: 'clips', embedder: 'facenet' };

describe('Table II', () => {
  const tables = metricTables(result);

  it('puts the chosen split first and says of the other what it leaks, with counts', () => {
    expect(tables.map(({ title }) => title)).toEqual([
      'Table II: by video, split by person, 20 real and 20 fake, 95 % intervals',
      'Table II: by video, split by frame (leaks people), 20 real and 20 fake, 95 % intervals. ' +
        'Not a figure to quote: the same people are on both sides',
    ]);
  });

  it('says of official splits and of those by video that people may repeat', () => {
    const titlesOf = (split: 'official' | 'by-video') =>
      metricTables({ rows: [{ ...result.rows[0]!, split }] })[0]!.title;
    expect(titlesOf('official')).toContain('official split (people may repeat)');
    expect(titlesOf('by-video')).toContain('split by video (people may repeat)');
  });

  it('gives each figure with its interval, in the column of its name', () => {
    const [table] = tables;
    const column = table!.columns.indexOf('Balanced accuracy');
    const { value, low, high } = result.rows[0]!.balancedAccuracy;
    const shown = `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;
    expect(table!.rows[0]![0]).toBe('SGD');
    expect(table!.rows[0]![column]).toBe(shown);
  });
});

describe('Table III', () => {
  it('has a row for each classifier of each run, with what leaks in columns that say so', () => {
    const { columns, rows } = compareRuns([
      { run, result },
      { run: { ...run, name: 'No leaky split' }, result: { rows: result.rows.slice(0, 1) } },
    ]);
    expect(rows.map((row) => [row[0], row[3]])).toEqual([
      ['Paper, row 4', 'SGD'],
      ['Paper, row 4', 'Random Forest'],
      ['No leaky split', 'SGD'],
    ]);
    const leaky = columns.indexOf('AUC, leaks people');
    expect(rows[0]![leaky]).toContain(result.rows[2]!.auc.value.toFixed(2));
    expect(rows[2]![leaky]).toBe('–');
    for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});

describe('Table I and robustness', () => {
  it('list trials and conditions as they were run', () => {
    expect(trialTable(result).rows.map(([rate, batch]) => [rate, batch])).toEqual([
      ['0.1', '64'],
      ['0.01', '64'],
    ]);
    expect(robustnessTable(result).rows[1]).toEqual([
      '360p',
      '20 + 20',
      '0.60 (0.50–0.68)',
      '0.40 (0.30–0.48)',
    ]);
  });
});

describe('a table in the terminal', () => {
  const table = {
    title: 'T',
    columns: ['Name', 'AUC'],
    rows: [
      ['SGD', '0.5'],
      ['Forest', '0.75'],
    ],
  };

  it('lines its columns up', () => {
    expect(textTable(table)).toBe('T\nName    AUC\nSGD     0.5\nForest  0.75');
  });

  it('is turned on its side when it is wider than the terminal', () => {
    expect(textTable(table, 10)).toBe('T\nName  SGD  Forest\nAUC   0.5  0.75');
  });
});

describe('a table in Markdown', () => {
  it('keeps names of runs from becoming markup', () => {
    const named = { title: 'T', columns: ['Run'], rows: [['a | b\n*c*']] };
    expect(markdownTable(named).split('\n').at(-1)).toBe('| a \\| b \\*c\\* |');
  });
});

describe('tables as CSV', () => {
  it('hold every figure in full, with the ends of its interval, and the split', () => {
    const rows: Record<string, string>[] = parse(metricLines(result).join(''), { columns: true });
    expect(rows).toHaveLength(4);
    expect(rows[3]).toMatchObject({ classifier: 'forest', split: 'by-frame', level: 'video', real: '20' });
    expect(Number(rows[3]!['recall_at1_low'])).toBe(result.rows[3]!.recallAt1.low);
    expect(Number(rows[3]!['f1'])).toBe(result.rows[3]!.f1.value);
    expect(Number(rows[3]!['balanced_accuracy_high'])).toBe(result.rows[3]!.balancedAccuracy.high);
    const trials: Record<string, string>[] = parse(trialLines(result).join(''), { columns: true });
    expect(Number(trials[1]!['auc'])).toBe(estimate(0.53).value);
    expect(Number(trials[1]!['learning_rate'])).toBe(0.01);
  });
});
