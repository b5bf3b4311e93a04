/** What a file says of itself, complete once its frames are known, but for its quantiser, which takes a run of ffmpeg. */
import type { MediaInfo } from '../../shared/domain.ts';
import type { CodingFigures } from '../../shared/structure.ts';
import { codingFigures, packetSizes } from './coding-figures.ts';
import { largerFrames } from './larger-frames.ts';
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
    ...(media.kind === 'still' ? {} : { coding: codingOf(media, index) }),
    structure: await fileStructure(path, media, signal),
  };
}

function codingOf({ video: { codec } }: Pick<MediaInfo, 'video'>, index: FrameIndex): CodingFigures {
  const sizes = packetSizes(index);
  return { ...codingFigures(index, sizes), largerFrames: largerFrames(codec, index, sizes) };
}
