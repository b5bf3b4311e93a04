/** A finding with its card, as the annex is written from, of one person in eight faces. */
import type { Questioned } from '../../../../../src-main/engine/reports/annex/annex-line.ts';
import { decideTrack, decideVideo } from '../../../../../src-main/engine/verdict/decide.ts';
import { ruleOfCard } from '../../../../../src-main/engine/verdict/rule-of-card.ts';
import type { StoredFinding } from '../../../../../src-main/shared/case.ts';
import type { Face, Finding } from '../../../../../src-main/shared/domain.ts';
import type { ModelCard } from '../../../../../src-main/shared/model-card.ts';
import { nearestCondition } from '../../../../../src-main/shared/nearest-condition.ts';
import { sampleFace, sampleFinding, sampleTrack } from '../../cases/sample-finding.ts';
import { sampleCard } from '../sample-card.ts';

/** Each other face is a little elsewhere, as in a video of a person. */
export const facesWith = (score: number, change: Partial<Face> = {}, count = 12): Face[] =>
  Array.from({ length: count }, (_, at) => ({
    ...sampleFace(at * 10, score),
    novelty: 0.1,
    ...change,
  }));

export const quality = (change: Partial<Face['quality']>): Pick<Face, 'quality'> => ({
  quality: { ...sampleFace(0, 0.5).quality, ...change },
});

interface Change {
  finding?: Partial<Finding>;
  card?: Partial<ModelCard>;
  /** Of each person. */
  tracks?: Face[][];
  /** What the reader says of the file. */
  remarks?: string[];
}

/** Decided by the limits of the sample's card: likely fake from 0.65 on, likely real up to 0.35. */
export function questioned({
  finding: change = {},
  card: cardChange = {},
  tracks: faces = [facesWith(0.9)],
  remarks = [],
}: Change = {}): Questioned {
  const card = { ...sampleCard, ...cardChange };
  const base = sampleFinding(change);
  const rule = ruleOfCard(base.band, card, () => 0.5);
  const tracks = faces.map((each, at) => sampleTrack(at + 1, each, decideTrack(each, rule)));
  const sampled = [...new Set(faces.flat().map(({ frameIndex }) => frameIndex))].map((frameIndex) => ({
    ...{ frameIndex, pts: 0, ptsMs: 0, skipped: null },
  }));
  const frames = change.frames ?? sampled;
  const framesUsed = frames.filter(({ skipped }) => skipped === null).length;
  const verdict = decideVideo(tracks, { kind: base.media.kind, framesUsed }, rule);
  const told = { ...verdict, reasons: [...verdict.reasons, ...remarks] };
  let faceId = 0;
  const stored: StoredFinding = {
    ...{ ...base, id: 1, frames, verdict: told },
    tracks: tracks.map((track) => ({
      ...track,
      faces: track.faces.map((face) => ({ ...face, faceId: (faceId += 1) })),
    })),
  };
  return { finding: stored, card, quality: nearestCondition(stored, card), rule };
}
