/** Reads a picture between its pixels; pixel centres have whole coordinates, and edges are repeated outwards. */

interface Picture {
  rgb: ArrayLike<number>;
  width: number;
  height: number;
}

/** Writes the colour at (x, y), rounded, to the three places of `out` that begin at `to`. */
export function bilinear(
  { rgb, width, height }: Picture,
  x: number,
  y: number,
  out: Uint8Array | Uint8ClampedArray,
  to: number,
): void {
  const inX = Math.min(Math.max(x, 0), width - 1);
  const inY = Math.min(Math.max(y, 0), height - 1);
  const left = inX | 0;
  const top = inY | 0;
  const right = inX - left;
  const below = inY - top;
  const stepX = left < width - 1 ? 3 : 0;
  const stepY = top < height - 1 ? width * 3 : 0;
  const start = (top * width + left) * 3;
  for (let channel = 0; channel < 3; channel += 1) {
    const at = start + channel;
    const upper = rgb[at]! + (rgb[at + stepX]! - rgb[at]!) * right;
    const lower = rgb[at + stepY]! + (rgb[at + stepY + stepX]! - rgb[at + stepY]!) * right;
    out[to + channel] = (upper + (lower - upper) * below + 0.5) | 0;
  }
}
