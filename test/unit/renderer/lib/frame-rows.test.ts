import { expect, it } from 'vitest';
import {
  frameRows,
  framesCsv,
  frameTimes,
  oddCounts,
  oddFrames,
  oddText,
  orderedFrames,
  stretchTimes,
} from '../../../../src-renderer/lib/frame-rows.ts';
import { viewedVideo } from '../support/frames.ts';

/** Twelve frames at 25/s, of which the sixth stays twice as long. */
const video = viewedVideo(12);
for (let at = 6; at < 12; at += 1) video.timesMs[at]! += 40;
video.endMs += 40;
video.packetBytes[3] = NaN;

it('marks the interval that differs from the usual one, and no other', () => {
  const rowOf = frameRows(video);
  const irregular = [...Array(12).keys()].filter((at) => rowOf(at).irregular);
  expect(irregular).toEqual([5]);
  expect(rowOf(5)).toMatchObject({ ptsMs: 200, intervalMs: 80, key: false, packetBytes: 1005 });
  expect(rowOf(11).intervalMs).toBe(40);
});

it('gives the timeline the times of key frames and irregular intervals', () => {
  const { key, oddities } = frameTimes(video);
  expect([...key]).toEqual([0, 440]);
  expect(oddities).toEqual([{ name: 'irregular', stretches: [[200, 200]] }]);
});

it('counts the frames that would fit into a gap, and claims none where a frame is short', () => {
  const gaps = viewedVideo(20);
  for (let at = 11; at < 20; at += 1) gaps.timesMs[at]! += 120;
  gaps.timesMs[5]! -= 20;
  const rowOf = frameRows(gaps);
  expect([rowOf(10), rowOf(4)].map(({ irregular, gap }) => [irregular, gap])).toEqual([
    [true, 3],
    [true, 0],
  ]);
  expect(oddText(rowOf(10))).toBe('irregular: room for 3 frames');
});

it('tells a picture that stays from one that comes again, and neither before frames are compared', () => {
  const still = viewedVideo(8);
  // Frames 2 to 4 are one picture, which comes again as frame 7; frame 6 is the first one.
  const repeats = Int32Array.of(-1, -1, -1, 2, 2, -1, 0, 2);
  expect(oddFrames(still, repeats)).toMatchObject({ frozen: [3, 4], repeated: [6, 7] });
  const rowOf = frameRows(still, repeats);
  expect([3, 7].map((at) => oddText(rowOf(at)))).toEqual(['frozen', 'same pixels as 2']);
  expect(oddCounts(oddFrames(still, repeats))).toBe('2 frozen frames, 2 repeated frames');
  expect(oddCounts(oddFrames(still))).toBe('');
  expect(frameTimes(still, { repeats, shots: Int32Array.of(5) }).oddities).toEqual([
    {
      name: 'frozen',
      stretches: [
        [120, 160],
        [160, 200],
      ],
    },
    {
      name: 'repeated',
      stretches: [
        [240, 280],
        [280, 320],
      ],
    },
    { name: 'shots', stretches: [[200, 200]] },
  ]);
  // A picture that comes again and stays is frozen from its second frame on.
  expect(oddFrames(still, Int32Array.of(-1, -1, -1, -1, -1, 1, 1, -1))).toMatchObject({
    ...{ frozen: [6], repeated: [5] },
  });
});

it('names the frame with which the edit list goes on elsewhere', () => {
  const edited = { ...viewedVideo(8), cuts: Int32Array.of(5) };
  expect(oddText(frameRows(edited)(5))).toBe('cut');
  expect(oddCounts(oddFrames(edited))).toBe('1 cut of the edit list');
});

it('lists frames by how long they last or how large they are, unknown sizes last', () => {
  const all = [...video.pts.keys()];
  expect(orderedFrames(video, all, 'interval', true)[0]).toBe(5);
  expect(orderedFrames(video, all, 'packet', true).slice(0, 2)).toEqual([11, 10]);
  expect(orderedFrames(video, all, 'packet', false).at(-1)).toBe(3);
  expect(orderedFrames(video, all, 'frame', true)[0]).toBe(11);
});

it('counts a viewed frame up to where the next one begins', () => {
  expect(
    stretchTimes(video, [
      [0, 1],
      [5, 5],
      [11, 11],
    ]),
  ).toEqual([
    [0, 80],
    [200, 280],
    [480, 520],
  ]);
});

it('writes every frame as a line of CSV, with an empty field for what is not known', () => {
  const lines = framesCsv(video).split('\r\n');
  expect(lines).toHaveLength(14);
  expect(lines[0]).toBe(
    'frame,time_ms,pts_1_25_s,interval_ms,irregular,room_for_frames,key,cut,same_pixels_as,packet_bytes',
  );
  expect(lines[4]).toBe('3,120,3,40,0,0,0,0,,');
  expect(lines[6]).toBe('5,200,5,80,1,1,0,0,,1005');
});
