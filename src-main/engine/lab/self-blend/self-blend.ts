/**
 * Self-blended images (Shiohara and Yamasaki, "Detecting Deepfakes with Self-Blended Images", CVPR 2022): a real face
 * blended with an altered copy of itself. What is left to learn from is what every face swap leaves: a seam between two
 * statistics. Two departures: the outline stands on five landmarks instead of 68 or 81 (`face-outline.ts`), and hue
 * and saturation change by ranges of our own, since the published code's 0.3 of a level changes nothing.
 */
import type { Landmarks, Point } from '../../../shared/domain.ts';
import type { Random } from '../../support/random.ts';
import { alter, type Picture } from './change-appearance.ts';
import { blendMask } from './blend-mask.ts';
import { drawMove, moved, moveSource } from './move-source.ts';
import { placeOutline } from './place-outline.ts';

export interface SelfBlend {
  /** RGB, interleaved, same size as the input. */
  rgb: Uint8Array;
  /** What the source was laid on: the real partner, which may be the altered copy itself. */
  target: Uint8Array;
  /** Opacity of the source, 0 to 1, width × height. */
  mask: Float32Array;
}

/** Mean difference in levels within the mask, below which a blend teaches nothing. */
const MIN_DIFFERENCE = 1;
/** A blend that shows is nearly always among the first two. */
const ATTEMPTS = 8;

/**
 * @param landmarks in pixels of the picture
 * @throws RangeError when all landmarks coincide, or none of the face lies in the picture
 */
export function selfBlend(
  { rgb, width, height }: Picture<Uint8Array>,
  landmarks: Landmarks,
  random: Random,
): SelfBlend {
  const picture = { rgb: new Uint8ClampedArray(rgb), width, height };
  const place = placeOutline(landmarks);
  let best: SelfBlend | null = null;
  let largest = 0;
  for (let attempt = 0; attempt < ATTEMPTS && largest < MIN_DIFFERENCE; attempt += 1) {
    const blend = drawBlend(picture, place, random);
    const difference = meanDifference(blend);
    if (difference > largest) [best, largest] = [blend, difference];
  }
  if (best === null) throw new RangeError('none of the face lies in the picture');
  return best;
}

function drawBlend(picture: Picture, place: (point: Point) => Point, random: Random): SelfBlend {
  const altered = { ...picture, rgb: alter(picture, random) };
  const [source, target] = random.next() < 0.5 ? [altered, picture] : [picture, altered];
  const move = drawMove(picture, place({ x: 0, y: 0.5 }), random);
  const mask = blendMask(picture.width, picture.height, (point) => moved(move, place(point)), random);
  return blended(moveSource(source, move, mask), target.rgb, mask);
}

function blended(source: Uint8ClampedArray, target: Uint8ClampedArray, mask: Float32Array): SelfBlend {
  const rgb = new Uint8ClampedArray(target);
  for (let pixel = 0; pixel < mask.length; pixel += 1) {
    const opacity = mask[pixel]!;
    if (opacity === 0) continue;
    for (let at = pixel * 3, end = at + 3; at < end; at += 1) {
      rgb[at] = target[at]! + (source[at]! - target[at]!) * opacity;
    }
  }
  return { rgb: plain(rgb), target: plain(target), mask };
}

/** Of blend and target, weighted by the mask; 0 for an empty mask. */
function meanDifference({ rgb, target, mask }: SelfBlend): number {
  let sum = 0;
  let weight = 0;
  for (let pixel = 0, at = 0; pixel < mask.length; pixel += 1, at += 3) {
    const opacity = mask[pixel]!;
    if (opacity === 0) continue;
    weight += opacity;
    sum +=
      opacity *
      (Math.abs(rgb[at]! - target[at]!) +
        Math.abs(rgb[at + 1]! - target[at + 1]!) +
        Math.abs(rgb[at + 2]! - target[at + 2]!));
  }
  return weight === 0 ? 0 : sum / (3 * weight);
}

const plain = ({ buffer }: Uint8ClampedArray) => new Uint8Array(buffer);
