import { expect, it } from 'vitest';
import { leastAndMost } from '../../../src-main/shared/least-and-most.ts';
import { aligned } from '../../../src-main/shared/text-table.ts';

it('finds both ends of more values than a function takes arguments', () => {
  expect(leastAndMost([3, -1, 2])).toEqual([-1, 3]);
  expect(leastAndMost(Array.from({ length: 1_000_000 }, (_, at) => at - 7))).toEqual([-7, 999_992]);
  expect(leastAndMost([])).toEqual([Infinity, -Infinity]);
});

it('aligns a table of as many rows as a case has files', () => {
  const rows = Array.from({ length: 200_000 }, (_, at) => [`clip ${at}`, at]);
  const lines = aligned([['file', 'number'], ...rows]);
  expect(lines).toHaveLength(200_001);
  expect(lines[1]).toBe('clip 0            0');
  expect(lines.at(-1)).toBe('clip 199999  199999');
});
