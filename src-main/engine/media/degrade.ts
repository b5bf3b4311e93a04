/** Writes a copy of a clip after one degradation, without sound. The bytes are the same every time. */
import { rm, writeFile } from 'node:fs/promises';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { EngineError } from '../../shared/errors.ts';
import type { MediaInfo } from '../../shared/domain.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import { passthrough } from './ffmpeg-arguments.ts';
import { mediaArguments } from './media-input.ts';
import { runToEnd } from './media-process.ts';
import { probe } from './probe.ts';
import { degradations, degradedSize, type Degradation } from './degradations.ts';

interface DegradeOptions {
  /** Left out, the main video stream of the clip. */
  stream?: number | undefined;
  /** Told how many frames are encoded. */
  onFrames?: (done: number) => void;
}

/**
 * @param target a Matroska file; it is overwritten, and deleted if the work is stopped or fails
 * @throws EngineError as probe, media/decode-failed, media/ffmpeg-missing without x264, media/timed-out; the abort
 *   reason
 */
export async function degrade(
  path: string,
  name: DegradationName,
  target: string,
  tools: FfmpegTools,
  signal?: AbortSignal,
  { stream, onFrames }: DegradeOptions = {},
): Promise<void> {
  const degradation: Degradation = degradations[name];
  const cannotBeMade = (reason: string) =>
    new EngineError(
      'media/decode-failed',
      `The ${name} copy of ${path} could not be made: ${reason}. Check that ${target} can be written.`,
    );
  const media = await probe(path, tools, signal, stream);
  await requireEncoder(degradation, tools, signal);
  try {
    const args = degradeArguments(path, media, degradation, target, tools);
    await writeFile(target, '').catch((cause: unknown) => {
      throw cannotBeMade(cause instanceof Error ? cause.message : String(cause));
    });
    const within = { bwrap: tools.bwrap, reads: path, writes: target };
    const onOutput = onFrames && ((text: string) => tellFrames(text, onFrames));
    const { code, log } = await runToEnd(tools.ffmpeg, args, { ...within, signal, onOutput });
    if (code === 0) return;
    throw cannotBeMade(log.at(-1) ?? 'ffmpeg gives no reason');
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

/** A piece of ffmpeg's progress may be cut anywhere: a number without its end of line is not told. */
function tellFrames(text: string, onFrames: (done: number) => void): void {
  const frames = [...text.matchAll(/^frame= *(\d+)\r?\n/gm)].at(-1)?.[1];
  if (frames !== undefined) onFrames(Number(frames));
}

function degradeArguments(
  path: string,
  media: MediaInfo,
  degradation: Degradation,
  target: string,
  { majorVersion }: FfmpegTools,
): string[] {
  const { video } = media;
  const { filter, framesPerSecond, encoder } = degradation;
  const size = degradedSize(video, degradation);
  const rate = video.averageFrameRate;
  const tooFast =
    framesPerSecond !== undefined && rate !== null && rate.num / rate.den > framesPerSecond + 0.5;
  const filters = [
    ...(tooFast ? [`fps=${framesPerSecond}`] : []),
    `scale=${size.width}:${size.height}:flags=bicubic`,
    ...(filter ? [filter(size)] : []),
  ];
  return [
    // Progress on the output shows that ffmpeg still works.
    ...['-hide_banner', '-nostdin', '-nostats', '-progress', 'pipe:1', '-v', 'error', '-y'],
    ...mediaArguments(path, media),
    ...['-map', `0:${video.index}`, '-an', '-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
    ...['-vf', filters.join(','), '-filter_threads', '1', ...passthrough(majorVersion)],
    // x264's bytes depend on the number of threads, and Matroska writes a random name.
    ...[...encoder, '-threads', '1', '-flags:v', '+bitexact', '-fflags', '+bitexact'],
    ...['-f', 'matroska', `file:${target}`],
  ];
}

/** Other H.264 encoders have no CRF and lose other details. Figures under one name must come from one encoder. */
export async function requireEncoder(
  { encoder }: Degradation,
  tools: FfmpegTools,
  signal?: AbortSignal,
): Promise<void> {
  if (!encoder.includes('libx264')) return;
  const { output } = await runToEnd(tools.ffmpeg, ['-hide_banner', '-v', 'error', '-encoders'], { signal });
  if (/\slibx264\s/.test(output)) return;
  throw new EngineError(
    'media/ffmpeg-missing',
    `${tools.source} has no x264 encoder (libx264), which this degradation needs. Install an ffmpeg with libx264.`,
  );
}
