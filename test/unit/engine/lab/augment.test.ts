import { describe, expect, it } from 'vitest';
import { augment } from '../../../../src-main/engine/lab/augment.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import { defaultAugmentation } from '../../../../src-main/shared/lab-defaults.ts';

const none = { rotationDegrees: 0, zoom: 0, widthShift: 0, heightShift: 0, flip: false };
/** Numbers in the order in which they are asked for: turn, shifts across and down, zooms across and down, flip. */
const drawn = (...numbers: number[]) => ({ ...createRandom(1), next: () => numbers.shift() ?? 0.5 });

/** Red grows to the right, green downwards. */
function ramp(size: number): Uint8Array {
  const crop = new Uint8Array(size * size * 3);
  for (let y = 0, at = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1, at += 3) crop.set([x * 10, y * 10, 7], at);
  return crop;
}
const size = 21;
const crop = ramp(size);
const pixel = (picture: Uint8Array, x: number, y: number) => [
  ...picture.subarray((y * size + x) * 3, (y * size + x) * 3 + 3),
];

describe('augmentation', () => {
  it('changes nothing when every range is nothing', () => {
    expect(augment(crop, size, none, createRandom(3))).toEqual(crop);
  });

  it('flips left and right', () => {
    const flipped = augment(crop, size, { ...none, flip: true }, drawn(0.5, 0.5, 0.5, 0.5, 0.5, 0.1));
    expect(pixel(flipped, 0, 4)).toEqual([200, 40, 7]);
    expect(pixel(flipped, 20, 4)).toEqual([0, 40, 7]);
  });

  it('shifts by a share of the side and repeats the edge where nothing is left', () => {
    const ranges = { ...none, widthShift: 2 / size, heightShift: 3 / size };
    const shifted = augment(crop, size, ranges, drawn(0.5, 1, 0));
    expect(pixel(shifted, 5, 10)).toEqual([70, 70, 7]);
    expect(pixel(shifted, 20, 10)).toEqual([200, 70, 7]);
    expect(pixel(shifted, 5, 1)).toEqual([70, 0, 7]);
  });

  it('turns about the centre: a quarter turn takes the right edge to the bottom or top', () => {
    const turned = augment(crop, size, { ...none, rotationDegrees: 90 }, drawn(1));
    expect(pixel(turned, 10, 10)).toEqual([100, 100, 7]);
    expect(pixel(turned, 20, 10)).toEqual([100, 200, 7]);
  });

  it('zooms each axis by itself, as Keras does: half the factor shows half the crop', () => {
    const zoomed = augment(crop, size, { ...none, zoom: 0.5 }, drawn(0.5, 0.5, 0.5, 0, 0.5));
    expect(pixel(zoomed, 20, 20)).toEqual([150, 200, 7]);
    expect(pixel(zoomed, 11, 10)).toEqual([105, 100, 7]);
  });

  it('is drawn from the seed', () => {
    const with_ = (seed: number) => augment(crop, size, defaultAugmentation, createRandom(seed));
    expect(with_(5)).toEqual(with_(5));
    expect(with_(5)).not.toEqual(with_(6));
  });

  it('draws as much for a range of nothing, so that the other ranges stay as they were', () => {
    const [first, second] = [createRandom(9), createRandom(9)];
    augment(crop, size, none, first);
    augment(crop, size, defaultAugmentation, second);
    expect(first.next()).toBe(second.next());
  });
});
