/**
 * A box that an examiner drew, as candidates for O-Net. Nobody draws as the first networks would have proposed, so
 * O-Net sees squares of several sizes and places about it and corrects them itself.
 */
import type { Box } from '../../../shared/domain.ts';
import { cornersOf, intersectionOverUnion, squared } from '../boxes.ts';
import type { ScoredBox } from '../boxes.ts';

/** Side of the squares, as shares of the longer side of the drawn box: drawn about all of the head, or eyes to mouth. */
const SIDES = [0.6, 0.75, 0.9, 1.05, 1.2, 1.4];
/** Their shifts, as shares of the same. */
const SHIFTS = [-0.15, 0, 0.15];
/** Between the drawn box and the face that is found. */
const MIN_OVERLAP = 0.25;

export function squaresAbout(box: Box): ScoredBox[] {
  const { left, top, right, bottom } = squared(cornersOf(box));
  const [x, y, side] = [(left + right) / 2, (top + bottom) / 2, right - left];
  return SIDES.flatMap((share) =>
    SHIFTS.flatMap((across) =>
      SHIFTS.map((down) => {
        const half = (share * side) / 2;
        const [middleX, middleY] = [x + across * side, y + down * side];
        return {
          ...{ left: middleX - half, top: middleY - half },
          ...{ right: middleX + half, bottom: middleY + half, score: 1 },
        };
      }),
    ),
  );
}

/** Whether the face is the one that was meant, and no neighbour: its middle is in the box, and they overlap. */
export function isInDrawnBox(face: Box, drawn: Box): boolean {
  const [x, y] = [face.x + face.width / 2 - drawn.x, face.y + face.height / 2 - drawn.y];
  const isInside = x >= 0 && y >= 0 && x <= drawn.width && y <= drawn.height;
  return isInside && intersectionOverUnion(cornersOf(face), cornersOf(drawn)) >= MIN_OVERLAP;
}
