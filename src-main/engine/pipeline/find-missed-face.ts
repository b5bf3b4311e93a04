/**
 * A face that the detector left out and an examiner points at: looked for in the drawn box, and from there on at the
 * place where it was last, over the sampled frames before and after. What of that is the same person is decided by the
 * rule that makes the machine's tracks.
 */
import type { AnalysisParameters, Box, MediaInfo } from '../../shared/domain.ts';
import { isSameFace } from '../people/resolve-anchor.ts';
import { FACE_IMAGE_PX } from '../faces/face-image.ts';
import { colourHistogram, numberShots, type ColourHistogram } from '../faces/shots.ts';
import { buildTracks } from '../faces/track.ts';
import { decode } from '../media/decode.ts';
import type { Frame } from '../media/frame.ts';
import type { FrameIndex } from '../media/frame-index.ts';
import type { WorkRun } from '../support/work-run.ts';
import type { FaceTools } from './analysis-tools.ts';
import type { DescribedFace } from './describe-faces.ts';
import type { TrackedFace } from './observe-video.ts';

export interface MissedFace extends Omit<TrackedFace, 'image'> {
  /** RGB, `FACE_IMAGE_PX` square. */
  picture: Uint8Array;
}

export interface IndexedVideo {
  path: string;
  media: MediaInfo;
  index: FrameIndex;
}

export interface MissedFaceWish {
  frameIndex: number;
  drawn: Box;
  /** Of the finding, ascending: where the face is followed to. */
  sampled: readonly number[];
  parameters: AnalysisParameters;
  /** Boxes of the faces that are known in a frame. */
  known(frameIndex: number): readonly Box[];
}

/** How many sampled frames before and after are looked at, at most: each face is written down with the correction. */
const MAX_FOLLOWED = 100;
/** Frames that are decoded at once: backwards in time, they are kept until they are looked at. */
const CHUNK = 8;

type Seen = MissedFace & { colours: ColourHistogram };

/**
 * @returns the face in the drawn box and those of the same person in sampled frames, in order of time; null if there is
 *   no face in the box
 * @throws EngineError media/…, inference/failed; the abort reason
 */
export async function findMissedFace(
  video: IndexedVideo,
  { frameIndex, drawn, sampled, parameters, known }: MissedFaceWish,
  tools: FaceTools,
  { signal, onProgress }: WorkRun,
): Promise<MissedFace[] | null> {
  const earlier = sampled.filter((each) => each < frameIndex).slice(-MAX_FOLLOWED);
  const later = sampled.filter((each) => each > frameIndex).slice(0, MAX_FOLLOWED);
  const total = 1 + earlier.length + later.length;
  let done = 0;

  async function look(frame: Frame, box: Box): Promise<Seen | null> {
    const [described] = await tools.describer.describe(
      [frame],
      { ...parameters, picturePx: FACE_IMAGE_PX, drawn: box },
      signal,
    );
    onProgress({ stage: 'detect', done: (done += 1), total });
    const [face] = described!.faces;
    return face ? seen(face, described!.frame) : null;
  }

  /** Until it is no longer there, or known. */
  async function follow(first: Seen, frames: readonly number[]): Promise<Seen[]> {
    const found = [first];
    for await (const frame of decodedInTurn(video, frames, tools, signal)) {
      const face = await look(frame, found.at(-1)!.box);
      if (face === null || known(face.frameIndex).some((box) => isSameFace(box, face.box))) break;
      found.push(face);
    }
    return found.slice(1);
  }

  let first: Seen | null = null;
  for await (const frame of decodedInTurn(video, [frameIndex], tools, signal))
    first = await look(frame, drawn);
  if (first === null) return null;
  const before = await follow(first, earlier.reverse());
  const all = [...before.reverse(), first, ...(await follow(first, later))];
  const shots = numberShots(all.map(({ colours }) => colours));
  const tracks = buildTracks(
    all.map(({ colours: _, ...face }, at) => ({ ...face, shot: shots[at]! })),
    tools.identity.identity,
  );
  return tracks.find((faces) => faces.some((face) => face.frameIndex === frameIndex))!;
}

const seen = (face: DescribedFace, frame: Frame): Seen => {
  const { frameIndex, pts, ptsMs, width, height } = frame;
  const place = { frameIndex, pts, ptsMs, frame: { width, height } };
  return { ...face, ...place, colours: colourHistogram(frame) };
};

/** @param frames in the order in which they are wanted, forwards or backwards */
async function* decodedInTurn(
  { path, media, index }: IndexedVideo,
  frames: readonly number[],
  { ffmpeg }: FaceTools,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  for (let from = 0; from < frames.length; from += CHUNK) {
    const chunk = frames.slice(from, from + CHUNK);
    const wanted = chunk.toSorted((a, b) => a - b);
    const decoded = new Map<number, Frame>();
    for await (const frame of decode({ path, media, index, wanted, tools: ffmpeg, signal })) {
      decoded.set(frame.frameIndex, frame);
    }
    for (const frameIndex of chunk) {
      const frame = decoded.get(frameIndex);
      if (frame) yield frame;
    }
  }
}
