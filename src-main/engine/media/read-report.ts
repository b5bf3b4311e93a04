/** ffprobe's report of a file, or the reason why there is none. */
import type { FfmpegPair } from './ffmpeg.ts';
import { ffprobeReport, type FfprobeReport } from './ffprobe-report.ts';
import { parseJson } from './ffprobe-values.ts';
import { fileEnding } from './file-ending.ts';
import { firstPacket } from './first-frame.ts';
import { bytesInFrontRefusal } from './bytes-in-front.ts';
import { runToEnd } from './media-process.ts';
import { inputArguments, type ByteRange, type MediaInput } from './media-input.ts';
import { mp4Boxes } from './mp4-boxes.ts';
import { probeFailure } from './probe-failure.ts';
import type { SandboxOptions } from './sandbox.ts';
import { streamPartRefusal } from './stream-parts.ts';
import { readStructure } from './structure-reader.ts';
import { LARGEST_MOVING_PIXELS } from './video-stream.ts';

export interface FileReport {
  report: FfprobeReport;
  log: string[];
  /** What was read, if not all of the file. */
  range?: ByteRange | undefined;
}

/** A frame of the largest moving picture that is examined, at 16 bits a colour: of a larger one its size is enough. */
const LARGEST_BLOCK_BYTES = LARGEST_MOVING_PIXELS * 8;

/** @throws EngineError media/unreadable, unsupported, no-frames, timed-out; the abort reason */
export async function readReport(
  path: string,
  { pictureDemuxer, sizeBytes }: MediaInput,
  { ffprobe, bwrap }: FfmpegPair,
  signal: AbortSignal | undefined,
): Promise<FileReport> {
  const read = (range?: ByteRange) =>
    runFfprobe(ffprobe, pictureDemuxer !== null, inputArguments(path, pictureDemuxer, { range }), {
      ...{ bwrap, reads: path, signal },
    });
  const { report, log } = await read();
  if (report !== null) return { report, log };
  const end = await endOfWholeBoxes(path, sizeBytes, signal);
  if (end !== null) {
    const range = { start: 0, end };
    const part = await read(range);
    if (part.report !== null) return { report: part.report, log: part.log, range };
  }
  // ffmpeg does not name the format of an MP4 whose index is incomplete; its boxes do.
  const { cut } = await fileEnding(path, { container: 'mov,mp4', sizeBytes }, signal);
  throw (
    (await streamPartRefusal(path, sizeBytes, signal)) ??
    (await bytesInFrontRefusal(path, sizeBytes, read, signal)) ??
    probeFailure(log, cut)
  );
}

async function runFfprobe(
  ffprobe: string,
  isPicture: boolean,
  input: readonly string[],
  options: SandboxOptions & { signal: AbortSignal | undefined },
): Promise<{ report: FfprobeReport | null; log: string[] }> {
  const args = [
    ...['-v', 'warning', '-of', 'json', '-show_format', '-show_streams'],
    // Only its first decoded frame knows how a picture was held.
    ...firstPacket,
    ...(isPicture ? [] : ['-max_alloc', String(LARGEST_BLOCK_BYTES)]),
    ...input,
  ];
  const { code, output, log } = await runToEnd(ffprobe, args, options);
  const { success, data } = ffprobeReport.safeParse(parseJson(output));
  return { report: code === 0 && success && data.streams.length > 0 ? data : null, log };
}

/**
 * Where the last box of an MP4 begins, if it is incomplete and frames stand before it: inside the description of a
 * fragment ffmpeg refuses the whole file. Null for any other file.
 */
const endOfWholeBoxes = (path: string, sizeBytes: number, signal?: AbortSignal): Promise<number | null> =>
  readStructure(
    path,
    sizeBytes,
    signal,
    async (reader) => {
      const types = new Set<string>();
      for await (const { type, start, end } of mp4Boxes(reader)) {
        if (end > sizeBytes) return types.has('moov') && types.has('mdat') ? start : null;
        types.add(type);
      }
      return null;
    },
    () => null,
  );
