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

  const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\tx', ' =1+1', '\u00a0-1'];
  it.each([...formulas, '＝1+1', '＋1', '－1', '＠SUM(A1)'])(
    'keeps a spreadsheet from running %j',
    (text) => {
      expect(parse(csvLine([text]))).toEqual([[`'${text}`]]);
    },
  );

  it.each([
    'a;=1+1',
    'a;\t+1',
    'a\t-1',
    'a\r=1',
    'a\n@SUM(A1)',
    'a; ＝1',
    'a;"=1+1"',
    '\t=1',
    '\n=1',
    '\r=1',
  ])('keeps a spreadsheet from running %j in any column, by whatever it separates cells', (text) => {
    for (const cells of [
      [text, 'x'],
      ['x', text],
    ]) {
      for (const delimiter of [',', ';', '\t']) {
        const found: string[][] = parse(csvLine(cells), {
          delimiter,
          relax_quotes: true,
          relax_column_count: true,
        });
        expect(found.flat().filter((cell) => /^[\s"]*[=+\-@＝]/.test(cell))).toEqual([]);
      }
    }
  });

  it('puts the apostrophe in front of the sign, and none where no sign follows', () => {
    expect(csvLine(['x', 'a;=1+1'])).toBe('x,"a;\'=1+1"\r\n');
    expect(csvLine(['x', 'a; b-c\nd'])).toBe('x,"a; b-c\nd"\r\n');
  });

  it('shows control characters and changes of writing direction, and leaves letters of every script', () => {
    expect(csvLine(['a\u202eb\u001b[2J\0', 'محمد עמי\nb'])).toBe(
      'a\\u{202e}b\\u{1b}[2J\\u{0},"محمد עמי\nb"\r\n',
    );
  });

  it('leaves a negative number a number', () => {
    expect(csvLine([-0.76])).toBe('-0.76\r\n');
  });
});
