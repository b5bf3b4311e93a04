import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DecodeRequest } from '../../../../src-main/engine/media/decode.ts';
import { ViewingSession } from '../../../../src-main/engine/viewing/viewing-session.ts';

/** Of 1080p on two cores: starting ffmpeg, decoding a frame on the way, and converting and passing on a wanted one. */
const START_MS = 300;
const DECODE_MS = 3.5;
const DELIVER_MS = 28;
const KEY_EVERY = 250;
const FRAMES = 750;
/** Frames of 1080p in 150 MB. */
const KEPT = 24;

/** Takes the time of a decoder that goes forward from the key frame before, and delivers one frame ahead. */
vi.mock('../../../../src-main/engine/media/decode.ts', () => ({
  decode: ({ wanted, signal }: DecodeRequest) => ({
    warnings: [],
    async *[Symbol.asyncIterator]() {
      starts.push(wanted[0]!);
      await wait(START_MS + DECODE_MS * (wanted[0]! % KEY_EVERY), signal);
      for (const frameIndex of wanted) {
        await wait(DELIVER_MS, signal);
        yield { frameIndex, pts: frameIndex, ptsMs: frameIndex * 40, width: 1, height: 1, rgb: PIXEL };
      }
    },
  }),
}));

/** The frames at which decoders were started. */
const starts: number[] = [];

const PIXEL = new Uint8Array(3);
const wait = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new Error('ended'));
    });
  });

const keys = Uint8Array.from({ length: FRAMES }, (_, frame) => (frame % KEY_EVERY === 0 ? 1 : 0));
const source = {
  media: { kind: 'video', video: { width: 1, height: 1 } },
  index: { pts: new Float64Array(FRAMES), keys },
} as unknown as ConstructorParameters<typeof ViewingSession>[0];

it('starts one decoder for the first picture, at the frame that is asked for', async () => {
  vi.useFakeTimers();
  starts.length = 0;
  const session = new ViewingSession(source, KEPT * 3);
  await vi.advanceTimersByTimeAsync(50);
  const first = session.frame(500, 'show');
  await vi.advanceTimersByTimeAsync(START_MS + DELIVER_MS);
  expect((await first).frameIndex).toBe(500);
  expect(starts).toEqual([500]);
  session.close();
  vi.useRealTimers();
});

describe('ten steps a second, with a key frame every 250 frames', () => {
  let session: ViewingSession;
  beforeEach(() => {
    vi.useFakeTimers();
    session = new ViewingSession(source, KEPT * 3);
  });
  afterEach(() => {
    session.close();
    vi.useRealTimers();
  });

  /** How long each step waits for its frame, in ms. */
  async function waits(from: number, direction: 1 | -1, steps: number): Promise<number[]> {
    const look = async (frameIndex: number) => {
      const began = Date.now();
      await session.frame(frameIndex, 'show');
      return Date.now() - began;
    };
    const first = look(from);
    await vi.advanceTimersByTimeAsync(3000);
    await first;
    const times: number[] = [];
    for (let step = 1; step <= steps; step += 1) {
      const waiting = look(from + step * direction).then((ms) => times.push(ms));
      await vi.advanceTimersByTimeAsync(100);
      while (times.length < step) await vi.advanceTimersByTimeAsync(1);
      await waiting;
    }
    return times;
  }

  const over = (limitMs: number, times: readonly number[]) => times.filter((ms) => ms > limitMs).length;

  it('wait at the start of the way back, and then for no frame, through whole groups', async () => {
    const times = await waits(740, -1, 500);
    // The first stretch begins at the first step: until then nobody knew that the way is back.
    expect(over(50, times)).toBeLessThanOrEqual(2);
    expect(Math.max(...times)).toBeLessThan(400);
  });

  it('wait for none on the way on', async () => {
    expect(over(50, await waits(10, 1, 500))).toBe(0);
  });
});
