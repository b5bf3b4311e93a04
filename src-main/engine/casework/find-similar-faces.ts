/** Tracks of other videos of the case that look like one person: embedded anew and compared; nothing is stored. */
import type { EvidenceRow } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import { representative, type FaceAnchor } from '../../shared/people.ts';
import { LOOKS_ALIKE, type SimilarFace, type SimilarFaces } from '../../shared/similar-faces.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { personLikeness, type ClipFaces } from '../identity/person-likeness.ts';
import type { CheckedRun } from './checked-run.ts';
import { hidden } from './compare-likeness.ts';
import { comparableTracks, questionedTrack, type ComparableTrack, type TrackFaces } from './references.ts';

/**
 * @param track number of a track, or of a person after corrections
 * @param embed identity embeddings of the faces of a track
 * @throws EngineError as `SingleFaces.similar`; the abort reason
 */
export async function findSimilarFaces(
  file: CaseFile,
  { evidenceId, track: number }: { evidenceId: number; track: number },
  embed: (track: TrackFaces) => Promise<ClipFaces>,
  run: CheckedRun,
): Promise<SimilarFaces> {
  if (file.evidence.row(evidenceId).blind) throw hidden();
  const { track } = questionedTrack(file, evidenceId, number);
  const result: SimilarFaces = { found: [], others: 0, left: [] };
  const rows = file.evidence
    .list()
    .filter(({ state, sha256 }) => state === 'done' && sha256 !== track.sha256);
  run.onProgress({ stage: 'embed', done: 0, total: 1 + rows.length });
  // Of one clip this is the plain cosine, as in the tests of pairs of recordings.
  const likeness = personLikeness([await embed(track)]);
  for (const [done, row] of rows.entries()) {
    run.onProgress({ stage: 'embed', done: 1 + done, total: 1 + rows.length });
    try {
      if (row.blind) throw hidden();
      for (const each of comparableTracks(file, row)) {
        const similarity = likeness(await embed(each.track));
        if (similarity >= LOOKS_ALIKE) result.found.push(similarFace(row, each, similarity));
        else result.others += 1;
      }
    } catch (error) {
      // One video that is gone or was changed says nothing of the others.
      if (run.signal.aborted || !(error instanceof EngineError)) throw error;
      result.left.push({ evidenceId: row.id, why: error.message });
    }
  }
  await run.check();
  run.signal.throwIfAborted();
  result.found.sort((a, b) => b.similarity - a.similarity);
  return result;
}

function similarFace(
  { id: evidenceId }: EvidenceRow,
  { group: { id: person, faces, named }, track, still }: ComparableTrack,
  similarity: number,
): SimilarFace {
  const { faceId, frameIndex, ptsMs, box } = representative({ faces });
  const face: FaceAnchor = { frameIndex, ptsMs, box };
  const startMs = still ? null : faces[0]!.ptsMs;
  const { length: usable } = track.faces;
  return { evidenceId, person, faceId, face, name: named?.name ?? null, startMs, usable, similarity };
}
