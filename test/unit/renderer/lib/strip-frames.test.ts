import { expect, it } from 'vitest';
import { stripFrames } from '../../../../src-renderer/lib/strip-frames.ts';
import { viewedVideo } from '../support/frames.ts';

// 100 frames at 25/s; every tenth is a key frame.
const video = viewedVideo(100);

it('takes key frames where there are any, in the order of time', () => {
  expect(stripFrames(video, { fromMs: 0, toMs: 4000 }, 4)).toEqual([0, 30, 50, 80]);
});

it('takes the frame in the middle of a part without a key frame', () => {
  expect(stripFrames(video, { fromMs: 440, toMs: 760 }, 2)).toEqual([13, 17]);
});

it('shows a frame over all of the parts that it lasts for, and nothing behind the end', () => {
  expect(stripFrames(video, { fromMs: 41, toMs: 79 }, 3)).toEqual([1, 1, 1]);
  expect(stripFrames(video, { fromMs: 3600, toMs: 4400 }, 2)).toEqual([90, null]);
});
