/** Makes a degraded copy of a clip, runs the work on it, and deletes it. */
import { join } from 'node:path';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { withTemporaryFolder } from '../support/temporary-folder.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import { degrade } from './degrade.ts';

/**
 * @param name null uses the original clip
 * @throws EngineError as `degrade`
 */
export async function degraded<T>(
  path: string,
  name: DegradationName | null,
  tools: FfmpegTools,
  signal: AbortSignal,
  work: (clip: string) => Promise<T>,
): Promise<T> {
  if (name === null) return work(path);
  return withTemporaryFolder(async (folder) => {
    const clip = join(folder, 'clip.mkv');
    await degrade(path, name, clip, tools, signal);
    return work(clip);
  });
}
