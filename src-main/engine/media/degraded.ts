/** Makes a degraded copy of a clip, runs the work on it, and deletes it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FfmpegTools } from './ffmpeg.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
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
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-degraded-'));
  try {
    const clip = join(folder, 'clip.mkv');
    await degrade(path, name, clip, tools, signal);
    return await work(clip);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
