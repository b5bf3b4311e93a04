/**
 * Cuts a face out of its frame with its landmarks at the positions that an embedder was trained on, by a turn, a scale
 * and a shift, fitted to the five points by least squares (Umeyama 1991).
 */
import type { Landmarks, Point } from '../../shared/domain.ts';
import type { Frame } from '../media/frame.ts';
import { bilinear } from './bilinear.ts';

/** x′ = a · x − b · y + dx, y′ = b · x + a · y + dy: turned by atan2(b, a) and scaled by √(a² + b²). */
interface Similarity {
  a: number;
  b: number;
  dx: number;
  dy: number;
}

/**
 * The similarity that maps `from` closest to `to` by least squares. In the plane, the best one without reflection has
 * this closed form: Umeyama's result with the points as complex numbers.
 * @throws RangeError if all points of `from` are equal
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity {
  const source = centre(from);
  const target = centre(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  for (const [index, { x, y }] of from.entries()) {
    const [u, v] = [x - source.x, y - source.y];
    const [p, q] = [to[index]!.x - target.x, to[index]!.y - target.y];
    along += u * p + v * q;
    across += u * q - v * p;
    spread += u * u + v * v;
  }
  if (spread === 0) throw new RangeError('all points are equal, so scale and turn are undefined');
  const a = along / spread;
  const b = across / spread;
  return { a, b, dx: target.x - a * source.x + b * source.y, dy: target.y - b * source.x - a * source.y };
}

export function invert({ a, b, dx, dy }: Similarity): Similarity {
  const square = a * a + b * b;
  return { a: a / square, b: -b / square, dx: -(a * dx + b * dy) / square, dy: (b * dx - a * dy) / square };
}

function centre(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/**
 * Outside the frame, the crop repeats the edge of the frame: black would add an outline that is not in the evidence.
 * @param template positions of the landmarks as shares of the crop's side
 * @returns sizePx × sizePx RGB, interleaved
 * @throws RangeError if all landmarks are equal
 */
export function alignFace(
  frame: Frame,
  landmarks: Landmarks,
  sizePx: number,
  template: Landmarks,
): Uint8Array {
  const target = template.map(({ x, y }) => ({ x: x * sizePx, y: y * sizePx }));
  return cutOut(frame, invert(fitSimilarity(landmarks, target)), sizePx);
}

/**
 * @param toFrame maps a pixel of the crop to its place in the frame
 * @returns sizePx × sizePx RGB, interleaved
 */
export function cutOut(frame: Frame, toFrame: Similarity, sizePx: number): Uint8Array {
  // A pixel that covers several frame pixels takes their mean: fine texture, which separates real from fake, must not
  // become moiré. After averaging the scale is near 1, so one sample per pixel is enough.
  const blocks = Math.max(1, Math.round(Math.hypot(toFrame.a, toFrame.b)));
  const source = shrink(frame, coveredBy(toFrame, sizePx, frame, blocks), blocks);
  return resample(source, toSource(toFrame, source, blocks), sizePx);
}

interface Region {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A part of a frame, scaled down by a whole number. */
interface Shrunk extends Region {
  rgb: Float32Array;
}

/** The part of the frame under the crop, in whole blocks; at least one block at the nearest edge. */
function coveredBy({ a, b, dx, dy }: Similarity, sizePx: number, frame: Frame, blocks: number): Region {
  const corners = [0, sizePx].flatMap((x) =>
    [0, sizePx].map((y) => [a * x - b * y + dx, b * x + a * y + dy]),
  );
  const span = (values: number[], length: number) => {
    const clamp = (value: number) => Math.min(Math.max(value, 0), length - 1);
    const first = clamp(Math.floor(Math.min(...values)) - blocks);
    const last = clamp(Math.ceil(Math.max(...values)) + blocks);
    return { first, count: Math.max(1, Math.floor((last - first + 1) / blocks)) };
  };
  const x = span(
    corners.map((corner) => corner[0]!),
    frame.width,
  );
  const y = span(
    corners.map((corner) => corner[1]!),
    frame.height,
  );
  return { left: x.first, top: y.first, width: x.count, height: y.count };
}

/** Means over blocks × blocks frame pixels; a block that goes over the edge repeats the edge. */
function shrink({ rgb, width, height }: Frame, region: Region, blocks: number): Shrunk {
  const means = new Float32Array(region.width * region.height * 3);
  const share = 1 / (blocks * blocks);
  for (let row = 0, to = 0; row < region.height; row += 1) {
    for (let column = 0; column < region.width; column += 1, to += 3) {
      const left = region.left + column * blocks;
      const top = region.top + row * blocks;
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let y = top; y < top + blocks; y += 1) {
        const start = Math.min(y, height - 1) * width;
        for (let x = left; x < left + blocks; x += 1) {
          const from = (start + Math.min(x, width - 1)) * 3;
          red += rgb[from]!;
          green += rgb[from + 1]!;
          blue += rgb[from + 2]!;
        }
      }
      means[to] = red * share;
      means[to + 1] = green * share;
      means[to + 2] = blue * share;
    }
  }
  return { ...region, rgb: means };
}

/** The same map into the scaled-down picture; its pixel centres are in the middle of their blocks. */
function toSource({ a, b, dx, dy }: Similarity, { left, top }: Region, blocks: number): Similarity {
  const middle = (blocks - 1) / 2;
  return {
    a: a / blocks,
    b: b / blocks,
    dx: (dx - left - middle) / blocks,
    dy: (dy - top - middle) / blocks,
  };
}

function resample(source: Shrunk, { a, b, dx, dy }: Similarity, sizePx: number): Uint8Array {
  const crop = new Uint8Array(sizePx * sizePx * 3);
  for (let y = 0, to = 0; y < sizePx; y += 1) {
    for (let x = 0; x < sizePx; x += 1, to += 3) {
      bilinear(source, a * x - b * y + dx, b * x + a * y + dy, crop, to);
    }
  }
  return crop;
}
