/**
 * One linear change of a picture's colours: channels shifted, hue turned and saturation stretched in the plane of JPEG's
 * colour differences, value, brightness and contrast changed.
 */
import type { Random } from '../../support/random.ts';

/** In levels, of each channel. */
const SHIFT = 20;
const SHIFT_PROBABILITY = 0.3;
const HUE_DEGREES = 8;
const SATURATION = 0.25;
const VALUE = 0.1;
const CONTRAST = 0.1;
/** In levels: a tenth of the range. */
const BRIGHTNESS = 25.5;
/** Mean level below which what is added shrinks: 20 levels of green on a face at 15 are no other light. */
const FULL_LIGHT = 96;

interface ColourChange {
  /** Colour differences are turned and stretched by these two, as by cosine and sine. */
  along: number;
  across: number;
  gain: number;
  /** Added to red, green and blue. */
  offsets: readonly [number, number, number];
}

/** @param level mean level of the picture */
export function drawColourChange(level: number, random: Random): ColourChange {
  const shifted = random.next() < SHIFT_PROBABILITY;
  const light = Math.min(1, level / FULL_LIGHT);
  const shift = () => (shifted ? random.between(-SHIFT, SHIFT) * light : 0);
  const shifts = [shift(), shift(), shift()] as const;
  const turn = (random.between(-HUE_DEGREES, HUE_DEGREES) * Math.PI) / 180;
  const saturation = 1 + random.between(-SATURATION, SATURATION);
  const value = 1 + random.between(-VALUE, VALUE);
  const contrast = 1 + random.between(-CONTRAST, CONTRAST);
  // Contrast turns about the picture's own level, so that it does not change its brightness too.
  const all = level * (1 - contrast) + random.between(-BRIGHTNESS, BRIGHTNESS) * light;
  return {
    along: saturation * Math.cos(turn),
    across: saturation * Math.sin(turn),
    gain: value * contrast,
    offsets: [shifts[0] + all, shifts[1] + all, shifts[2] + all],
  };
}

export function changeColour(
  rgb: Uint8ClampedArray,
  { along, across, gain, offsets: [toRed, toGreen, toBlue] }: ColourChange,
): Uint8ClampedArray {
  const result = new Uint8ClampedArray(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) {
    const [red, green, blue] = [rgb[at]!, rgb[at + 1]!, rgb[at + 2]!];
    const light = 0.299 * red + 0.587 * green + 0.114 * blue;
    const towardsBlue = (blue - light) / 1.772;
    const towardsRed = (red - light) / 1.402;
    const turnedBlue = along * towardsBlue - across * towardsRed;
    const turnedRed = across * towardsBlue + along * towardsRed;
    result[at] = gain * (light + 1.402 * turnedRed) + toRed;
    result[at + 1] = gain * (light - 0.344136 * turnedBlue - 0.714136 * turnedRed) + toGreen;
    result[at + 2] = gain * (light + 1.772 * turnedBlue) + toBlue;
  }
  return result;
}
