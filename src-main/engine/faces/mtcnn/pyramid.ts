/** The image pyramid of MTCNN (Zhang et al. 2016, section II.A): at which sizes P-Net sees a picture. */

/** P-Net looks at squares of 12 px. */
export const PROPOSAL_CELL = 12;

export interface Level {
  /** Level pixels a picture pixel; below 1. */
  scale: number;
  width: number;
  height: number;
}

/**
 * From the level at which the smallest face is 12 px down, each `factor` times the one before, until the
 * shorter side falls under 12 px.
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
