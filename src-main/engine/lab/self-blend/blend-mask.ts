/** The mask of a self-blend (Shiohara and Yamasaki, CVPR 2022): a region of the face, deformed, softened, at some opacity. */
import type { Point } from '../../../shared/domain.ts';
import type { Random } from '../../support/random.ts';
import { boxBlur } from './box-blur.ts';
import { REGIONS, type Region } from './face-outline.ts';
import { filled, rounded } from './polygon.ts';

/** How often each region is drawn; they add up to 1. */
const SHARES: readonly [Region, number][] = [
  ['face with forehead', 0.3],
  ['face', 0.3],
  ['below the brows', 0.12],
  ['lower face', 0.1],
  ['mouth', 0.06],
  ['eyes', 0.06],
  ['nose and mouth', 0.06],
];
/** The paper's ratios, whole opacity three times as likely as each other one. */
const OPACITIES = [0.25, 0.5, 0.75, 1, 1, 1];

const MIN_SIZE = 0.88;
const MAX_SIZE = 1.08;
/** Largest swing of the radius by each of the waves that run round the outline. */
const SWING = 0.04;
const WAVES = 4;
const JITTER = 0.02;

const HARD = 0.12;
/** Radius of each of the two box blurs in parts of the picture's side; hard edges, and the others. */
const HARD_BLUR = 0.005;
const MIN_BLUR = 0.008;
const MAX_BLUR = 0.05;
/** A region's edge may take this part of its shorter extent, so that a mouth is not blurred to nothing. */
const MAX_EDGE = 0.15;

/** @param place takes the mean face into the picture */
export function blendMask(
  width: number,
  height: number,
  place: (point: Point) => Point,
  random: Random,
): Float32Array {
  const outline = rounded(deformed(REGIONS[drawRegion(random)], random)).map(place);
  const mask = filled(outline, width, height);
  const side = Math.max(width, height);
  const blur = random.next() < HARD ? random.between(0, HARD_BLUR) : random.between(MIN_BLUR, MAX_BLUR);
  boxBlur(mask, width, height, Math.round(Math.min(blur * side, MAX_EDGE * shorterExtent(outline))));
  const opacity = OPACITIES[random.integer(OPACITIES.length)]!;
  return withPeak(mask, opacity);
}

function drawRegion(random: Random): Region {
  let left = random.next();
  for (const [region, share] of SHARES) if ((left -= share) < 0) return region;
  return 'face';
}

/** Swollen and dented by slow waves round its middle, each corner moved a little on its own. */
function deformed(outline: readonly Point[], random: Random): Point[] {
  const centre = {
    x: outline.reduce((sum, { x }) => sum + x, 0) / outline.length,
    y: outline.reduce((sum, { y }) => sum + y, 0) / outline.length,
  };
  const size = random.between(MIN_SIZE, MAX_SIZE);
  const waves = Array.from({ length: WAVES }, () => ({
    reach: random.between(0, SWING),
    phase: random.between(0, 2 * Math.PI),
  }));
  return outline.map(({ x, y }) => {
    const angle = Math.atan2(y - centre.y, x - centre.x);
    const radius = waves.reduce(
      (sum, { reach, phase }, wave) => sum + reach * Math.cos((wave + 1) * angle + phase),
      size,
    );
    const jitter = () => random.between(-JITTER, JITTER);
    return {
      x: centre.x + (x - centre.x) * radius + jitter(),
      y: centre.y + (y - centre.y) * radius + jitter(),
    };
  });
}

function shorterExtent(outline: readonly Point[]): number {
  const extent = (values: number[]) => Math.max(...values) - Math.min(...values);
  return Math.min(extent(outline.map(({ x }) => x)), extent(outline.map(({ y }) => y)));
}

/** Scaled so that its largest value is the peak; empty stays empty. */
function withPeak(mask: Float32Array, peak: number): Float32Array {
  let largest = 0;
  for (let at = 0; at < mask.length; at += 1) if (mask[at]! > largest) largest = mask[at]!;
  if (largest === 0) return mask;
  const factor = peak / largest;
  for (let at = 0; at < mask.length; at += 1) {
    const value = mask[at]! * factor;
    // What the running sums leave of nothing is nothing.
    mask[at] = value < 1e-4 ? 0 : Math.min(value, peak);
  }
  return mask;
}
