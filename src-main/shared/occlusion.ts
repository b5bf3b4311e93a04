/**
 * The words of occlusion maps (Zeiler and Fergus 2014, section 4.2): how the score of one face moves when a patch of it is
 * hidden.
 */
import type { StoredFace } from './case.ts';
import type { Box, Point } from './domain.ts';
import { isAdded, type ScoredBy } from './people.ts';

export interface OcclusionMap {
  /** Of a finding; below zero for an added face. */
  faceId: number;
  /** Left out by versions that named the face by its number alone; such a map is not shown. */
  of?: MappedFace;
  /** Patches along each side of the square that the network sees. */
  side: number;
  /** Top left, top right and bottom left corner of that square, as shares of the side of the face's picture. */
  corners: [Point, Point, Point];
  /** With nothing hidden. */
  score: number;
  /** For each patch, row by row: the score with it hidden less `score`; null for one outside the frame. */
  changes: (number | null)[];
  by: ScoredBy;
}

/** What a map was made of. Numbers of rows can be changed with another program, and the map would go with them. */
export interface MappedFace {
  /** null for an added face, which belongs to no finding. */
  findingId: number | null;
  frameIndex: number;
  box: Box;
  /** SHA-256 of its picture in the case; null where it has none. */
  picture: string | null;
}

/** Whether the map was made of the face that now has its number. @param findingId that the face is shown in */
export function isMapOf(
  { faceId, of }: Pick<OcclusionMap, 'faceId' | 'of'>,
  face: Pick<StoredFace, 'faceId' | 'frameIndex' | 'box'>,
  findingId: number,
): boolean {
  if (faceId !== face.faceId || of === undefined) return false;
  const { x, y, width, height } = face.box;
  return (
    of.findingId === (isAdded(face) ? null : findingId) &&
    of.frameIndex === face.frameIndex &&
    of.box.x === x &&
    of.box.y === y &&
    of.box.width === width &&
    of.box.height === height
  );
}

export const occlusionSubject = (evidenceId: number, faceId: number): string =>
  `occlusion/${evidenceId}/${faceId}`;

/** Largest change in either direction, and at least a twentieth of the scale: smaller ones must not look large. */
export const largestChange = ({ changes }: Pick<OcclusionMap, 'changes'>): number =>
  Math.max(0.05, ...changes.map((change) => Math.abs(change ?? 0)));

/** "−0.31", "+0.05"; in the units of the score. */
export const scoreChangeText = (change: number): string =>
  `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(2)}`;

/** For the audit log. */
export function occlusionText({ score, changes }: OcclusionMap): string {
  const known = changes.filter((change) => change !== null);
  const [lowest, highest] = [Math.min(...known), Math.max(...known)].map(scoreChangeText);
  return `score ${score.toFixed(2)}; hiding one of ${known.length} patches moves it by ${lowest} to ${highest}`;
}
