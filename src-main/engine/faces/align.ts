/**
 * Cuts a face out of its frame so that its landmarks come to lie where an embedder was trained to find
 * them: a turn, a scale and a shift, fitted to the five points by least squares (Umeyama 1991).
 */
import type { Landmarks, Point } from '../../shared/domain.ts';
import type { Frame } from '../media/frame.ts';

/** x′ = a · x − b · y + dx, y′ = b · x + a · y + dy: turned by atan2(b, a) and scaled by √(a² + b²). */
export interface Similarity {
  a: number;
  b: number;
  dx: number;
  dy: number;
}

/**
 * The similarity that takes `from` closest to `to` in the sense of least squares. In the plane the best
 * one without reflection has this closed form: Umeyama's result with the points as complex numbers.
 * @throws RangeError when all points of `from` coincide
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
  if (spread === 0) throw new RangeError('the points coincide, so they fix neither scale nor turn');
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
 * @param template where the landmarks belong, in parts of the crop's side
 * Where the crop reaches beyond the frame, the frame's edge is repeated: black would add an outline that
 * is not in the evidence.
 * @returns sizePx × sizePx RGB, interleaved
 * @throws RangeError when all landmarks coincide
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
 * @param toFrame takes a pixel of the cut-out to its place in the frame
 * @returns sizePx × sizePx RGB, interleaved
 */
export function cutOut(frame: Frame, toFrame: Similarity, sizePx: number): Uint8Array {
  // A pixel that covers several frame pixels takes their mean: fine texture, which tells real from fake,
  // must not turn into moiré. Averaging first leaves a scale near 1 for one sample a pixel.
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

/** A part of a frame at a whole fraction of its size. */
interface Shrunk extends Region {
  rgb: Float32Array;
}

/** What the crop can see of the frame, in whole blocks; at least one block, at the edge it lies beyond. */
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

/** Means over blocks × blocks frame pixels each; a block that reaches over the edge repeats it. */
function shrink({ rgb, width, height }: Frame, region: Region, blocks: number): Shrunk {
  const means = new Float32Array(region.width * region.height * 3);
  const share = 1 / (blocks * blocks);
  for (let row = 0; row < region.height * blocks; row += 1) {
    const y = Math.min(region.top + row, height - 1);
    const to = Math.floor(row / blocks) * region.width * 3;
    for (let column = 0; column < region.width; column += 1) {
      for (let step = 0; step < blocks; step += 1) {
        const x = Math.min(region.left + column * blocks + step, width - 1);
        const from = (y * width + x) * 3;
        means[to + column * 3]! += rgb[from]! * share;
        means[to + column * 3 + 1]! += rgb[from + 1]! * share;
        means[to + column * 3 + 2]! += rgb[from + 2]! * share;
      }
    }
  }
  return { ...region, rgb: means };
}

/** The same map into the shrunk picture, whose pixel centres lie in the middle of their blocks. */
function toSource({ a, b, dx, dy }: Similarity, { left, top }: Region, blocks: number): Similarity {
  const middle = (blocks - 1) / 2;
  return {
    a: a / blocks,
    b: b / blocks,
    dx: (dx - left - middle) / blocks,
    dy: (dy - top - middle) / blocks,
  };
}

/** Bilinear; pixel centres have whole coordinates. */
function resample({ rgb, width, height }: Shrunk, { a, b, dx, dy }: Similarity, sizePx: number): Uint8Array {
  const crop = new Uint8Array(sizePx * sizePx * 3);
  for (let y = 0, to = 0; y < sizePx; y += 1) {
    for (let x = 0; x < sizePx; x += 1, to += 3) {
      const inX = Math.min(Math.max(a * x - b * y + dx, 0), width - 1);
      const inY = Math.min(Math.max(b * x + a * y + dy, 0), height - 1);
      const left = Math.floor(inX);
      const top = Math.floor(inY);
      const right = inX - left;
      const below = inY - top;
      const at = (top * width + left) * 3;
      const stepX = left + 1 < width ? 3 : 0;
      const stepY = top + 1 < height ? width * 3 : 0;
      for (let c = 0; c < 3; c += 1) {
        const upper = rgb[at + c]! + (rgb[at + stepX + c]! - rgb[at + c]!) * right;
        const lower = rgb[at + stepY + c]! + (rgb[at + stepY + stepX + c]! - rgb[at + stepY + c]!) * right;
        crop[to + c] = Math.round(upper + (lower - upper) * below);
      }
    }
  }
  return crop;
}
