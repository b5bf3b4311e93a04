/** What is said of two pictures that are compared. */
import type { FrameFacts } from '../../src-main/shared/viewing.ts';
import { timeText } from '../../src-main/shared/wording.ts';

type PixelSize = Pick<FrameFacts, 'width' | 'height'>;

const sizeText = ({ width, height }: PixelSize): string => `${width} × ${height}`;

/** @param ms how much later B is */
export function apartText(ms: number): string {
  if (Math.abs(ms) < 0.5) return 'A and B at the same time';
  return `B ${timeText(Math.abs(ms))} ${ms > 0 ? 'later' : 'earlier'} than A`;
}

/** How B is drawn where its size is not that of A. */
export function scaledText(a: PixelSize, b: PixelSize): string {
  const factor = Number((a.width / b.width).toPrecision(3));
  return `A has ${sizeText(a)} pixels, B ${sizeText(b)}: B is drawn at ${factor} times its size, as wide as A, for viewing only.`;
}

export const noDifferenceText = (a: PixelSize, b: PixelSize): string =>
  `There is no difference to show: A has ${sizeText(a)} pixels, B ${sizeText(b)}. Scaled pixels would not be those of the file.`;
