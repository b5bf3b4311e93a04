/**
 * What labelled clips scored in one way (one condition, model and parameters), by the SHA-256 of the clip: kept among the
 * settings, so that measuring that was stopped goes on, and another set or case does not score the same clip again.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { outcomes } from '../../shared/wording.ts';
import { sha256Of } from '../support/sha256.ts';

const scoredClip = z.strictObject({
  outcome: z.enum(outcomes),
  score: z.number().min(0).max(1).nullable(),
  /** Mean of the scored faces; null without one. */
  facePx: z.number().nullable(),
});
export type ScoredClip = z.infer<typeof scoredClip>;

const kept = z.record(z.string(), scoredClip);

export interface MeasuredClips {
  get(sha256: string): ScoredClip | undefined;
  keep(sha256: string, clip: ScoredClip): Promise<void>;
}

/**
 * @param folder of the settings
 * @param way one text for all that the scores depend on, but for the clips
 */
export async function measuredClips(folder: string, way: string): Promise<MeasuredClips> {
  const path = join(folder, 'measured-clips', `${sha256Of(way)}.json`);
  const clips = new Map(Object.entries(readable(await readFile(path, 'utf8').catch(() => '{}'))));
  return {
    get: (sha256) => clips.get(sha256),
    async keep(sha256, clip) {
      clips.set(sha256, clip);
      await mkdir(join(folder, 'measured-clips'), { recursive: true });
      await writeFileAtomic(path, `${JSON.stringify(Object.fromEntries(clips))}\n`);
    },
  };
}

/** A file that somebody edited into something else is written anew. */
function readable(text: string): Record<string, ScoredClip> {
  try {
    return kept.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}
