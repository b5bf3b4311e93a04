/**
 * What labelled clips scored in one way (one condition, model and parameters), by the SHA-256 of the clip: kept among the
 * settings, so that measuring that was stopped goes on, and another set or case does not score the same clip again. The file
 * has a line of JSON for each clip, which is added to its end: writing all of it anew after each of 10,000 clips takes
 * longer and longer.
 */
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
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

const line = z.tuple([z.string(), scoredClip]);

export interface MeasuredClips {
  get(sha256: string): ScoredClip | undefined;
  keep(sha256: string, clip: ScoredClip): Promise<void>;
}

/**
 * @param folder of the settings
 * @param way one text for all that the scores depend on, but for the clips
 */
export async function measuredClips(folder: string, way: string): Promise<MeasuredClips> {
  const path = join(folder, 'measured-clips', `${sha256Of(way)}.jsonl`);
  const lines = (await readFile(path, 'utf8').catch(() => '')).split('\n');
  const clips = new Map(lines.flatMap(readable));
  return {
    get: (sha256) => clips.get(sha256),
    async keep(sha256, clip) {
      clips.set(sha256, clip);
      await mkdir(join(folder, 'measured-clips'), { recursive: true });
      // The line end stands first: where a stop tore the line before, it ends that one.
      await appendFile(path, `\n${JSON.stringify([sha256, clip])}`);
    },
  };
}

/** The clip of a line; none of one that was torn, or that somebody edited into something else. Such a clip is scored again. */
function readable(text: string): [string, ScoredClip][] {
  try {
    const { data } = line.safeParse(JSON.parse(text));
    return data ? [data] : [];
  } catch {
    return [];
  }
}
