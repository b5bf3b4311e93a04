/** What ffprobe sees in a file whose first bytes do not tell what it is, within a bounded time. */
import { z } from 'zod';
import { EngineError } from '../../shared/errors.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { ffprobeReport } from './ffprobe-report.ts';
import { inputArguments } from './media-input.ts';
import { runToEnd } from './media-process.ts';
import { isCover } from './unexamined-parts.ts';

export type Sight =
  | 'video'
  | 'sound'
  | 'nothing'
  /** ffprobe knows the format, and Exhibit does not read it. */
  | 'another-format'
  | 'no-answer';

/** ffprobe answers within a tenth of a second; a slow disk or a large damaged file may take a hundred times as long. */
const LOOK_LIMIT_MS = 15_000;

/**
 * ffprobe's score of a format that was recognised by its content. Below it are formats guessed from the file's name or
 * from a few bytes: evidence only if a picture size was found as well.
 */
const SURE_SCORE = 26;

const answer = z.object({
  format: z.object({ probe_score: z.number().default(0) }),
  streams: ffprobeReport.shape.streams,
});

/** @throws the abort reason; EngineError media/ffmpeg-missing */
export async function lookInto(
  path: string,
  { ffprobe, bwrap }: FfmpegPair,
  { signal, limitMs = LOOK_LIMIT_MS }: { signal?: AbortSignal | undefined; limitMs?: number } = {},
): Promise<Sight> {
  const limit = AbortSignal.timeout(limitMs);
  const entries = 'format=probe_score:stream=index,codec_type,width:stream_disposition';
  const args = ['-v', 'warning', '-of', 'json', '-show_entries', entries, ...inputArguments(path, null)];
  try {
    const bounded = signal ? AbortSignal.any([signal, limit]) : limit;
    const { code, output, log } = await runToEnd(ffprobe, args, { bwrap, reads: path, signal: bounded });
    // Killed, as by a crash or for its memory, it has not said that there is nothing.
    if (code === null) return 'no-answer';
    const says = (words: string) => log.some((line) => line.includes(words));
    if (says('not on whitelist') && !says('low score')) return 'another-format';
    return code === 0 ? sightOf(output) : 'nothing';
  } catch (error) {
    if (limit.aborted && !signal?.aborted) return 'no-answer';
    // There was no sandbox for it: it may have vanished.
    if (error instanceof EngineError && error.code === 'media/unreadable') return 'no-answer';
    throw error;
  }
}

function sightOf(output: string): Sight {
  const { success, data } = answer.safeParse(JSON.parse(output));
  if (!success) return 'nothing';
  const isSure = data.format.probe_score >= SURE_SCORE;
  const films = data.streams.filter((stream) => stream.codec_type === 'video' && !isCover(stream));
  if (films.some(({ width }) => (width ?? 0) > 0 || isSure)) return 'video';
  return isSure && data.streams.some(({ codec_type }) => codec_type === 'audio') ? 'sound' : 'nothing';
}
