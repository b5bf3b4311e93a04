/** Single frames for review. Stepping stays in one video, so what was learned of the last one is kept. */
import { stat } from 'node:fs/promises';
import type { ImageBytes, MediaInfo } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import { fingerprint } from './fingerprint.ts';
import { frameImage } from './frame-image.ts';
import { indexFrames, type FrameIndex } from './frame-index.ts';
import { probe } from './probe.ts';

export interface FrameViewer {
  /**
   * @param sha256 of the file as it was analysed: scores must not stand over another file's frames
   * @throws EngineError media/changed-since-analysis; media/… when it can't be read or has no such frame
   */
  frame(path: string, sha256: string | null, frameIndex: number, tools: FfmpegTools): Promise<ImageBytes>;
}

interface OpenVideo {
  /** Path, size and time of change: another file under the same name is read anew. */
  key: string;
  source: Promise<{ media: MediaInfo; index: FrameIndex }>;
}

export function createFrameViewer(): FrameViewer {
  let last: OpenVideo | null = null;

  async function read(path: string, sha256: string | null, tools: FfmpegTools) {
    if (sha256 !== null && (await fingerprint(path)).sha256 !== sha256) {
      throw new EngineError(
        'media/changed-since-analysis',
        `${path} is not the file that was analysed, so its frames are not shown. Restore it.`,
      );
    }
    const media = await probe(path, tools);
    return { media, index: await indexFrames(path, media, tools) };
  }

  return {
    async frame(path, sha256, frameIndex, tools) {
      const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
      const key = `${path} ${size} ${mtimeMs}`;
      if (last?.key !== key) last = { key, source: read(path, sha256, tools) };
      const opened = last;
      const { media, index } = await opened.source.catch((error: unknown) => {
        if (last === opened) last = null;
        throw error;
      });
      return { mime: 'image/png', bytes: await frameImage({ path, media, index, tools, frameIndex }) };
    },
  };
}
