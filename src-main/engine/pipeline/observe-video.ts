/** Video → frames → faces → tracks: all steps before the scores. Casework and training share them. */
import { DEFAULT_MAX_FACES } from '../../shared/default-parameters.ts';
import type { AnalysisParameters, FrameRecord, MediaInfo } from '../../shared/domain.ts';
import { EngineError } from '../../shared/errors.ts';
import type { FaceTools } from './analysis-tools.ts';
import { countFaces } from './count-faces.ts';
import type { DescribedFace } from './describe-faces.ts';
import { FACE_IMAGE_PX } from '../faces/face-image.ts';
import { buildTracks } from '../faces/track.ts';
import { colourHistogram, numberShots, type ColourHistogram } from '../faces/shots.ts';
import { decode } from '../media/decode.ts';
import { describeFile } from '../media/describe-file.ts';
import { encodeJpegs } from '../media/encode-pictures.ts';
import { JpegBatches } from '../media/jpeg-batches.ts';
import type { Frame } from '../media/frame.ts';
import { indexFrames, type FrameIndex } from '../media/frame-index.ts';
import { probe } from '../media/probe.ts';
import { remarksOn } from '../media/remarks.ts';
import { sampleFrames } from '../media/sampling.ts';
import { observeFaces } from './observe-faces.ts';
import type { WorkRun } from '../support/work-run.ts';

export interface TrackedFace extends Omit<DescribedFace, 'picture'> {
  frameIndex: number;
  pts: number;
  ptsMs: number;
  /** Size of the frame that it is in. */
  frame: { width: number; height: number };
  /** JPEG for people to look at. */
  image: Buffer;
}

interface VideoObservation {
  index: FrameIndex;
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
 * @throws EngineError media/… if the file can't be read or shows too many faces, inference/failed
 */
export async function observeVideo(
  path: string,
  parameters: AnalysisParameters,
  tools: FaceTools,
  { signal, onProgress }: WorkRun,
  picturePx = FACE_IMAGE_PX,
): Promise<VideoObservation> {
  onProgress({ stage: 'probe', done: 0, total: 1 });
  const media = await probe(path, tools.ffmpeg, signal, parameters.stream);
  const index = await indexFrames(path, media, tools.ffmpeg, signal);
  const wanted = sampleFrames(parameters.sampling, index.timesMs);
  if (wanted.length === 0) {
    throw new EngineError('media/no-frames', `${path} contains no frame. Copy it again from its source.`);
  }
  const decoding = decode({ path, media, index, wanted, tools: tools.ffmpeg, signal });
  const pictures = new JpegBatches(tools.ffmpeg, signal);
  const observed: { faces: PicturedFace[]; colours: ColourHistogram }[] = [];
  const sizes = new Set<string>();
  let shown: { frame: Frame; hasFace: boolean } | null = null;
  let facesPassedOver = 0;
  const count = countFaces(path);
  for await (const { frame, faces, passedOver } of observeFaces(
    decoding,
    { ...parameters, picturePx },
    tools.describer,
    signal,
  )) {
    const { frameIndex, pts, ptsMs, width, height } = frame;
    sizes.add(`${width} × ${height}`);
    facesPassedOver += passedOver;
    count(faces.length);
    observed.push({
      faces: faces.map(({ picture, ...face }) => ({
        ...{ ...face, frameIndex, pts, ptsMs, frame: { width, height } },
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
  const skipped = frames.filter((frame) => frame.skipped !== null).length;
  const { sentences } = await remarksOn(path, media, index, tools.ffmpeg, signal);
  return {
    index,
    media: withSizes(await describeFile(path, media, index, signal), sizes),
    gaps: [
      ...(skipped > 0 ? [`${skipped} of ${frames.length} frames could not be decoded.`] : []),
      ...concealmentText(decoding.concealedFrames),
      ...decoding.colourChanges,
      ...sentences,
      ...(facesPassedOver > 0 ? [crowdText(facesPassedOver, parameters)] : []),
    ],
    frames,
    tracks: buildTracks(faces, tools.identity.identity),
    decodeWarnings: decoding.warnings,
    thumbnail: shown && (await encodeJpegs([shown.frame], THUMBNAIL_PX, tools.ffmpeg, signal))[0]!,
  };
}

function records(wanted: readonly number[], index: FrameIndex, missing: Map<number, string>): FrameRecord[] {
  return wanted.map((frameIndex) => ({
    frameIndex,
    pts: index.pts[frameIndex]!,
    ptsMs: index.timesMs[frameIndex]!,
    skipped: missing.get(frameIndex) ?? null,
  }));
}

/** A picture size that changes on the way is no fault; a reader of boxes has to know it. */
function withSizes(media: MediaInfo, sizes: ReadonlySet<string>): MediaInfo {
  if (sizes.size < 2) return media;
  const text = `The picture size changes in this video (${[...sizes].join(', ')}); each frame was examined in its own size.`;
  return { ...media, assumptions: [...(media.assumptions ?? []), text] };
}

function concealmentText(frames: number): string[] {
  if (frames === 0) return [];
  return [
    `${frames} ${frames === 1 ? 'frame has' : 'frames have'} damaged parts, which the decoder replaced by a guess. What is seen there, and in later frames that copy from them, can be wrong.`,
  ];
}

const crowdText = (passedOver: number, { maxFaces = DEFAULT_MAX_FACES }: AnalysisParameters): string =>
  `Only the ${maxFaces} largest faces of each frame were examined; ${passedOver} smaller faces were not. Analyse the file again with a higher limit to examine more.`;
