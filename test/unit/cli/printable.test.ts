import { expect, it } from 'vitest';
import { printable } from '../../../src-main/cli/printable.ts';

it('shows what would break the line or steer the terminal, and leaves every other name alone', () => {
  expect(printable('a.mp4\nREAL 0.01  b.mp4')).toBe('a.mp4\\u{a}REAL 0.01  b.mp4');
  expect(printable('\u001b[2Ka\u202egpm.mp4')).toBe('\\u{1b}[2Ka\\u{202e}gpm.mp4');
  expect(printable('видео ü (1) 顔.mp4')).toBe('видео ü (1) 顔.mp4');
});
