/** What is said of two pictures that are compared. */
import type { FrameFacts } from '../../src-main/shared/viewing.ts';
import { timeText } from '../../src-main/shared/wording.ts';
import { texts } from '../texts/texts.ts';

type PixelSize = Pick<FrameFacts, 'width' | 'height'>;

const sizeText = ({ width, height }: PixelSize): string => `${width} × ${height}`;

/** @param ms how much later B is */
export function apartText(ms: number): string {
  if (Math.abs(ms) < 0.5) return texts.compare.bothAtTheSameTime;
  const apart = timeText(Math.abs(ms));
  return ms > 0 ? texts.compare.bIsLaterThanA({ apart }) : texts.compare.bIsEarlierThanA({ apart });
}

/** How B is drawn where its size is not that of A. */
export function scaledText(a: PixelSize, b: PixelSize): string {
  const factor = Number((a.width / b.width).toPrecision(3));
  return texts.compare.bIsScaled({ a: sizeText(a), b: sizeText(b), factor });
}

export const noDifferenceText = (a: PixelSize, b: PixelSize): string =>
  texts.compare.noDifferenceToShow({ a: sizeText(a), b: sizeText(b) });
