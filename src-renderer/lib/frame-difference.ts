/** How the pixels of two frames of one size differ. */
import type { ViewedFrame } from '../../src-main/shared/viewing.ts';
import { texts } from '../texts/texts.ts';

export interface FrameDifference {
  /** Absolute difference of each value times the gain, cut off at 255; interleaved as the frames are. */
  rgb: Uint8Array;
  /** Of all values of red, green and blue, 0 to 255, without the gain. */
  largest: number;
  /** Likewise. */
  mean: number;
  /** Share of pixels that differ in any value, 0 to 1. */
  differing: number;
}

/** @throws RangeError if the frames differ in size */
export function frameDifference(a: ViewedFrame, b: ViewedFrame, gain: number): FrameDifference {
  if (a.facts.width !== b.facts.width || a.facts.height !== b.facts.height)
    throw new RangeError(texts.compare.onlyFramesOfOneSize);
  const rgb = new Uint8Array(a.rgb.length);
  let largest = 0;
  let sum = 0;
  let differing = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    let pixel = 0;
    for (let value = at; value < at + 3; value += 1) {
      const apart = Math.abs(a.rgb[value]! - b.rgb[value]!);
      sum += apart;
      if (apart > pixel) pixel = apart;
      rgb[value] = Math.min(255, apart * gain);
    }
    if (pixel > 0) differing += 1;
    if (pixel > largest) largest = pixel;
  }
  return { rgb, largest, mean: sum / rgb.length, differing: differing / (rgb.length / 3) };
}

/** In one sentence. */
export function differenceText({ largest, mean, differing }: FrameDifference): string {
  if (differing === 0) return texts.compare.allPixelsAreTheSame;
  const by = { highest: largest, mean: Number(mean.toPrecision(2)) };
  if (differing < 0.001) return texts.compare.fewPixelsDiffer(by);
  return texts.compare.pixelsDiffer({ share: (differing * 100).toFixed(1), ...by });
}
