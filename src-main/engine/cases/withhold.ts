/**
 * Blind first: what an examiner must not see of a video before a first impression of it is stored. That is what the
 * machine says of it, and all that other examiners wrote about it. `evidence.ts` takes it off the rows.
 */
import type { StoredFinding } from '../../shared/case.ts';
import type { Verdict } from '../../shared/domain.ts';
import type { AnyRecord } from '../../shared/notebook.ts';

const withheld: Verdict = {
  outcome: 'not-applicable',
  score: null,
  log10LikelihoodRatio: null,
  reasons: ['Hidden until a first impression is stored.'],
};

/** The finding without anything that the models say: frames, faces, files and method stay. */
export const withholdFinding = ({ tracks, ...finding }: StoredFinding): StoredFinding => ({
  ...finding,
  verdict: withheld,
  guests: [],
  tracks: tracks.map((track) => ({
    ...track,
    verdict: withheld,
    faces: track.faces.map((face) => ({ ...face, score: null, classifiers: null, novelty: null })),
  })),
});

/** @param blind ids of the evidence that is hidden from the present examiner */
export const visibleTo =
  (examiner: string | null, blind: ReadonlySet<number>) =>
  ({ kind, author, evidenceId }: Pick<AnyRecord, 'kind' | 'author' | 'evidenceId'>): boolean =>
    evidenceId === null || kind === 'exhibit' || author === examiner || !blind.has(evidenceId);
