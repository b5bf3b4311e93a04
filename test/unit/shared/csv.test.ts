import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../src-main/shared/csv.ts';

describe('a CSV record', () => {
  it('survives commas, quotes and line breaks in a file name (RFC 4180)', () => {
    const cells = ['a,b', 'say "yes"', 'two\nlines', 'plain'];
    expect(parse(csvLine(cells))).toEqual([cells]);
    expect(csvLine(['a,b', 'say "yes"'])).toBe('"a,b","say ""yes"""\r\n');
  });

  it('leaves what is not known empty, unlike zero', () => {
    expect(csvLine([null, 0, ''])).toBe(',0,\r\n');
  });

  const formulas = [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\tx',
    '\n=1+1',
    '\t=1+1',
    '\r=1+1',
    ' =1+1',
    '\u00a0-1',
    '\0=1',
  ];
  it.each([...formulas, '＝1+1', '＋1', '－1', '＠SUM(A1)'])(
    'keeps a spreadsheet from running %j',
    (text) => {
      expect(parse(csvLine([text]))).toEqual([[`'${text}`]]);
    },
  );

  it('keeps what follows a semicolon or a tab in its cell, for spreadsheets that separate by these', () => {
    expect(csvLine(['a;=1+1', 'b\t=1'])).toBe('"a;=1+1","b\t=1"\r\n');
  });

  it('leaves a negative number a number', () => {
    expect(csvLine([-0.76])).toBe('-0.76\r\n');
  });
});
