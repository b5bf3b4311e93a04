import { expect, it } from 'vitest';
import { smallPicture } from '../../../../src-renderer/lib/small-picture.ts';
import { viewedFrame } from '../support/frames.ts';

const frame = (width: number, height: number, value: (x: number, y: number) => number) => {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) rgb.fill(value(x, y), (y * width + x) * 3, (y * width + x) * 3 + 3);
  return { facts: { ...viewedFrame(7).facts, width, height }, rgb };
};

it('is the mean of what each pixel stands for, and keeps the shape of the frame', () => {
  const { size, rgb } = smallPicture(
    frame(8, 4, (x) => x * 10),
    { width: 4, height: 4 },
  );
  expect(size).toEqual({ width: 4, height: 2 });
  expect([rgb[0], rgb[3], rgb[6], rgb[9]]).toEqual([5, 25, 45, 65]);
});

it('counts every pixel once, also where the sizes do not divide', () => {
  const { size, rgb } = smallPicture(
    frame(7, 5, () => 200),
    { width: 3, height: 3 },
  );
  expect(size).toEqual({ width: 3, height: 2 });
  expect(new Set(rgb)).toEqual(new Set([200]));
});

it('enlarges nothing, and says of which frame it is', () => {
  const picture = smallPicture(viewedFrame(7), { width: 192, height: 144 });
  expect(picture.size).toEqual({ width: 2, height: 1 });
  expect([...picture.rgb]).toEqual([...viewedFrame(7).rgb]);
  expect(picture.facts.frameIndex).toBe(7);
});
