/** What a capsule is about: the newest finding of each video, and of it the frames in which faces have a score. */
import type { StoredFace, StoredFinding } from '../../shared/case.ts';
import type { CaseFile } from '../cases/case-file.ts';

export type CapsuleFindings = readonly { evidenceId: number; finding: StoredFinding }[];

/** Of each video on the list that has one. */
export const newestFindings = ({ evidence, findings }: CaseFile): CapsuleFindings =>
  evidence.list().flatMap(({ id }) => {
    const finding = findings.newest(id);
    return finding === null ? [] : [{ evidenceId: id, finding }];
  });

export const scoredFaces = ({ tracks }: Pick<StoredFinding, 'tracks'>): StoredFace[] =>
  tracks.flatMap(({ faces }) => faces.filter(({ score }) => score !== null));

/** Ascending, each once. */
export const scoredFrameIndices = (finding: Pick<StoredFinding, 'tracks'>): number[] =>
  [...new Set(scoredFaces(finding).map(({ frameIndex }) => frameIndex))].sort((a, b) => a - b);
