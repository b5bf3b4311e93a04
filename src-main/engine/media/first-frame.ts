/**
 * What the first packet of a stream and the frame in it say and the container does not: that it is encrypted, or how it
 * is to be turned. H.264 and HEVC can carry that among their own messages (display orientation SEI, ITU-T H.264, section
 * D.2.27).
 */
import type { FfmpegPair } from './ffmpeg.ts';
import { ffprobeReport, type FfprobeReport, type FfprobeStream } from './ffprobe-report.ts';
import { parseJson } from './ffprobe-values.ts';
import { inputArguments, streamLookAhead } from './media-input.ts';
import { runToEnd } from './media-process.ts';
import type { FileReport } from './read-report.ts';
import { isDecodable } from './video-stream.ts';

export type FirstFrame = FfprobeReport['packets_and_frames'];

/** Options of ffprobe: the first packet, and what is decoded from it. */
export const firstPacket = ['-show_packets', '-show_frames', '-read_intervals', '%+#1'];

/**
 * A first frame that can't be read is found again, and told, when the frames are decoded.
 * @param report with the first packet of the file, which nearly always is of this stream
 * @returns nothing of a stream whose first frame adds nothing
 */
export async function firstFrameOf(
  stream: FfprobeStream,
  path: string,
  { report, range }: Pick<FileReport, 'report' | 'range'>,
  { ffprobe, bwrap }: FfmpegPair,
  signal: AbortSignal | undefined,
): Promise<FirstFrame> {
  const { index } = stream;
  const first = report.packets_and_frames[0];
  if (first === undefined || (isDecodable(stream) && !mayTurn(stream))) return [];
  if (first.stream_index === index) return report.packets_and_frames;
  // Most streams begin near the first packet, and in MPEG-TS ffprobe reads all that it may look at.
  for (const lookAheadBytes of [streamLookAhead(Number(first.pos)), undefined]) {
    const input = inputArguments(path, null, { lookAheadBytes, range });
    const look = ['-select_streams', String(index), ...firstPacket];
    const args = ['-v', 'quiet', '-of', 'json', ...look, ...input];
    const { output } = await runToEnd(ffprobe, args, { bwrap, reads: path, signal });
    const { success, data } = ffprobeReport.safeParse(parseJson(output));
    if (success && data.packets_and_frames.length > 0) return data.packets_and_frames;
  }
  return [];
}

const mayTurn = ({ codec_name: codec, side_data_list }: FfprobeStream): boolean =>
  (codec === 'h264' || codec === 'hevc') &&
  side_data_list.every(({ displaymatrix }) => displaymatrix === undefined);
