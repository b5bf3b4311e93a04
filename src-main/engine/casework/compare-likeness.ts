/** How far a track resembles the references of the person that it is said to show: embedded anew, compared, stored. */
import { EngineError } from '../../shared/errors.ts';
import {
  LEAST_REFERENCES,
  likenessSubject,
  type ComparedClip,
  type Likeness,
} from '../../shared/likeness.ts';
import { missingReferences } from '../../shared/likeness-wording.ts';
import { keyOf, type FaceAnchor } from '../../shared/people.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { leaveOneOut } from '../identity/leave-one-out.ts';
import type { ClipFaces } from '../identity/person-likeness.ts';
import { noRatios } from '../people/finding-rules.ts';
import { groupedBy } from '../support/grouped.ts';
import type { CheckedRun } from './checked-run.ts';
import { peopleOf } from './correct-people.ts';
import {
  notComparable,
  questionedTrack,
  referencesOf,
  trackOfReference,
  type TrackFaces,
} from './references.ts';

interface Claim {
  evidenceId: number;
  track: number;
  /** Whom the track is said to show. */
  person: string;
}

export interface LikenessTools {
  /** Identity embeddings of the faces of a track. */
  embed(track: TrackFaces): Promise<ClipFaces>;
  by: Likeness['by'];
}

/** One clip of a person: all that was declared of one file, since its tracks depend on each other. */
interface Clip {
  person: string;
  declared: FaceAnchor[];
  tracks: TrackFaces[];
}

/** @throws EngineError as `SingleFaces.likeness`; the abort reason */
export async function compareLikeness(
  file: CaseFile,
  { evidenceId, track: number, person }: Claim,
  { embed, by }: LikenessTools,
  run: CheckedRun,
): Promise<Likeness> {
  if (file.evidence.row(evidenceId).blind) throw hidden();
  const { finding, track } = questionedTrack(file, evidenceId, number);
  const clips = clipsOf(file, track.sha256);
  const references = clips.filter((clip) => clip.person === person);
  const others = clips.filter((clip) => clip.person !== person);
  const missing = missingReferences(person, references.length, LEAST_REFERENCES);
  if (missing !== null) throw notComparable(missing);

  const known = [...references, ...others];
  const embedded: ClipFaces[] = [];
  for (const { tracks } of [{ tracks: [track] }, ...known]) {
    run.onProgress({ stage: 'embed', done: embedded.length, total: 1 + known.length });
    const faces: Float32Array[] = [];
    for (const each of tracks) faces.push(...(await embed(each)));
    embedded.push(faces);
  }
  const [questioned, ...compared] = embedded;
  const { length: count } = references;
  const similarities = await leaveOneOut(
    compared.slice(0, count),
    [questioned!, ...compared.slice(count)],
    run,
  );
  const [similarity, ...ofOthers] = similarities.clips;
  const inOrder = [...similarities.references, ...ofOthers];
  const clipsCompared = known.map(({ person: name, declared, tracks }, at): ComparedClip => {
    const { evidenceId: id, sha256 } = tracks[0]!;
    const { length: faces } = compared[at]!;
    return { evidenceId: id, sha256, person: name, faces, similarity: inOrder[at]!, declared };
  });
  const key = keyOf(peopleOf(file, evidenceId, noRatios), number);
  const content: Likeness = {
    ...{ person, track: number, faces: questioned!.length, similarity: similarity! },
    references: clipsCompared.slice(0, count),
    others: clipsCompared.slice(count),
    basis: { sha256: finding.sha256, findingId: finding.id, ...(key ? { person: key } : {}) },
    by,
  };
  await run.check();
  run.signal.throwIfAborted();
  file.records.store({
    kind: 'likeness',
    subject: likenessSubject(evidenceId, content),
    ...{ evidenceId, content },
  });
  return content;
}

/** Of all people, in the order in which they were declared; a file is no reference for itself. */
function clipsOf(file: CaseFile, questioned: string): Clip[] {
  const references = referencesOf(file).filter(({ content }) => content.sha256 !== questioned);
  const byClip = groupedBy(references, ({ content }) => JSON.stringify([content.person, content.sha256]));
  return [...byClip.values()].map((declared) => ({
    person: declared[0]!.content.person,
    declared: declared.map(({ content }) => content.face),
    tracks: declared.map((reference) => trackOfReference(file, reference)),
  }));
}

export const hidden = () =>
  new EngineError(
    'case/blind',
    'This case works blind first: store your first impression of the video, then compare its faces.',
  );
