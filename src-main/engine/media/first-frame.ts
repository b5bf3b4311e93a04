/**
 * What the first frame of a stream says of its display and the container does not: H.264 and HEVC can carry how a
 * picture is to be turned among their own messages (display orientation SEI, ITU-T H.264, section D.2.27).
 */
import type { FfmpegPair } from './ffmpeg.ts';
import { ffprobeReport, type FfprobeStream } from './ffprobe-report.ts';
import { parseJson } from './ffprobe-values.ts';
import { inputArguments, streamLookAhead } from './media-input.ts';
import { runToEnd } from './media-process.ts';
import type { FileReport } from './read-report.ts';

const codecsWithMessages = new Set(['h264', 'hevc']);

/**
 * @param report with the first packets of the file
 * @returns the side data of the first frame; empty where the stream can't have any that counts
 */
export async function firstFrameSideData(
  path: string,
  { index, codec_name: codec = '', side_data_list }: FfprobeStream,
  { report: { packets }, range }: Pick<FileReport, 'report' | 'range'>,
  { ffprobe }: FfmpegPair,
  signal: AbortSignal | undefined,
): Promise<FfprobeStream['side_data_list']> {
  const isTurned = side_data_list.some(({ displaymatrix }) => displaymatrix !== undefined);
  if (isTurned || !codecsWithMessages.has(codec)) return [];
  const place = packets.find(({ stream_index, pos }) => stream_index === index && pos !== undefined)?.pos;
  const look = ['-select_streams', String(index), '-show_frames', '-read_intervals', '%+#1'];
  const input = inputArguments(path, null, { lookAheadBytes: streamLookAhead(Number(place)), range });
  const { output, code } = await runToEnd(ffprobe, ['-v', 'quiet', '-of', 'json', ...look, ...input], {
    signal,
  });
  // A first frame that can't be read is found again, and told, when the frames are decoded.
  if (code !== 0) return [];
  const { success, data } = ffprobeReport.safeParse(parseJson(output));
  return success ? (data.frames[0]?.side_data_list ?? []) : [];
}
