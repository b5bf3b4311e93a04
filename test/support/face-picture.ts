/** A picture with the light, texture and colour of a face's surroundings, and five landmarks in it; no face. */
import { createRandom } from '../../src-main/engine/support/random.ts';
import type { Landmarks } from '../../src-main/shared/domain.ts';

export function texturedPicture(size: number) {
  const random = createRandom(9);
  const rgb = new Uint8Array(size * size * 3);
  for (let y = 0, at = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1, at += 3) {
      const light = 120 + 60 * Math.sin((5 * x) / size) + 30 * Math.cos((9 * y) / size) + 12 * random.next();
      rgb.set([Math.min(255, light + 25), light, Math.max(0, light - 30)].map(Math.round), at);
    }
  }
  return { rgb, width: size, height: size };
}

/** Upright, pupils a quarter of the side apart. */
export function landmarksIn(size: number, centre = { x: size / 2, y: size / 2 }): Landmarks {
  const at = (x: number, y: number) => ({ x: centre.x + (x * size) / 4, y: centre.y + (y * size) / 4 });
  return [at(-0.5, -0.5), at(0.5, -0.5), at(0, 0.07), at(-0.41, 0.65), at(0.41, 0.65)];
}
