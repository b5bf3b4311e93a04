import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { Filmstrip } from '../../../../src-renderer/state/filmstrip.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame } from '../support/frames.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Frame 13 can't be decoded. */
function filmstrip() {
  const desk = new FakeDesk({
    'viewing:frame': async ({ frameIndex }) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (frameIndex === 13)
        throw new DeskError({ code: 'media/decode-failed', message: 'Choose the next.' });
      return viewedFrame(frameIndex);
    },
  });
  const strip = new Filmstrip(desk, { opening: 'a', evidenceId: 1 });
  const asked = () => desk.asked.map(({ input }) => (input as { frameIndex: number }).frameIndex);
  const there = (frames: number[]) => frames.filter((frame) => strip.picture(frame) !== null);
  return { strip, desk, asked, there };
}

it('fetches its pictures one after the other once the examiner rests, as frames that may be wanted', async () => {
  const { strip, desk, asked, there } = filmstrip();
  for (let step = 0; step < 5; step += 1) {
    strip.want([0, 10, 13, 20]);
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(asked()).toEqual([]);
  await vi.advanceTimersByTimeAsync(550);
  expect(asked()).toEqual([0]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked()).toEqual([0, 10, 13, 20]);
  expect(there([0, 10, 13, 20])).toEqual([0, 10, 20]);
  expect(desk.asked[0]!.input).toMatchObject({ purpose: 'ahead' });
});

it('stops when the examiner goes on, and asks again for what failed, not for what is there', async () => {
  const { strip, asked } = filmstrip();
  strip.want([0, 13, 20]);
  await vi.advanceTimersByTimeAsync(1050);
  strip.want([0, 13, 20]);
  await vi.advanceTimersByTimeAsync(900);
  expect(asked()).toEqual([0]);
  await vi.advanceTimersByTimeAsync(1000);
  strip.want([0, 13, 20]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(asked()).toEqual([0, 13, 20, 13]);
});

it('asks for nothing once the video is left', async () => {
  const { strip, asked } = filmstrip();
  strip.want([0, 10]);
  strip.leave();
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked()).toEqual([]);
});
