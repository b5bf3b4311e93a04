/** Video → frames → faces → tracks: all steps before the scores. Casework and training share them. */
import type { AnalysisParameters, FrameRecord, MediaInfo, Progress } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FaceTools } from './analysis-tools.ts';
import type { DescribedFace } from './describe-faces.ts';
import { FACE_IMAGE_PX } from '../faces/face-image.ts';
import { buildTracks } from '../faces/track.ts';
import { colourHistogram, numberShots, type ColourHistogram } from '../faces/shots.ts';
import { decode } from '../media/decode.ts';
import { encodeJpegs } from '../media/encode-pictures.ts';
import { JpegBatches } from '../media/jpeg-batches.ts';
import type { Frame } from '../media/frame.ts';
import { frameTimesMs, indexFrames, withFrames, type FrameIndex } from '../media/frame-index.ts';
import { probe } from '../media/probe.ts';
import { sampleFrames } from '../media/sampling.ts';
import { observeFaces } from './observe-faces.ts';

export interface TrackedFace extends Omit<DescribedFace, 'picture'> {
  frameIndex: number;
  pts: number;
  ptsMs: number;
  /** JPEG for viewing. */
  image: Buffer;
}

export interface VideoObservation {
  media: MediaInfo;
  /** Every sampled frame in order; a frame that was not decoded has the reason. */
  frames: FrameRecord[];
  /** The faces of one person per track, in order of time. */
  tracks: TrackedFace[][];
  decodeWarnings: string[];
  /** Sentences about parts of the video that were not analysed; empty if everything was. */
  gaps: string[];
  /** JPEG of the first frame with a face; if there is no face, of the first frame. */
  thumbnail: Buffer | null;
}

type PicturedFace = Omit<TrackedFace, 'image'> & { image: Promise<Buffer> };

const THUMBNAIL_PX = 320;

/**
 * @param picturePx side of each face's picture
 * @throws EngineError media/… if the file can't be read, inference/failed
 */
export async function observeVideo(
  path: string,
  parameters: AnalysisParameters,
  tools: FaceTools,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: Progress) => void },
  picturePx = FACE_IMAGE_PX,
): Promise<VideoObservation> {
  onProgress({ stage: 'probe', done: 0, total: 1 });
  const media = await probe(path, tools.ffmpeg, signal);
  const index = await indexFrames(path, media, tools.ffmpeg, signal);
  const wanted = sampleFrames(parameters.sampling, frameTimesMs(index));
  if (wanted.length === 0) {
    throw new EngineError('media/no-frames', `${path} contains no frame. Copy it again from its source.`);
  }
  const decoding = decode({ path, media, index, wanted, tools: tools.ffmpeg, signal });
  const pictures = new JpegBatches(tools.ffmpeg, signal);
  const observed: { faces: PicturedFace[]; colours: ColourHistogram }[] = [];
  let shown: { frame: Frame; hasFace: boolean } | null = null;
  for await (const { frame, faces } of observeFaces(
    decoding,
    { ...parameters, picturePx },
    tools.describer,
    signal,
  )) {
    const { frameIndex, pts, ptsMs } = frame;
    observed.push({
      faces: faces.map(({ picture, ...face }) => ({
        ...{ ...face, frameIndex, pts, ptsMs },
        image: pictures.add({ rgb: picture, width: picturePx, height: picturePx }),
      })),
      colours: colourHistogram(frame),
    });
    if (shown === null || (!shown.hasFace && faces.length > 0)) shown = { frame, hasFace: faces.length > 0 };
    onProgress({ stage: 'detect', done: observed.length, total: wanted.length });
  }
  const shots = numberShots(observed.map(({ colours }) => colours));
  pictures.flush();
  const faces = await Promise.all(
    observed.flatMap(({ faces }, at) =>
      faces.map(async (face) => ({ ...face, shot: shots[at]!, image: await face.image })),
    ),
  );
  const frames = records(
    wanted,
    index,
    new Map(decoding.missing.map((each) => [each.frameIndex, each.reason])),
  );
  return {
    media: withFrames(media, index),
    gaps: gapsIn(media, index, frames, decoding.warnings),
    frames,
    tracks: buildTracks(faces, tools.identity.identity),
    decodeWarnings: decoding.warnings,
    thumbnail: shown && (await encodeJpegs([shown.frame], THUMBNAIL_PX, tools.ffmpeg, signal))[0]!,
  };
}

function records(wanted: readonly number[], index: FrameIndex, missing: Map<number, string>): FrameRecord[] {
  const timesMs = frameTimesMs(index);
  return wanted.map((frameIndex) => ({
    frameIndex,
    pts: index.pts[frameIndex]!,
    ptsMs: timesMs[frameIndex]!,
    skipped: missing.get(frameIndex) ?? null,
  }));
}

/**
 * The duration in a container may be rounded, or may be that of its sound. A video is cut if more than half a second
 * plus a tenth of its duration is missing.
 */
const MISSING_MS = 500;
const MISSING_SHARE = 0.1;

function gapsIn(
  media: MediaInfo,
  index: FrameIndex,
  frames: readonly FrameRecord[],
  decodeWarnings: readonly string[],
): string[] {
  const durationMs = media.kind === 'video' ? (media.video.durationMs ?? media.durationMs) : null;
  const gaps: string[] = [];
  if (media.kind === 'still' && decodeWarnings.length > 0) {
    gaps.push(`The picture is incomplete or damaged: ${decodeWarnings.join('; ')}.`);
  }
  const skipped = frames.filter((frame) => frame.skipped !== null).length;
  if (skipped > 0) gaps.push(`${skipped} of ${frames.length} frames could not be decoded.`);
  const timesMs = frameTimesMs(index);
  const seenMs = timesMs.at(-1)! - timesMs[0]!;
  if (durationMs !== null && durationMs - seenMs > MISSING_MS + MISSING_SHARE * durationMs) {
    gaps.push(
      `The file should last ${(durationMs / 1000).toFixed(1)} s, but its frames end after ${(seenMs / 1000).toFixed(1)} s: it is incomplete or damaged.`,
    );
  }
  return gaps;
}
