import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ViewedFrame } from '../../../../src-main/shared/viewing.ts';
import { DeskError } from '../../../../src-renderer/lib/desk.ts';
import { Previews } from '../../../../src-renderer/state/previews.svelte.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { viewedFrame } from '../support/frames.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Frames come when the test lets them; frame 13 cannot be decoded, until it is mended. */
function previews() {
  let mended = false;
  const coming: (() => void)[] = [];
  const desk = new FakeDesk({
    'viewing:frame': ({ frameIndex }) =>
      new Promise<ViewedFrame>((resolve, reject) =>
        coming.push(() =>
          frameIndex === 13 && !mended
            ? reject(new DeskError({ code: 'media/decode-failed', message: 'Choose the next one.' }))
            : resolve(viewedFrame(frameIndex)),
        ),
      ),
  });
  const store = new Previews(desk, { opening: 'a', evidenceId: 1 });
  const rest = () => vi.advanceTimersByTimeAsync(500);
  const come = async () => {
    coming.splice(0).forEach((end) => end());
    await vi.advanceTimersByTimeAsync(0);
  };
  const asked = () => desk.asked.map(({ input }) => input as { frameIndex: number; purpose: string });
  return { store, rest, come, asked, mend: () => (mended = true) };
}

it('shows the nearest frame at hand by its own number until the one that is pointed at is there', async () => {
  const { store, rest, come } = previews();
  store.point(10);
  expect([store.shown, store.isLoading]).toEqual([null, true]);
  await rest();
  await come();
  expect([store.shown?.facts.frameIndex, store.isLoading]).toEqual([10, false]);
  store.point(90);
  expect([store.shown?.facts.frameIndex, store.pointed, store.isLoading]).toEqual([10, 90, true]);
  await rest();
  await come();
  expect([store.shown?.facts.frameIndex, store.isLoading]).toEqual([90, false]);
  store.point(40);
  expect(store.shown?.facts.frameIndex).toBe(10);
});

it('asks for nothing while the pointer is on its way, and for one frame at a time, which moves nothing', async () => {
  const { store, rest, come, asked } = previews();
  for (let frame = 0; frame < 50; frame += 1) {
    store.point(frame);
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(asked()).toEqual([]);
  await rest();
  store.point(60);
  await rest();
  store.point(70);
  await rest();
  expect(asked().map(({ frameIndex }) => frameIndex)).toEqual([49]);
  await come();
  expect(asked()).toMatchObject([{ frameIndex: 49 }, { frameIndex: 70, purpose: 'ahead' }]);
});

it('shows no other frame in place of one that cannot be decoded', async () => {
  const { store, rest, come, asked } = previews();
  store.point(12);
  await rest();
  await come();
  store.point(13);
  await rest();
  await come();
  expect([store.shown, asked().length]).toEqual([null, 2]);
});

it('asks again for a frame that failed once, when it is pointed at again', async () => {
  const { store, rest, come, mend } = previews();
  store.point(13);
  await rest();
  await come();
  expect(store.shown).toBeNull();
  mend();
  store.leave();
  store.point(13);
  await rest();
  await come();
  expect(store.shown?.facts.frameIndex).toBe(13);
});

it('shows nothing once the pointer has left, whatever comes then', async () => {
  const { store, rest, come } = previews();
  store.point(5);
  await rest();
  store.leave();
  await come();
  expect(store.shown).toBeNull();
});
