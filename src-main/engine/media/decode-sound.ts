/**
 * Decodes a few seconds of a file's sound for playback, from an exact instant on the time line of its frames. ffmpeg
 * seeks to before it, and its resampler cuts off or fills with silence what the time stamps of the sound say.
 */
import type { MediaInfo } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import { PART_MS, PART_SAMPLES, SOUND_CHANNELS, SOUND_RATE, type SoundPart } from '../../shared/sound.ts';
import { Complaints } from './complaints.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import type { FrameIndex } from './frame-index.ts';
import { mediaArguments, streamLookAhead } from './media-input.ts';
import { MediaProcess } from './media-process.ts';
import { hasEvenClock } from './presentation-order.ts';
import { inBrackets, lastWords } from './probe-failure.ts';

interface SoundRequest {
  path: string;
  media: MediaInfo;
  index: FrameIndex;
  /** From 0; part n begins n × `PART_MS` after the first frame. */
  part: number;
  tools: FfmpegTools;
  signal: AbortSignal;
  limitMs?: number;
}

/** A decoder of sound needs some of what goes before: up to 80 ms in Opus, one block of 43 ms in AAC. */
const RUN_UP_SECONDS = 0.5;
/** Longer than a part lasts, it would not come in time to be heard. */
const LIMIT_MS = 20_000;
/** From this on, a difference between time stamps and samples is mended; below, it is rounding of the container. */
const MENDED_SECONDS = 0.01;

/**
 * @throws EngineError media/unsupported where there is no sound or it has no time line in common with the frames;
 *   media/decode-failed, media/timed-out; the abort reason
 */
export async function decodeSound(request: SoundRequest): Promise<SoundPart> {
  const { path, tools, limitMs = LIMIT_MS } = request;
  const args = soundArguments(request);
  const late = AbortSignal.timeout(limitMs);
  const complaints = new Complaints();
  const decoder = new MediaProcess(tools.ffmpeg, args, {
    ...{ bwrap: tools.bwrap, reads: path, awaited: true },
    signal: AbortSignal.any([request.signal, late]),
    onErrorLine: (line) => complaints.add(line),
  });
  const bytes = new Uint8Array(PART_SAMPLES * SOUND_CHANNELS * Int16Array.BYTES_PER_ELEMENT);
  let filled = 0;
  try {
    for await (const chunk of decoder.output()) {
      const taken = chunk.subarray(0, bytes.length - filled);
      bytes.set(taken, filled);
      filled += taken.length;
    }
  } catch (error) {
    if (late.aborted && !request.signal.aborted) throw tooLate(limitMs);
    throw error;
  }
  const said = complaints.list();
  const failed = (await decoder.ended) !== 0;
  if (failed && filled === 0) throw notDecoded(said);
  // Behind its end there is no sound, which is no fault.
  const samples = new Int16Array(bytes.buffer.slice(0, filled - (filled % (2 * SOUND_CHANNELS))));
  return { samples, complaint: lastWords(said) || (failed ? 'the decoder ended in the middle of it' : null) };
}

/** The stream that is heard: the first. */
const soundStream = ({ streams }: Pick<MediaInfo, 'streams'>) =>
  streams.find(({ kind }) => kind === 'audio') ?? null;

function soundArguments({ path, media, index, part }: SoundRequest): string[] {
  const stream = soundStream(media);
  if (stream === null) throw new EngineError('media/unsupported', 'The file has no sound.');
  if (!hasEvenClock(index)) throw withoutCommonClock();
  const { start, end } = soundRange(index, part);
  const firstKeyAt = index.positions[index.keys.indexOf(1)] ?? NaN;
  const seekSeconds = start / SOUND_RATE - RUN_UP_SECONDS;
  const filters = [
    // Before it is placed: first_pts counts samples of what comes in.
    `aformat=sample_fmts=s16:sample_rates=${SOUND_RATE}:channel_layouts=stereo`,
    `aresample=async=1:min_hard_comp=${MENDED_SECONDS}:first_pts=${start}`,
    `atrim=end_pts=${end}`,
  ];
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-v', 'error', '-copyts'],
    // As for frames; at the start of the file there is nothing to skip, and a seek could miss it.
    ...(part === 0 ? [] : ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', seekSeconds.toFixed(6)]),
    ...mediaArguments(path, media, part === 0 ? undefined : streamLookAhead(firstKeyAt)),
    ...['-map', `0:${stream.index}`, '-vn', '-sn', '-dn', '-filter_threads', '1'],
    ...['-af', filters.join(','), '-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'],
  ];
}

/** From the first sample of a part to the one behind its last, counted by the container's clock. */
export function soundRange(
  { pts, timeBase }: Pick<FrameIndex, 'pts' | 'timeBase'>,
  part: number,
): { start: number; end: number } {
  const firstFrame = Math.round((pts[0]! * timeBase.num * SOUND_RATE) / timeBase.den);
  const start = firstFrame + part * PART_SAMPLES;
  return { start, end: start + PART_SAMPLES };
}

const withoutCommonClock = () =>
  new EngineError(
    'media/unsupported',
    'The time stamps of this file jump, so its sound cannot be played in step with its frames. Play the file with another program to hear it.',
  );

const notDecoded = (said: readonly string[]) =>
  new EngineError(
    'media/decode-failed',
    `The sound cannot be decoded: it is damaged, or of a kind that this ffmpeg does not know${inBrackets(said)}. The pictures are not affected.`,
  );

const tooLate = (limitMs: number) =>
  new EngineError(
    'media/timed-out',
    `${PART_MS / 1000} s of sound did not come within ${limitMs / 1000} s, so none is played. The pictures are not affected.`,
  );
