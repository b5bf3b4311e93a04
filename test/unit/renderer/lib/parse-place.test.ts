import { expect, it } from 'vitest';
import { parsePlace } from '../../../../src-renderer/lib/parse-place.ts';

it('reads a whole number as a frame and everything with a colon or a unit as a time', () => {
  expect(parsePlace(' 120 ')).toEqual({ frameIndex: 120 });
  expect(parsePlace('1:02.5')).toEqual({ ms: 62_500 });
  expect(parsePlace('1:00:00')).toEqual({ ms: 3_600_000 });
  expect(parsePlace('62,5 s')).toEqual({ ms: 62_500 });
});

it.each(['', '-1', '1.5', 'frame 3', '1:2:3:4', 's'])('takes nothing else: %s', (text) => {
  expect(parsePlace(text)).toBeNull();
});
