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
  const toFrame = invert(fitSimilarity(landmarks, target));
  const crop = new Uint8Array(sizePx * sizePx * 3);
  // A crop pixel that covers several frame pixels is the mean of as many samples: fine texture, which
  // tells real from fake, must not turn into moiré.
  const samples = Math.max(1, Math.ceil(Math.hypot(toFrame.a, toFrame.b)));
  const colour = new Float64Array(3);
  for (let y = 0, to = 0; y < sizePx; y += 1) {
    for (let x = 0; x < sizePx; x += 1, to += 3) {
      colour.fill(0);
      for (let i = 0; i < samples; i += 1) {
        const v = y + (i + 0.5) / samples - 0.5;
        for (let j = 0; j < samples; j += 1) {
          const u = x + (j + 0.5) / samples - 0.5;
          const fromX = toFrame.a * u - toFrame.b * v + toFrame.dx;
          const fromY = toFrame.b * u + toFrame.a * v + toFrame.dy;
          addSample(frame, fromX, fromY, colour);
        }
      }
      const count = samples * samples;
      for (let c = 0; c < 3; c += 1) crop[to + c] = Math.round(colour[c]! / count);
    }
  }
  return crop;
}

/** Adds the frame's colour between pixels (bilinear; pixel centres have whole coordinates). */
function addSample({ rgb, width, height }: Frame, x: number, y: number, colour: Float64Array): void {
  const inX = Math.min(Math.max(x, 0), width - 1);
  const inY = Math.min(Math.max(y, 0), height - 1);
  const left = Math.floor(inX);
  const top = Math.floor(inY);
  const right = inX - left;
  const below = inY - top;
  const stepX = left + 1 < width ? 3 : 0;
  const stepY = top + 1 < height ? width * 3 : 0;
  const at = (top * width + left) * 3;
  for (let c = 0; c < 3; c += 1) {
    const upper = rgb[at + c]! * (1 - right) + rgb[at + stepX + c]! * right;
    const lower = rgb[at + stepY + c]! * (1 - right) + rgb[at + stepY + stepX + c]! * right;
    colour[c]! += upper * (1 - below) + lower * below;
  }
}
