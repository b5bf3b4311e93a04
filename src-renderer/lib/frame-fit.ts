/** How large a frame is drawn. Frames arrive upright and with square pixels, so one scale serves both sides. */
interface Size {
  width: number;
  height: number;
}

/** `fit` shows the whole frame; `actual` maps one pixel of the frame to one pixel of the screen. */
export type Zoom = 'fit' | 'actual';

/** Beyond this a larger picture shows no more of it. */
const largestFit = 4;

/** @returns the size of the drawn frame in CSS pixels; a fitted one never overhangs the stage by a fraction */
export function drawnSize(frame: Size, stage: Size, zoom: Zoom, devicePixelRatio: number): Size {
  if (zoom === 'actual')
    return { width: frame.width / devicePixelRatio, height: frame.height / devicePixelRatio };
  const scale = Math.min(stage.width / frame.width, stage.height / frame.height, largestFit);
  return { width: Math.floor(frame.width * scale), height: Math.floor(frame.height * scale) };
}
