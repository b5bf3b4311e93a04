import { expect, it } from 'vitest';
import { frameRows, framesCsv, frameTimes, stretchTimes } from '../../../../src-renderer/lib/frame-rows.ts';
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
  const { key, irregular } = frameTimes(video);
  expect([[...key], [...irregular]]).toEqual([[0, 440], [200]]);
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
  expect(lines[0]).toBe('frame,time_ms,pts_1_25_s,interval_ms,irregular,key,packet_bytes');
  expect(lines[4]).toBe('3,120,3,40,0,0,');
  expect(lines[6]).toBe('5,200,5,80,1,0,1005');
});
