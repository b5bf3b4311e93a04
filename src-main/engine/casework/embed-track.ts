/** Identity embeddings of a track's faces: the case keeps none, so they are made anew from the frames of its file. */
import type { Embedder } from '../embedding/embedder.ts';
import type { FfmpegTools } from '../media/ffmpeg.ts';
import { groupedBy } from '../support/grouped.ts';
import { spreadEvenly } from '../support/spread-evenly.ts';
import { framesAgain } from '../media/frames-again.ts';
import type { TrackFaces } from './references.ts';

/** As many as a default analysis samples; more of one clip tell little more of its person. */
const MOST_FACES = 32;

/** @returns one for each face that was chosen, spread over the track @throws EngineError as `framesAgain`; inference/failed */
export async function embedTrack(
  { faces, ...file }: TrackFaces,
  { embedder, ffmpeg }: { embedder: Embedder; ffmpeg: FfmpegTools },
  signal: AbortSignal,
): Promise<Float32Array[]> {
  // Of people who were merged there may be two faces in a frame.
  const byFrame = groupedBy(spreadEvenly(faces, MOST_FACES), ({ frameIndex }) => frameIndex);
  const wanted = [...byFrame.keys()].sort((a, b) => a - b);
  const embeddings: Float32Array[] = [];
  for await (const frame of framesAgain(file, wanted, ffmpeg, signal)) {
    const inFrame = byFrame.get(frame.frameIndex)!.map(({ landmarks }) => ({ frame, landmarks }));
    embeddings.push(...(await embedder.embed(inFrame, signal)));
  }
  return embeddings;
}
