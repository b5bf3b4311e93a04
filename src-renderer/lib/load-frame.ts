/** Fetches a frame's picture ahead of painting it, and says in the engine's words why there is none. */
import type { Desk } from './desk.ts';
import { frameUrl } from './image-url.ts';
import type { FrameAddress, LoadFrame } from '../state/frame-loader.svelte.ts';

/** Pictures kept decoded: the frames just seen and the next one, a few hundred MB at 4K at most. */
const keptPictures = 6;

export function createFrameLoad(desk: Desk): LoadFrame {
  const kept = new Map<string, HTMLImageElement>();

  return async ({ evidenceId, frameIndex }: FrameAddress) => {
    const url = frameUrl(evidenceId, frameIndex);
    const image = kept.get(url) ?? new Image();
    kept.delete(url);
    if (!image.src) image.src = url;
    try {
      await image.decode();
    } catch {
      await desk.ask('image:frame', { evidenceId, frameIndex });
      throw new Error('The picture arrived, but could not be drawn.');
    }
    kept.set(url, image);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptPictures) break;
      kept.delete(oldest);
    }
  };
}
