/** Where the window stands: as it was left, unless that is off all screens now. */
import type { Rectangle } from 'electron';
import type { WindowPlace } from './settings.ts';

const usual = { width: 1440, height: 900 };

/** As much of the window's top has to be on a screen, in pixels, for it to be seen and dragged. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 40;

/** @param screens the areas of all screens that windows may use */
export function windowBounds(
  place: WindowPlace | null,
  screens: readonly Rectangle[],
): Partial<Rectangle> & typeof usual {
  if (place === null) return usual;
  const { x, y, width, height } = place;
  const isReachable = screens.some((screen) => {
    const seen = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x);
    return seen >= LEAST_WIDTH && y >= screen.y && y + LEAST_HEIGHT <= screen.y + screen.height;
  });
  return isReachable ? { x, y, width, height } : { width, height };
}
