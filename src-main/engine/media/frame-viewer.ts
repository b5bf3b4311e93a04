/** Single frames for review. Reviewers step through one video, so the index of the last video is kept. */
import { stat } from 'node:fs/promises';
import type { ImageBytes, MediaInfo } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import { fingerprint } from './fingerprint.ts';
import { frameImage } from './frame-image.ts';
import { indexFrames, type FrameIndex } from './frame-index.ts';
import { diskPath } from './path-bytes.ts';
import { probe } from './probe.ts';

interface ViewedVideo {
  path: string;
  /** Of the file as it was analysed: scores must not be shown over frames of another file. */
  sha256: string | null;
  /** The video stream that was analysed; undefined for the main one. */
  stream: number | undefined;
}

interface FrameViewer {
  /** @throws EngineError media/changed-since-analysis; media/… if it can't be read or has no such frame */
  frame(video: ViewedVideo, frameIndex: number, tools: FfmpegTools): Promise<ImageBytes>;
}

interface OpenVideo {
  /** Path, stream, size and time of change: if another file takes the name, it is read again. */
  key: string;
  source: Promise<{ media: MediaInfo; index: FrameIndex }>;
}

export function createFrameViewer(): FrameViewer {
  let last: OpenVideo | null = null;

  async function read({ path, sha256, stream }: ViewedVideo, tools: FfmpegTools) {
    if (sha256 !== null && (await fingerprint(path)).sha256 !== sha256) {
      throw new EngineError(
        'media/changed-since-analysis',
        `${path} is not the file that was analysed, so its frames are not shown. Restore the original file.`,
      );
    }
    const media = await probe(path, tools, undefined, stream);
    return { media, index: await indexFrames(path, media, tools) };
  }

  return {
    async frame(video, frameIndex, tools) {
      const { path, stream } = video;
      const { size, mtimeMs } = await stat(diskPath(path)).catch(() => ({ size: 0, mtimeMs: 0 }));
      const key = `${path} ${stream} ${size} ${mtimeMs}`;
      if (last?.key !== key) last = { key, source: read(video, tools) };
      const opened = last;
      const { media, index } = await opened.source.catch((error: unknown) => {
        if (last === opened) last = null;
        throw error;
      });
      return { mime: 'image/png', bytes: await frameImage({ path, media, index, tools, frameIndex }) };
    },
  };
}
