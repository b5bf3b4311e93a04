/** Where and how large a frame is drawn on the stage. Frames have square pixels, so one scale serves both sides. */
import type { Box, Point } from '../../src-main/shared/domain.ts';

export interface Size {
  width: number;
  height: number;
}

/** In CSS pixels: of the frame's top left corner on the stage, and for each pixel of the frame. */
export interface Placement extends Point {
  scale: number;
}

/** Beyond this a larger picture shows no more of it. */
const LARGEST_FIT = 4;
/** Screen pixels for one pixel of the frame. */
export const ZOOM_LIMITS = { least: 0.1, most: 64 };

/** The whole frame, in the middle of the stage. */
export function fitted(frame: Size, stage: Size): Placement {
  const scale = Math.min(stage.width / frame.width, stage.height / frame.height, LARGEST_FIT);
  return centred(frame, stage, scale);
}

export const centred = (frame: Size, stage: Size, scale: number): Placement => ({
  scale,
  x: (stage.width - frame.width * scale) / 2,
  y: (stage.height - frame.height * scale) / 2,
});

/** Another scale, with the pixel of the frame under this point of the stage kept there. */
export function scaledAbout(from: Placement, about: Point, scale: number): Placement {
  const ratio = scale / from.scale;
  return { scale, x: about.x - (about.x - from.x) * ratio, y: about.y - (about.y - from.y) * ratio };
}

/** Moved so far that some of the frame stays on the stage. */
export function movedBy(from: Placement, by: Point, frame: Size, stage: Size): Placement {
  const kept = 40;
  const within = (at: number, length: number, room: number) =>
    Math.min(Math.max(at, kept - length), room - kept);
  return {
    scale: from.scale,
    x: within(from.x + by.x, frame.width * from.scale, stage.width),
    y: within(from.y + by.y, frame.height * from.scale, stage.height),
  };
}

/** Moved as little as brings a box of the frame into sight; its middle, where it is larger than the stage. */
export function bringingIntoSight(from: Placement, box: Box, stage: Size): Placement {
  const shift = (start: number, length: number, room: number) => {
    if (length > room) return (room - length) / 2 - start;
    return start < 0 ? -start : Math.min(0, room - (start + length));
  };
  const { scale, x, y } = from;
  return {
    scale,
    x: x + shift(x + box.x * scale, box.width * scale, stage.width),
    y: y + shift(y + box.y * scale, box.height * scale, stage.height),
  };
}

/** The pixel of the frame under a point of the stage; null beside the frame. */
export function pixelAt({ scale, x, y }: Placement, at: Point, frame: Size): Point | null {
  const pixel = { x: Math.floor((at.x - x) / scale), y: Math.floor((at.y - y) / scale) };
  const inside = pixel.x >= 0 && pixel.y >= 0 && pixel.x < frame.width && pixel.y < frame.height;
  return inside ? pixel : null;
}
