import type { ViewedFrame, ViewedVideo } from '../../../../src-main/shared/viewing.ts';
import { storedFinding } from './rows.ts';

/** A frame of 2 × 1 pixels at 25/s; its first pixel names it. */
export const viewedFrame = (frameIndex: number): ViewedFrame => ({
  facts: {
    frameIndex,
    pts: frameIndex,
    timeBase: { num: 1, den: 25 },
    ptsMs: frameIndex * 40,
    durationMs: 40,
    pictureType: frameIndex % 10 === 0 ? 'I' : 'P',
    key: frameIndex % 10 === 0,
    packetBytes: 1000 + frameIndex,
    width: 2,
    height: 1,
    sha256: String(frameIndex).padStart(64, '0'),
  },
  rgb: Uint8Array.of(frameIndex & 255, frameIndex >> 8, 7, 0, 0, 0),
});

export function viewedVideo(frameCount: number): ViewedVideo {
  const { media } = storedFinding({ tracks: [], frames: [], frameCount });
  return {
    media,
    timeBase: { num: 1, den: 25 },
    pts: Float64Array.from({ length: frameCount }, (_, at) => at),
    timesMs: Float64Array.from({ length: frameCount }, (_, at) => at * 40),
    keys: Uint8Array.from({ length: frameCount }, (_, at) => (at % 10 === 0 ? 1 : 0)),
    packetBytes: Float64Array.from({ length: frameCount }, (_, at) => 1000 + at),
    cuts: new Int32Array(),
    endMs: frameCount * 40,
  };
}
