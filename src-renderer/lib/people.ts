/** People as the review shows and corrects them. */
import type { StoredFace, StoredTrack } from '../../src-main/shared/case.ts';
import type { FaceAnchor, NamedPerson, Person } from '../../src-main/shared/people.ts';

/** A track as the machine found it. */
export const asFound = (track: StoredTrack): Person => ({
  ...track,
  ...{ name: null, noFace: null, key: null, tracks: [track.id] },
});

export const faceAnchorOf = ({ frameIndex, ptsMs, box }: StoredFace): FaceAnchor => ({
  ...{ frameIndex, ptsMs },
  // A value of the page's own state may not be handed to the engine as it is.
  box: { ...box },
});

/** The face with which another person would begin at this frame; null where all faces are on one side of it. */
export function splitFace({ faces }: Pick<Person, 'faces'>, frameIndex: number): StoredFace | null {
  const from = faces.findIndex((face) => face.frameIndex >= frameIndex);
  return from > 0 ? faces[from]! : null;
}

/** How far from its frame a face still shows whose it is, as in `engine/people/resolve-anchor.ts`. */
const REACH_MS = 1000;

/** Whether the face that was meant is one of the person: the nearest in time lies over its middle. */
export function isFaceOf({ faces }: Pick<Person, 'faces'>, { ptsMs, box }: FaceAnchor): boolean {
  const distance = (face: StoredFace) => Math.abs(face.ptsMs - ptsMs);
  const nearest = faces.reduce((best, face) => (distance(face) < distance(best) ? face : best));
  const [x, y] = [box.x + box.width / 2 - nearest.box.x, box.y + box.height / 2 - nearest.box.y];
  const isOver = x >= 0 && y >= 0 && x <= nearest.box.width && y <= nearest.box.height;
  return isOver && distance(nearest) <= REACH_MS;
}

/** The names of the people in each video, by evidence id; each name once. */
export function namesByVideo(named: readonly NamedPerson[]): ReadonlyMap<number, readonly string[]> {
  const names = new Map<number, string[]>();
  for (const { name, seen } of named) {
    for (const id of new Set(seen.map(({ evidenceId }) => evidenceId))) {
      names.set(id, [...(names.get(id) ?? []), name]);
    }
  }
  return names;
}
