/** A frame made small for a look at it in passing. */
import type { FrameFacts, ViewedFrame } from '../../src-main/shared/viewing.ts';
import type { Size } from './frame-placement.ts';

export interface SmallPicture {
  /** Of the frame that it is made of. */
  facts: FrameFacts;
  size: Size;
  /** Interleaved, row by row. */
  rgb: Uint8Array;
}

/** Each pixel is the mean of those that it stands for; a frame that fits is not enlarged. */
export function smallPicture({ facts, rgb }: ViewedFrame, most: Size): SmallPicture {
  const share = Math.min(1, most.width / facts.width, most.height / facts.height);
  const width = Math.max(1, Math.round(facts.width * share));
  const height = Math.max(1, Math.round(facts.height * share));
  const small = new Uint8Array(width * height * 3);
  const columns = edges(facts.width, width);
  const rows = edges(facts.height, height);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 3) {
      const sums = [0, 0, 0];
      for (let row = rows[y]!; row < rows[y + 1]!; row += 1) {
        let from = (row * facts.width + columns[x]!) * 3;
        for (let column = columns[x]!; column < columns[x + 1]!; column += 1, from += 3) {
          for (let value = 0; value < 3; value += 1) sums[value] = sums[value]! + rgb[from + value]!;
        }
      }
      const count = (rows[y + 1]! - rows[y]!) * (columns[x + 1]! - columns[x]!);
      small.set(
        sums.map((sum) => Math.round(sum / count)),
        to,
      );
    }
  }
  return { facts, size: { width, height }, rgb: small };
}

/** Where each of `count` parts of a length begins, and where the last one ends. */
const edges = (length: number, count: number): number[] =>
  Array.from({ length: count + 1 }, (_, at) => Math.round((at * length) / count));
