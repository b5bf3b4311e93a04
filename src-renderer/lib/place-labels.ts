/** Where the labels of face boxes stand, so that none hides a face or another label as far as there is room. */
import type { Box } from '../../src-main/shared/domain.ts';
import type { Size } from './frame-placement.ts';

/**
 * Each label stands at the first of these that lies in the frame and covers nothing: above its box, below it, right
 * and left of it, then under the labels that are above it. Where all are taken it stands above its box.
 * @param faces in screen pixels of the drawn frame, the one that matters most first
 * @returns the top left corner of each label
 */
export function placeLabels(
  faces: readonly { box: Box; label: Size }[],
  frame: Size,
): { x: number; y: number }[] {
  const taken = faces.map(({ box }) => box);
  return faces.map(({ box, label }) => {
    const places = candidates(box, label, frame);
    const free = places.find((place) => !taken.some((other) => overlap(other, { ...place, ...label })));
    const { x, y } = free ?? places[0]!;
    taken.push({ x, y, ...label });
    return { x, y };
  });
}

function candidates({ x, y, width, height }: Box, label: Size, frame: Size): { x: number; y: number }[] {
  const rightmost = Math.max(0, frame.width - label.width);
  const lowest = Math.max(0, frame.height - label.height);
  const alongX = [x, x + width - label.width].map((at) => Math.min(Math.max(0, at), rightmost));
  const all = [
    ...alongX.map((at) => ({ x: at, y: y - label.height })),
    ...alongX.map((at) => ({ x: at, y: y + height })),
    ...[y, y + height - label.height].flatMap((at) => [
      { x: x + width, y: at },
      { x: x - label.width, y: at },
    ]),
    ...alongX.map((at) => ({ x: at, y: y - 2 * label.height })),
    ...alongX.map((at) => ({ x: at, y: y + height + label.height })),
  ];
  const inside = all.filter((at) => at.x >= 0 && at.x <= rightmost && at.y >= 0 && at.y <= lowest);
  return inside.length > 0 ? inside : [{ x: alongX[0]!, y: Math.min(Math.max(0, y), lowest) }];
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
