/** The command line of one decoding run: which stream, from where, through which filters, to where. */
import { availableParallelism } from 'node:os';
import type { MediaInfo } from '../../shared/domain.ts';
import type { FfmpegPair } from './ffmpeg.ts';
import { demuxerOf, inputArguments } from './media-input.ts';

export interface DecoderRun {
  /** Decoding begins at the key frame at or before this time; null for the beginning of the file. */
  seekSeconds: number | null;
  /** Filters before the time stamps are noted: which frames pass. */
  select?: string[];
  /** Filters after it: what becomes of them. */
  filters: string[];
  sink: string[];
}

/** Half of the cores: detection and embedding run at the same time and need the others. */
const decoderThreads = () => Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));

/** No frame is doubled or dropped; the option's name changed with ffmpeg 5.1. */
export const passthrough = (majorVersion: number): string[] =>
  majorVersion >= 6 ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough'];

/** Time stamps stay those of the file (-copyts, passthrough) and no frame is doubled or dropped. */
export function decoderArguments(
  path: string,
  { container, video }: MediaInfo,
  { majorVersion }: FfmpegPair,
  { seekSeconds, select = [], filters, sink }: DecoderRun,
): string[] {
  // -noaccurate_seek: ffmpeg would else drop frames before the given time by its own, rounded, arithmetic.
  const seek =
    seekSeconds === null ? [] : ['-seek_timestamp', '1', '-noaccurate_seek', '-ss', seekSeconds.toFixed(6)];
  return [
    // 'level' marks each line with its severity, 'repeat' keeps ffmpeg from folding equal lines.
    ...['-hide_banner', '-nostdin', '-nostats', '-v', 'repeat+level+info'],
    ...['-threads', String(decoderThreads()), '-noautorotate', '-copyts', ...seek],
    ...inputArguments(path, demuxerOf(container)),
    ...['-map', `0:${video.index}`, '-an', '-sn', '-dn', '-filter_threads', '1'],
    ...[
      '-vf',
      [...select, 'showinfo=checksum=0', ...filters].join(','),
      ...passthrough(majorVersion),
      ...sink,
    ],
  ];
}
