import { describe, expect, it } from 'vitest';
import {
  folderOf,
  formatBitRate,
  formatBytes,
  formatDuration,
  formatEta,
  formatWhen,
} from '../../../../src-renderer/lib/format.ts';

describe('times', () => {
  it.each([
    [940, '0:00.9'],
    [59_960, '1:00.0'],
    [3_600_000, '1:00:00'],
    [7_384_600, '2:03:05'],
  ])('writes a length of %d ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  it.each([
    [4_000, 'a few seconds left'],
    [23_000, 'about 25 s left'],
    [58_000, 'about 1 min left'],
    [5_520_000, 'about 1 h 32 min left'],
  ])('is as rough about %d ms to come as an estimate deserves', (ms, text) =>
    expect(formatEta(ms)).toBe(text),
  );

  it('shows wall-clock time in UTC whatever the zone it was written in', () => {
    expect(formatWhen('2026-03-01T15:05:22+02:00')).toMatch(/^2026-03-01 13:05:22 UTC/);
  });

  it.each([
    [0, '2026-03-01 23:05:09 UTC'],
    [60, '2026-03-01 23:05:09 UTC (2026-03-02 00:05:09 UTC+1)'],
    [330, '2026-03-01 23:05:09 UTC (2026-03-02 04:35:09 UTC+5:30)'],
    [-300, '2026-03-01 23:05:09 UTC (18:05:09 UTC−5)'],
  ])('has the time of a desk that is %d minutes from UTC beside it', (offsetMin, text) => {
    expect(formatWhen('2026-03-01T23:05:09Z', offsetMin)).toBe(text);
  });

  it('shows a creation tag that is no date as it stands in the file', () => {
    expect(formatWhen('spring 1904')).toBe('spring 1904');
  });
});

describe('figures', () => {
  it.each([
    [999, '999 B'],
    [999_600, '1.0 MB'],
    [1_234_567, '1.2 MB'],
    [87_000_000_000, '87 GB'],
  ])('writes %d bytes as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it('writes bit rates in the unit that keeps them short', () => {
    expect(formatBitRate(96_400)).toBe('96 kbit/s');
    expect(formatBitRate(1_830_000)).toBe('1.8 Mbit/s');
  });
});

describe('paths', () => {
  it('splits paths of either system', () => {
    expect(folderOf('C:\\cases\\Harbour 7\\clip ü.mp4')).toBe('C:\\cases\\Harbour 7');
  });
});
