/** The image pyramid of MTCNN (Zhang et al. 2016, section II.A): the sizes of a picture for P-Net. */

/** Side of the squares that P-Net checks, in px. */
export const PROPOSAL_CELL = 12;

export interface Level {
  /** Pixels of the level per pixel of the picture; below 1. */
  scale: number;
  width: number;
  height: number;
}

/**
 * Starts at the level where the smallest face has 12 px. Each level is `factor` times the one before, until the shorter
 * side is below 12 px.
 * @param minFacePx in pixels of the picture
 */
export function pyramid(width: number, height: number, minFacePx: number, factor: number): Level[] {
  const levels: Level[] = [];
  let scale = PROPOSAL_CELL / minFacePx;
  let shorterSide = Math.min(width, height) * scale;
  while (shorterSide >= PROPOSAL_CELL) {
    levels.push({ scale, width: Math.trunc(width * scale + 1), height: Math.trunc(height * scale + 1) });
    scale *= factor;
    shorterSide *= factor;
  }
  return levels;
}
