/** Single frames for review. Stepping stays in one video, so what was learned of the last one is kept. */
import { stat } from 'node:fs/promises';
import type { ImageBytes } from '../shared/contract.ts';
import type { MediaInfo } from '../shared/domain.ts';
import type { FfmpegTools } from './media/ffmpeg.ts';
import { frameImage } from './media/frame-image.ts';
import { indexFrames, type FrameIndex } from './media/frame-index.ts';
import { probe } from './media/probe.ts';

export interface FrameViewer {
  /** @throws EngineError media/… when the video can't be read or has no such frame */
  frame(path: string, frameIndex: number, tools: FfmpegTools): Promise<ImageBytes>;
}

interface OpenVideo {
  /** Path, size and time of change: another file under the same name is read anew. */
  key: string;
  source: Promise<{ media: MediaInfo; index: FrameIndex }>;
}

export function createFrameViewer(): FrameViewer {
  let last: OpenVideo | null = null;

  async function read(path: string, tools: FfmpegTools) {
    const media = await probe(path, tools);
    return { media, index: await indexFrames(path, media, tools) };
  }

  return {
    async frame(path, frameIndex, tools) {
      const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
      const key = `${path} ${size} ${mtimeMs}`;
      if (last?.key !== key) last = { key, source: read(path, tools) };
      const { media, index } = await last.source.catch((error: unknown) => {
        last = null;
        throw error;
      });
      return { mime: 'image/png', bytes: await frameImage({ path, media, index, tools, frameIndex }) };
    },
  };
}
