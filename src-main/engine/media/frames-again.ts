/** Frames of a file that was analysed, decoded once more: the case keeps places and landmarks of faces, not the frames. */
import { EngineError } from '../../shared/errors.ts';
import { decode } from './decode.ts';
import type { FfmpegTools } from './ffmpeg.ts';
import type { Frame } from './frame.ts';
import { indexFrames } from './frame-index.ts';
import { probe } from './probe.ts';

interface AnalysedFile {
  path: string;
  /** Of the parameters of the finding; undefined for the main stream. */
  stream: number | undefined;
}

/**
 * @param wanted frame indices, ascending, each once
 * @throws EngineError media/…; media/decode-failed where one of them cannot be decoded; the abort reason
 */
export async function* framesAgain(
  { path, stream }: AnalysedFile,
  wanted: readonly number[],
  ffmpeg: FfmpegTools,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const media = await probe(path, ffmpeg, signal, stream);
  const index = await indexFrames(path, media, ffmpeg, signal);
  const decoding = decode({ path, media, index, wanted, tools: ffmpeg, signal });
  yield* decoding;
  const [missing] = decoding.missing;
  if (missing === undefined) return;
  throw new EngineError(
    'media/decode-failed',
    `Frame ${missing.frameIndex} cannot be decoded any more. Restore the file that was analysed.`,
  );
}
