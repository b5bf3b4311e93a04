import { expect, it } from 'vitest';
import { ViewedFrames } from '../../../../src-renderer/state/viewed-frames.svelte.ts';

it('keeps which frames of which video were on screen, however far into it', () => {
  const viewed = new ViewedFrames();
  for (const frame of [0, 180_000, 1, 2, 1, 179_999]) viewed.add(7, frame);
  viewed.add(8, 300);
  expect(viewed.stretches(7)).toEqual([
    [0, 2],
    [179_999, 180_000],
  ]);
  expect([viewed.count(7), viewed.count(8), viewed.count(9)]).toEqual([5, 1, 0]);
});

it('forgets them with the case', () => {
  const viewed = new ViewedFrames();
  viewed.add(7, 0);
  viewed.clear();
  expect(viewed.stretches(7)).toEqual([]);
});
