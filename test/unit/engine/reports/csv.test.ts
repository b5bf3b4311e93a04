import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../../../src-main/engine/reports/csv.ts';

describe('a CSV record', () => {
  it('survives commas, quotes and line breaks in a file name (RFC 4180)', () => {
    const cells = ['a,b', 'say "yes"', 'two\nlines', 'plain'];
    expect(parse(csvLine(cells))).toEqual([cells]);
    expect(csvLine(['a,b', 'say "yes"'])).toBe('"a,b","say ""yes"""\r\n');
  });

  it('leaves what is not known empty, unlike zero', () => {
    expect(csvLine([null, 0, ''])).toBe(',0,\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx'])('keeps a spreadsheet from running %j', (text) => {
    expect(csvLine([text])).toBe(`'${text}\r\n`);
  });

  it('leaves a negative number a number', () => {
    expect(csvLine([-0.76])).toBe('-0.76\r\n');
  });
});
