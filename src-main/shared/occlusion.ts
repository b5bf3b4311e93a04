/**
 * The words of occlusion maps (Zeiler and Fergus 2014, section 4.2): how the score of one face moves when a patch of it is
 * hidden.
 */
import type { Point } from './domain.ts';
import type { ScoredBy } from './people.ts';

export interface OcclusionMap {
  /** Of a finding; below zero for an added face. */
  faceId: number;
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
