/** Findings with tracks to correct, and corrections of them. */
import type { StoredFace, StoredFinding } from '../../src-main/shared/case.ts';
import type { Face, Finding } from '../../src-main/shared/domain.ts';
import type { AddedFace, Correction, CorrectionAct, FaceAnchor } from '../../src-main/shared/people.ts';
import { sampleFace, sampleFinding, sampleTrack } from '../unit/engine/cases/sample-finding.ts';
import { decideTrack, type DecisionRule } from '../../src-main/engine/verdict/decide.ts';

/** With an id for each face, as a case gives it. */
export function stored(finding: Finding, id = 1): StoredFinding {
  let faceId = 1000 * id;
  return {
    ...finding,
    id,
    tracks: finding.tracks.map((track) => ({
      ...track,
      faces: track.faces.map((face) => ({ ...face, faceId: (faceId += 1) })),
    })),
  };
}

/** A face at one place all the time. */
export const faceAt = (frameIndex: number, x: number, score: number | null): Face => {
  const face = sampleFace(frameIndex, score, score === null ? 'too-small' : null);
  return { ...face, box: { ...face.box, x } };
};

export const facesAt = (frames: readonly number[], x: number, score: number | null): Face[] =>
  frames.map((frameIndex) => faceAt(frameIndex, x, score));

/** Each track decided by the rule, as an analysis does. */
export const findingOf = (tracks: readonly Face[][], rule: DecisionRule, change: Partial<Finding> = {}) =>
  sampleFinding({
    tracks: tracks.map((faces, index) => sampleTrack(index + 1, faces, decideTrack(faces, rule))),
    ...change,
  });

export const faceAnchorOf = ({ frameIndex, ptsMs, box }: StoredFace | Face): FaceAnchor => ({
  ...{ frameIndex, ptsMs, box },
});

let count = 0;
export const correction = (act: CorrectionAct, change: Partial<Correction> = {}): Correction => ({
  number: (count += 1),
  ...{ author: 'A. Smith', at: '2026-01-02T03:04:05.000Z', sha256: sampleFinding().sha256, stream: 0 },
  act,
  ...change,
});

/** Of the sample finding's model. */
const scoredBy = {
  classifier: sampleFinding().models.find(({ role }) => role === 'classifier')!.sha256,
  provider: 'cpu',
  exhibit: 'test',
} as const;

/** As the engine stores it. @param firstCrop number of the picture of the first face */
export function addition(
  faces: readonly Face[],
  { firstCrop = 1, guests = [] }: { firstCrop?: number; guests?: AddedFace['guests'] } = {},
): Extract<CorrectionAct, { kind: 'add' }> {
  const pictured = faces.map((face, at) => ({
    ...face,
    crop: { id: firstCrop + at, sha256: '0'.repeat(64) },
    guests,
  }));
  return { kind: 'add', drawn: faceAnchorOf(faces[0]!), faces: pictured, by: scoredBy };
}
