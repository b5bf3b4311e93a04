/** How large a frame is drawn, so that what is drawn keeps the picture's true proportions. */
import type { VideoStream } from '../../src-main/shared/domain.ts';

export interface Size {
  width: number;
  height: number;
}

export type Zoom = 'fit' | 'actual';

/** Size at which square pixels show the picture as its maker meant it; only the width is stretched. */
export function displaySize(stream: Pick<VideoStream, 'width' | 'height' | 'sampleAspectRatio'>): Size {
  const { num, den } = stream.sampleAspectRatio;
  const stretch = num > 0 && den > 0 ? num / den : 1;
  return { width: stream.width * stretch, height: stream.height };
}

/**
 * CSS pixels of the drawn frame. `fit` fills the stage but never beyond 4 times its own size, where
 * nothing more can be seen; `actual` maps one picture pixel to one pixel of the screen.
 */
export function drawnSize(frame: Size, stage: Size, zoom: Zoom, devicePixelRatio: number): Size {
  const scale =
    zoom === 'actual'
      ? 1 / devicePixelRatio
      : Math.min(stage.width / frame.width, stage.height / frame.height, 4);
  return { width: frame.width * scale, height: frame.height * scale };
}
