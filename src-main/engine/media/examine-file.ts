/** What the reader sees in a file, without looking for faces: `exhibit probe`. */
import type { FileExamination } from '../../shared/domain.ts';
import { describeFile } from './describe-file.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import { indexFrames } from './frame-index.ts';
import { probe } from './probe.ts';
import { withQuantiser } from './quantiser.ts';
import { remarksOn } from './remarks.ts';

/** @throws EngineError as `probe` and `indexFrames` */
export async function examineFile(
  path: string,
  tools: FfmpegTools,
  signal?: AbortSignal,
  stream?: number,
): Promise<FileExamination> {
  const media = await probe(path, tools, signal, stream);
  const index = await indexFrames(path, media, tools, signal);
  const { sentences, hiddenFrames } = await remarksOn(path, media, index, tools, signal);
  const described = await describeFile(path, media, index, signal);
  return {
    path,
    media: await withQuantiser(path, described, index, tools, signal),
    frames: {
      count: index.pts.length,
      hidden: hiddenFrames,
      source: index.source,
      keyFrames: index.source === 'packets' ? index.keys.reduce((sum, key) => sum + key, 0) : null,
      lastMs: index.timesMs.at(-1) ?? 0,
      joins: index.joins.map((frameIndex) => ({ frameIndex, timeMs: index.timesMs[frameIndex]! })),
    },
    remarks: sentences,
    warnings: index.warnings,
  };
}
