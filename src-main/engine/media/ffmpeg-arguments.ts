/** The command line of one decoding run: the stream, its start, the filters and the output. */
import { availableParallelism } from 'node:os';
import type { MediaInfo } from '../../shared/domain.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { mediaArguments } from './media-input.ts';

interface DecoderRun {
  /** Decoding starts at the key frame at or before this time; null starts at the beginning of the file. */
  seekSeconds: number | null;
  /** From the start of the file, in which the stream is recognised; left out where that is not known. */
  lookAheadBytes?: number | undefined;
  /** Which frames pass, and what becomes of them; their time stamps and sizes are noted behind the last filter. */
  filters: string[];
  sink: string[];
  /** Left out, half of them decode. */
  allCores?: boolean;
}

/** Half of the cores where detection and embedding run at the same time and need the other half. */
const decoderThreads = (allCores: boolean) =>
  Math.max(1, Math.min(4, Math.floor(availableParallelism() / (allCores ? 1 : 2))));

/** Keeps every frame exactly once. ffmpeg 5.1 renamed the option. */
export const passthrough = (majorVersion: number): string[] =>
  majorVersion >= 6 ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough'];

/**
 * Raw pixels for a reader who keeps frames ready himself. From release 7 on, ffmpeg would hold eight more of them while he
 * rests: 50 MB of 1080p.
 */
export const awaitedSink = (majorVersion: number): string[] => [
  ...(majorVersion >= 7 ? ['-thread_queue_size', '1'] : []),
  ...['-c:v', 'rawvideo', '-f', 'rawvideo'],
];

/** Keeps the time stamps of the file (-copyts, passthrough) and every frame exactly once. */
export function decoderArguments(
  path: string,
  media: MediaInfo,
  { majorVersion }: FfmpegPair,
  { seekSeconds, lookAheadBytes, filters, sink, allCores = false }: DecoderRun,
): string[] {
  // -noaccurate_seek: without it, ffmpeg drops frames before the given time, with rounded arithmetic.
  const seek =
    seekSeconds === null ? [] : ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', seekSeconds.toFixed(6)];
  return [
    // 'level' adds the severity to each line; 'repeat' stops ffmpeg from merging equal lines.
    ...['-hide_banner', '-nostdin', '-nostats', '-v', 'repeat+level+info'],
    ...['-threads', String(decoderThreads(allCores)), '-noautorotate', '-copyts', ...seek],
    ...mediaArguments(path, media, lookAheadBytes),
    ...['-map', `0:${media.video.index}`, '-an', '-sn', '-dn', '-filter_threads', '1'],
    ...['-vf', [...filters, 'showinfo=checksum=0'].join(','), ...passthrough(majorVersion)],
    // A picture size that changes on the way is kept; ffmpeg would scale all frames to the first one's.
    ...['-noautoscale', ...sink],
  ];
}
