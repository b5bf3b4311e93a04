/** Fetches a frame's picture ahead of painting it, and learns in the engine's words why there is none. */
import type { FrameAddress, LoadFrame } from '../state/frame-loader.svelte.ts';
import type { Desk } from './desk.ts';
import { frameUrl } from './image-url.ts';

/** Pictures kept decoded for stepping back and forth: 200 MB at 4K. */
const keptPictures = 6;

/** @param opening see image-url.ts */
export function createFrameLoad(desk: Desk, opening: number): LoadFrame<HTMLImageElement> {
  const kept = new Map<string, HTMLImageElement>();

  return async ({ evidenceId, frameIndex }: FrameAddress) => {
    const url = frameUrl(opening, evidenceId, frameIndex);
    const image = kept.get(url) ?? new Image();
    kept.delete(url);
    kept.set(url, image);
    const [oldest] = kept.keys();
    if (kept.size > keptPictures && oldest !== undefined) kept.delete(oldest);
    if (!image.src) image.src = url;
    try {
      await image.decode();
    } catch {
      kept.delete(url);
      await desk.ask('image:frame', { evidenceId, frameIndex });
      throw new Error('The picture arrived, but could not be drawn.');
    }
    return image;
  };
}
