import { expect, it } from 'vitest';
import { resolveAnchor } from '../../../../src-main/engine/people/resolve-anchor.ts';
import { faceAnchorOf, faceAt } from '../../../support/corrected.ts';

const track = (...faces: ReturnType<typeof faceAt>[]) => ({ faces });
/** Boxes are 96.5 px wide: shifted by 20 px they overlap by two thirds, by 60 px by less than a quarter. */
const anchor = faceAnchorOf(faceAt(100, 300, 0.5));

it('prefers the face in the frame itself that overlaps most', () => {
  const here = faceAt(100, 310, 0.5);
  expect(resolveAnchor(anchor, [track(faceAt(100, 320, 0.5)), track(faceAt(99, 300, 0.5), here)])).toBe(here);
});

it('takes no face that overlaps by less than half', () => {
  expect(resolveAnchor(anchor, [track(faceAt(100, 360, 0.5))])).toBeNull();
});

it('looks in the nearest sampled frame of each track where the frame itself was not sampled', () => {
  const near = faceAt(95, 305, 0.5);
  expect(resolveAnchor(anchor, [track(faceAt(85, 300, 0.5), near), track(faceAt(99, 700, 0.5))])).toBe(near);
});

it('does not reach farther than a second, after which somebody else may be there', () => {
  expect(resolveAnchor(anchor, [track(faceAt(131, 300, 0.5))])).toBeNull();
  expect(resolveAnchor(anchor, [track(faceAt(129, 300, 0.5))])).not.toBeNull();
});
