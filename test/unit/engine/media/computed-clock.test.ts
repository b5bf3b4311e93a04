import { expect, it } from 'vitest';
import type { MediaInfo } from '../../../../src-main/shared/domain.ts';
import { withComputedClock } from '../../../../src-main/engine/media/computed-clock.ts';
import type { FrameIndex } from '../../../../src-main/engine/media/frame-index.ts';

/** As ffprobe of release 8 describes ten frames a second: by its own 25. */
const media = (container: string) =>
  ({
    ...{ container, assumptions: ['One before.'] },
    video: { codec: 'h264', averageFrameRate: { num: 25, den: 1 } },
  }) as unknown as MediaInfo;
const index = (ticks: number, frames = 4) =>
  ({
    pts: Float64Array.from({ length: frames }, (_, at) => at * ticks),
    timeBase: { num: 1, den: 1_200_000 },
  }) as unknown as FrameIndex;

it('names the rate that the times of a stream without a container were computed from', () => {
  const { video, assumptions } = withComputedClock(media('h264'), index(120_000));
  expect(video).toEqual({ codec: 'h264', averageFrameRate: { num: 10, den: 1 } });
  expect(assumptions).toEqual([
    'One before.',
    'The stream has no container and no time stamps. Its times were computed from 10 frames/s, which the stream names or the decoder assumed.',
  ]);
});

it('names a rate that is no whole number', () => {
  const { video, assumptions } = withComputedClock(media('hevc'), index(40_040));
  expect(video.averageFrameRate).toEqual({ num: 30_000, den: 1001 });
  expect(assumptions?.[1]).toContain('computed from 29.97 frames/s,');
});

it('leaves the rate of a container, and of a single frame, as it is', () => {
  expect(withComputedClock(media('mpegts'), index(120_000))).toEqual(media('mpegts'));
  expect(withComputedClock(media('h264'), index(120_000, 1))).toEqual(media('h264'));
});
