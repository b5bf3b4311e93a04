/** What a file says of itself, complete once its frames are known. */
import type { MediaInfo } from '../../shared/domain.ts';
import { codingFigures, packetSizes } from './coding-figures.ts';
import { withFrames, type FrameIndex } from './frame-index.ts';
import { fileStructure } from './structure/file-structure.ts';

/** @throws the abort reason */
export async function describeFile(
  path: string,
  media: MediaInfo,
  index: FrameIndex,
  signal?: AbortSignal,
): Promise<MediaInfo> {
  return {
    ...withFrames(media, index),
    ...(media.kind === 'still' ? {} : { coding: codingFigures(index, packetSizes(index)) }),
    structure: await fileStructure(path, media, signal),
  };
}
