import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../../../src-renderer/lib/place-labels.ts';

const frame = { width: 400, height: 300 };
const label = { width: 100, height: 20 };
const face = (x: number, y: number, size = 80) => ({ box: { x, y, width: size, height: size }, label });

const overlaps = (places: { x: number; y: number }[]) =>
  places.some((a, at) =>
    places.some((b, other) => other < at && Math.abs(a.x - b.x) < 100 && Math.abs(a.y - b.y) < 20),
  );

describe('placeLabels', () => {
  it('puts a label above its face', () => {
    expect(placeLabels([face(50, 100)], frame)).toEqual([{ x: 50, y: 80 }]);
  });

  it('keeps the label of a face at the edge inside the frame', () => {
    const [top, right] = placeLabels([face(50, 5), face(330, 150)], frame);
    expect(top).toEqual({ x: 50, y: 85 });
    expect(right).toEqual({ x: 300, y: 130 });
  });

  it('covers no other face and no other label', () => {
    const faces = [face(20, 100), face(110, 100), face(20, 185), face(110, 185)];
    const places = placeLabels(faces, frame);
    expect(overlaps(places)).toBe(false);
    for (const { x, y } of places)
      for (const { box } of faces)
        expect(x < box.x + 80 && box.x < x + 100 && y < box.y + 80 && box.y < y + 20).toBe(false);
  });

  it('finds a place even where a face fills the frame', () => {
    const [place] = placeLabels([{ box: { x: -5, y: -5, width: 410, height: 310 }, label }], frame);
    expect(place).toEqual({ x: 0, y: 0 });
  });
});
