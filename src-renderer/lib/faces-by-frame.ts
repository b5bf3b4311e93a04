/** The faces of all tracks, found by the frame that they are on. */
import type { StoredFinding } from '../../src-main/shared/case.ts';

export type StoredTrack = StoredFinding['tracks'][number];
export type StoredFace = StoredTrack['faces'][number];

export interface FaceOnFrame {
  trackId: number;
  face: StoredFace;
}

export function facesByFrame(tracks: readonly StoredTrack[]): ReadonlyMap<number, readonly FaceOnFrame[]> {
  const frames = new Map<number, FaceOnFrame[]>();
  for (const track of tracks)
    for (const face of track.faces) {
      const onFrame = frames.get(face.frameIndex) ?? [];
      onFrame.push({ trackId: track.id, face });
      frames.set(face.frameIndex, onFrame);
    }
  return frames;
}
