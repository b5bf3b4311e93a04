/** The faces of all people, found by the frame that they are on. */
import type { StoredFace } from '../../src-main/shared/case.ts';
import type { Person } from '../../src-main/shared/people.ts';

export interface FaceOnFrame {
  person: Person;
  face: StoredFace;
}

export function facesByFrame(people: readonly Person[]): ReadonlyMap<number, readonly FaceOnFrame[]> {
  const frames = new Map<number, FaceOnFrame[]>();
  for (const person of people)
    for (const face of person.faces) {
      const onFrame = frames.get(face.frameIndex) ?? [];
      onFrame.push({ person, face });
      frames.set(face.frameIndex, onFrame);
    }
  return frames;
}
