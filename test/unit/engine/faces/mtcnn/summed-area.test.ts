import { describe, expect, it } from 'vitest';
import {
  resample,
  summedArea,
  summedAreaLength,
} from '../../../../../src-main/engine/faces/mtcnn/summed-area.ts';
import type { Frame } from '../../../../../src-main/engine/media/frame.ts';

function noise(width: number, height: number): Frame {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256);
  return { frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb };
}

const tableOf = (frame: Frame) =>
  summedArea(frame, new Int32Array(summedAreaLength(frame.width, frame.height)).fill(-1));

/** The mean of the touched source pixels, added up one by one. */
function slowMean(frame: Frame, columns: [number, number], rows: [number, number], channel: number): number {
  let sum = 0;
  for (let y = rows[0]; y < rows[1]; y += 1)
    for (let x = columns[0]; x < columns[1]; x += 1) sum += frame.rgb[(y * frame.width + x) * 3 + channel]!;
  return sum / ((columns[1] - columns[0]) * (rows[1] - rows[0]));
}

describe('area scaling by a summed-area table', () => {
  it('gives the mean of every touched pixel, for any ratio, region and channel', () => {
    const frame = noise(37, 29);
    const region = { left: 3, top: 5, right: 34, bottom: 27 };
    const [width, height] = [13, 7];
    const target = new Float32Array(3 * width * height);
    resample(tableOf(frame), { region, width, height }, target, 0);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        for (let channel = 0; channel < 3; channel += 1) {
          const columns: [number, number] = [
            3 + Math.floor((x * 31) / 13),
            3 + Math.ceil(((x + 1) * 31) / 13),
          ];
          const rows: [number, number] = [5 + Math.floor((y * 22) / 7), 5 + Math.ceil(((y + 1) * 22) / 7)];
          const expected = slowMean(frame, columns, rows, channel);
          expect(target[(channel * height + y) * width + x]).toBeCloseTo(expected, 3);
        }
  });

  it('repeats pixels when it enlarges', () => {
    const frame = noise(2, 1);
    const target = new Float32Array(3 * 4);
    const region = { left: 0, top: 0, right: 2, bottom: 1 };
    resample(tableOf(frame), { region, width: 4, height: 1 }, target, 0);
    expect([...target.subarray(0, 4)]).toEqual([frame.rgb[0], frame.rgb[0], frame.rgb[3], frame.rgb[3]]);
  });

  it('gives a band of rows as it stands in the whole', () => {
    const frame = noise(40, 40);
    const region = { left: 0, top: 0, right: 40, bottom: 40 };
    const whole = new Float32Array(3 * 24 * 24);
    const band = new Float32Array(3 * 24 * 5);
    resample(tableOf(frame), { region, width: 24, height: 24 }, whole, 0);
    resample(tableOf(frame), { region, width: 24, height: 24, rows: { from: 9, to: 14 } }, band, 0);
    expect(band.subarray(24 * 5, 24 * 10)).toEqual(whole.subarray(24 * 24 + 9 * 24, 24 * 24 + 14 * 24));
  });

  it('stays right where the sums of a huge white picture wrap around', () => {
    const [width, height] = [3000, 3000];
    const rgb = new Uint8Array(width * height * 3).fill(255);
    const table = tableOf({ frameIndex: 0, pts: 0, ptsMs: 0, width, height, rgb });
    const target = new Float32Array(3 * 4);
    resample(
      table,
      { region: { left: 0, top: 0, right: width, bottom: height }, width: 2, height: 2 },
      target,
      0,
    );
    expect([...target].every((value) => Math.abs(value - 255) < 1e-3)).toBe(true);
  });
});
