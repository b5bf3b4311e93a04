/** References of named people: tracks of the case that an examiner declares to be known-genuine. */
import { countOf } from '../../shared/wording.ts';
import type { EvidenceRow, StoredFace, StoredFinding } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import type { Reference } from '../../shared/likeness.ts';
import { isPresent, type Present } from '../../shared/notebook.ts';
import type { FaceAnchor } from '../../shared/people.ts';
import { referenceText } from '../../shared/likeness-wording.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { sightOf } from '../cases/withhold.ts';
import { groupFaces, type Group } from '../people/group-faces.ts';
import { resolveAnchor } from '../people/resolve-anchor.ts';
import { newestFinding, visibleCorrections } from './correct-people.ts';

/** Faces of one track, in the file that they can be decoded from again. */
export interface TrackFaces {
  evidenceId: number;
  path: string;
  sha256: string;
  stream: number | undefined;
  /** Usable ones, in order of time. */
  faces: StoredFace[];
}

/** What the present examiner may see of them, without those of files that were removed from the case. */
export function referencesOf({ records, evidence }: CaseFile): Present<'reference'>[] {
  const { seen } = sightOf(records.examiner(), evidence.blindIds());
  return records
    .newest()
    .flatMap((record) => seen(record) ?? [])
    .filter(isPresent('reference'))
    .filter(({ evidenceId }) => evidence.file(evidenceId!) !== null);
}

/** @throws EngineError case/not-comparable where the face is in no track of the newest finding, or no face of it is usable */
export function newReference(
  file: CaseFile,
  evidenceId: number,
  { person, face }: Pick<Reference, 'person' | 'face'>,
): Reference {
  const finding = newestFinding(file, evidenceId);
  const group = groupAt(groupsOf(file, evidenceId, finding), face);
  if (group === null) throw notComparable('There is no face at that place in the video.');
  usableFaces(group);
  const { sha256, media } = finding;
  return { person, face, sha256, stream: media.video.index, still: media.kind === 'still' };
}

/** @throws EngineError case/not-comparable where it is another file by now, or its track is gone; as `CaseFile.reach` */
export function trackOfReference(file: CaseFile, { evidenceId, content }: Present<'reference'>): TrackFaces {
  const row = file.evidence.row(evidenceId!);
  const finding = row.state === 'done' ? file.findings.newest(row.id) : null;
  if (finding === null) throw unusable(row, content, 'it has no finding; analyse it again');
  const isSame = finding.sha256 === content.sha256 && finding.media.video.index === content.stream;
  if (!isSame)
    throw unusable(row, content, 'it is another file or video stream now; take the reference back');
  const group = groupAt(groupsOf(file, row.id, finding), content.face);
  if (group === null) throw unusable(row, content, 'its track is gone; take the reference back');
  return trackFaces(file, row, finding, group);
}

/** @param track number of a track, or of a person after corrections @throws EngineError case/not-comparable */
export function questionedTrack(
  file: CaseFile,
  evidenceId: number,
  track: number,
): { finding: StoredFinding; track: TrackFaces } {
  const finding = newestFinding(file, evidenceId);
  const group = groupsOf(file, evidenceId, finding).find(({ id }) => id === track);
  if (!group) throw notComparable('There is no such track in the video.');
  return { finding, track: trackFaces(file, file.evidence.row(evidenceId), finding, group) };
}

/** One track of a video, as examiners corrected it, that has faces to compare. */
export interface ComparableTrack {
  group: Group;
  track: TrackFaces;
  /** Whether its file is a picture. */
  still: boolean;
}

/** Of the newest finding, without those that are no face or have no usable one. @throws EngineError as `CaseFile.reach` */
export function comparableTracks(file: CaseFile, row: EvidenceRow): ComparableTrack[] {
  const finding = newestFinding(file, row.id);
  return groupsOf(file, row.id, finding)
    .filter(({ faces, noFace }) => noFace === null && faces.some(({ refused }) => refused === null))
    .map((group) => ({
      ...{ group, track: trackFaces(file, row, finding, group) },
      still: finding.media.kind === 'still',
    }));
}

const groupsOf = (file: CaseFile, evidenceId: number, finding: StoredFinding): Group[] =>
  groupFaces(finding, visibleCorrections(file, evidenceId)).groups;

function groupAt(groups: readonly Group[], anchor: FaceAnchor): Group | null {
  const face = resolveAnchor(anchor, groups);
  return groups.find(({ faces }) => faces.some((each) => each.faceId === face?.faceId)) ?? null;
}

const trackFaces = (
  file: CaseFile,
  { id, path }: EvidenceRow,
  { sha256, parameters }: StoredFinding,
  group: Group,
) => ({
  ...{ evidenceId: id, path: file.reach(path), sha256, stream: parameters.stream },
  faces: usableFaces(group),
});

function usableFaces({ id, faces, noFace }: Group): StoredFace[] {
  const usable = faces.filter(({ refused }) => refused === null);
  if (noFace !== null) throw notComparable(`Track ${id} is no face, as ${noFace} says.`);
  if (usable.length > 0) return usable;
  throw notComparable(`None of the ${countOf(faces.length, 'face')} of track ${id} is usable.`);
}

const unusable = ({ name }: EvidenceRow, reference: Reference, why: string) =>
  notComparable(`${referenceText(reference)} in ${name} cannot be used: ${why}.`);

export const notComparable = (why: string) =>
  new EngineError('case/not-comparable', `Nothing was compared. ${why}`);
