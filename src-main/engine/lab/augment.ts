/**
 * Augmentation of face crops as in the paper (section on the Xception experiments): rotation, zoom, shifts of width and
 * height, flip. As Keras's ImageDataGenerator does it: every amount uniform within its range, zoom apart for each
 * axis, bilinear, edges repeated outwards (`fill_mode='nearest'`). Its `rescale` is the embedder's own step.
 */
import type { Augmentation } from '../../shared/lab.ts';
import { bilinear } from '../faces/bilinear.ts';
import type { Random } from '../support/random.ts';

type Ranges = Omit<Augmentation, 'copies'>;

/** What was drawn for one picture; takes a place in the result to its place in the crop. */
interface Draw {
  cosine: number;
  sine: number;
  zoomX: number;
  zoomY: number;
  shiftX: number;
  shiftY: number;
  flipped: boolean;
}

/**
 * @param crop sizePx × sizePx RGB, interleaved
 * @returns another of the same size
 */
export function augment(crop: Uint8Array, sizePx: number, ranges: Ranges, random: Random): Uint8Array {
  const { cosine, sine, zoomX, zoomY, shiftX, shiftY, flipped } = draw(ranges, sizePx, random);
  const centre = (sizePx - 1) / 2;
  const picture = { rgb: crop, width: sizePx, height: sizePx };
  const result = new Uint8Array(crop.length);
  for (let y = 0, to = 0; y < sizePx; y += 1) {
    for (let x = 0; x < sizePx; x += 1, to += 3) {
      // Keras multiplies rotation · shift · zoom, about the centre, and flips what came out.
      const right = (flipped ? centre - x : x - centre) * zoomX + shiftX;
      const down = (y - centre) * zoomY + shiftY;
      const inX = cosine * right - sine * down + centre;
      const inY = sine * right + cosine * down + centre;
      bilinear(picture, inX, inY, result, to);
    }
  }
  return result;
}

/** Always the same number of draws, so that one range does not shift what another one draws. */
function draw(ranges: Ranges, sizePx: number, random: Random): Draw {
  const within = (range: number) => (2 * random.next() - 1) * range;
  const turn = (within(ranges.rotationDegrees) * Math.PI) / 180;
  const shiftX = within(ranges.widthShift) * sizePx;
  const shiftY = within(ranges.heightShift) * sizePx;
  const zoomX = 1 + within(ranges.zoom);
  const zoomY = 1 + within(ranges.zoom);
  const flipped = random.next() < 0.5 && ranges.flip;
  return { cosine: Math.cos(turn), sine: Math.sin(turn), zoomX, zoomY, shiftX, shiftY, flipped };
}
