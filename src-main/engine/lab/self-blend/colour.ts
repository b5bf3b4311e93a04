/** One linear change of colour: shifts of the channels, hue, saturation and value, brightness and contrast. */
import type { Random } from '../../random.ts';
import { between } from './between.ts';

/** Rows for red, green and blue: three factors and a constant each. */
export type ColourChange = Float64Array;

const SHIFT = 20;
const SHIFT_PROBABILITY = 0.3;
const HUE_DEGREES = 8;
const SATURATION = 0.25;
const VALUE = 0.1;
const BRIGHTNESS = 0.1;
const CONTRAST = 0.1;
/** Lightness as Rec. 709 weighs it; turning the hue leaves it as it is. */
const [RED, GREEN, BLUE] = [0.2126, 0.7152, 0.0722];

export function drawColour(random: Random): ColourChange {
  const shifted = random.next() < SHIFT_PROBABILITY;
  const shifts = [0, 1, 2].map(() => (shifted ? between(-SHIFT, SHIFT, random) : 0));
  const turn = (between(-HUE_DEGREES, HUE_DEGREES, random) * Math.PI) / 180;
  const saturation = 1 + between(-SATURATION, SATURATION, random);
  const value = 1 + between(-VALUE, VALUE, random);
  const contrast = 1 + between(-CONTRAST, CONTRAST, random);
  const brightness = 255 * between(-BRIGHTNESS, BRIGHTNESS, random);
  const [along, across] = [saturation * Math.cos(turn), saturation * Math.sin(turn)];
  // What is not lightness is turned about the grey axis and stretched: the matrices of SVG's feColorMatrix.
  const hue = [
    [
      RED + along * (1 - RED) - across * RED,
      GREEN - along * GREEN - across * GREEN,
      BLUE - along * BLUE + across * (1 - BLUE),
    ],
    [
      RED - along * RED + across * 0.143,
      GREEN + along * (1 - GREEN) + across * 0.14,
      BLUE - along * BLUE - across * 0.283,
    ],
    [
      RED - along * RED - across * (1 - RED),
      GREEN - along * GREEN + across * GREEN,
      BLUE + along * (1 - BLUE) + across * BLUE,
    ],
  ];
  const gain = value * contrast;
  const constant = 127.5 * (1 - contrast) + brightness;
  return Float64Array.from(
    hue.flatMap((row, channel) => [
      ...row.map((factor) => factor * gain),
      constant + shifts[channel]! * contrast,
    ]),
  );
}

export function changeColour(rgb: Uint8ClampedArray, change: ColourChange): Uint8ClampedArray {
  const [rr, rg, rb, r0, gr, gg, gb, g0, br, bg, bb, b0] = change as unknown as number[];
  const result = new Uint8ClampedArray(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) {
    const red = rgb[at]!;
    const green = rgb[at + 1]!;
    const blue = rgb[at + 2]!;
    result[at] = rr! * red + rg! * green + rb! * blue + r0!;
    result[at + 1] = gr! * red + gg! * green + gb! * blue + g0!;
    result[at + 2] = br! * red + bg! * green + bb! * blue + b0!;
  }
  return result;
}
