/**
 * Blind first: what an examiner must not see of a video before a first impression of it is stored. That is what the
 * machine says of it, and all that other examiners wrote about it. `evidence.ts` takes it off the rows.
 */
import type { StoredFinding, StoredTrack } from '../../shared/case.ts';
import type { Face, Verdict } from '../../shared/domain.ts';
import type { AnyRecord } from '../../shared/notebook.ts';
import type { Correction, People, PeopleCorrections } from '../../shared/people.ts';

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
  tracks: tracks.map(withholdTrack),
});

/** The same of people. */
export const withholdPeople = ({ people, ...rest }: People): People => ({
  ...rest,
  ...{ verdict: withheld, guests: [], ratioGap: null },
  people: people.map(withholdTrack),
});

const withholdTrack = <T extends StoredTrack>(track: T): T => ({
  ...track,
  verdict: withheld,
  faces: track.faces.map(withholdFace),
});

const withholdFace = <F extends Face>(face: F): F => ({
  ...face,
  ...{ score: null, classifiers: null, novelty: null },
});

/** An added face stands with its scores in the correction. */
function withholdCorrection(correction: Correction): Correction {
  const { act } = correction;
  if (act.kind !== 'add') return correction;
  const faces = act.faces.map(({ guests, ...face }) => ({
    ...withholdFace(face),
    guests: guests.map(({ sha256 }) => ({ sha256, score: null })),
  }));
  return { ...correction, act: { ...act, faces } };
}

interface Sight {
  /** Whether a record may be seen, or an entry of the log about it. Occlusion maps and likeness are
   * what the machine says. */
  sees(record: Pick<AnyRecord, 'kind' | 'author' | 'evidenceId'>): boolean;
  /** The record as far as it may be seen; null if not. The corrections of a video are a list by several examiners. */
  seen(record: AnyRecord): AnyRecord | null;
  /** Of the corrections of a video, those that may be seen, as far as they may be seen. */
  corrections(evidenceId: number, corrections: readonly Correction[]): Correction[];
}

/** @param blind ids of the evidence that is hidden from the present examiner */
export function sightOf(examiner: string | null, blind: ReadonlySet<number>): Sight {
  const isHidden = (evidenceId: number | null) => evidenceId !== null && blind.has(evidenceId);
  const sees: Sight['sees'] = ({ kind, author, evidenceId }) =>
    kind === 'exhibit' ||
    !isHidden(evidenceId) ||
    (author === examiner && kind !== 'occlusion' && kind !== 'likeness');
  const corrections: Sight['corrections'] = (evidenceId, list) =>
    isHidden(evidenceId)
      ? list.filter(({ author }) => author === examiner).map(withholdCorrection)
      : [...list];
  return {
    sees,
    corrections,
    seen(record) {
      if (record.kind !== 'people' || !isHidden(record.evidenceId)) return sees(record) ? record : null;
      const own = corrections(record.evidenceId!, record.content?.corrections ?? []);
      const last = own.at(-1);
      return last ? { ...record, author: last.author, at: last.at, content: { corrections: own } } : null;
    },
  };
}

/** The content of a record of corrections as it stands in the log, with those alone that may be seen. */
export const seenInLog = (sight: Sight, evidenceId: number, content: unknown): unknown =>
  content instanceof Object && 'corrections' in content
    ? { corrections: sight.corrections(evidenceId, (content as PeopleCorrections).corrections) }
    : content;
