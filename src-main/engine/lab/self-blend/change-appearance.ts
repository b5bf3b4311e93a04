/**
 * The source-target generator's change of one of the two copies (Shiohara and Yamasaki, CVPR 2022): colour, frequency
 * and compression tell them apart as two recordings would be told apart.
 */
import type { Random } from '../../support/random.ts';
import { changeColour, drawColourChange } from './colour.ts';
import { gaussianBlur, resize } from './filter.ts';
import { jpegLoss } from './jpeg-loss.ts';

const COLOUR = 0.9;
const COMPRESSION = 0.35;
const NOISE = 0.15;
/** Shares of what happens to the frequencies; the rest of 1 is nothing. */
const SCALED = 0.35;
const SHARPENED = 0.3;
const BLURRED = 0.15;

export interface Picture<Pixels = Uint8ClampedArray> {
  rgb: Pixels;
  width: number;
  height: number;
}

export function alter({ rgb, width, height }: Picture, random: Random): Uint8ClampedArray {
  let altered = rgb;
  if (random.next() < COLOUR) altered = changeColour(altered, drawColourChange(meanLevel(rgb), random));
  altered = alterFrequencies({ rgb: altered, width, height }, random);
  if (random.next() < NOISE) altered = withNoise(altered, random.between(2, 8), random);
  if (random.next() < COMPRESSION) {
    altered = jpegLoss(altered, width, height, Math.round(random.between(30, 100)));
  }
  return altered;
}

function meanLevel(rgb: Uint8ClampedArray): number {
  let sum = 0;
  for (let at = 0; at < rgb.length; at += 1) sum += rgb[at]!;
  return sum / rgb.length;
}

function alterFrequencies(picture: Picture, random: Random): Uint8ClampedArray {
  const { rgb, width, height } = picture;
  const chosen = random.next();
  if (chosen < SCALED) {
    const factor = random.between(2, 4);
    const coarse = resize(picture, Math.ceil(width / factor), Math.ceil(height / factor));
    return resize(coarse, width, height).rgb;
  }
  if (chosen < SCALED + SHARPENED) {
    return sharpened(rgb, gaussianBlur(picture, 0.8), random.between(0.3, 1.5));
  }
  if (chosen < SCALED + SHARPENED + BLURRED) return gaussianBlur(picture, random.between(0.5, 1.5));
  return rgb;
}

function sharpened(rgb: Uint8ClampedArray, blurred: Uint8ClampedArray, amount: number): Uint8ClampedArray {
  const result = new Uint8ClampedArray(rgb.length);
  for (let at = 0; at < rgb.length; at += 1) result[at] = rgb[at]! + amount * (rgb[at]! - blurred[at]!);
  return result;
}

/** The sum of two uniform draws: near enough to a sensor's noise, and quick. @param reach largest change in levels */
function withNoise(rgb: Uint8ClampedArray, reach: number, random: Random): Uint8ClampedArray {
  const result = new Uint8ClampedArray(rgb.length);
  for (let at = 0; at < rgb.length; at += 1) {
    result[at] = rgb[at]! + reach * (random.next() - random.next());
  }
  return result;
}
