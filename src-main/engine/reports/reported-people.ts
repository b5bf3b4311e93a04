/** The people of a case whom its report shows: whom an examiner can disclose, redact or make an extract of. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ReportedPerson } from '../../shared/report-choice.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { groupFaces, type Group } from '../people/group-faces.ts';
import { resolveAnchor } from '../people/resolve-anchor.ts';
import type { ReportedVideo } from './report.ts';
import { reportedNotebook, type NotesOfVideo } from './reported-notebook.ts';

type Told = Pick<ReportedVideo, 'row' | 'finding' | 'notes'>;

export async function reportedPeople(file: CaseFile): Promise<ReportedPerson[]> {
  const notebook = reportedNotebook(file);
  const people: ReportedPerson[] = [];
  for (const row of file.evidence.list()) {
    const finding = row.state === 'done' && !row.blind ? file.findings.newest(row.id) : null;
    people.push(...peopleIn({ row, finding, notes: notebook.of(row) }));
    await nextTurn();
  }
  return people;
}

export function peopleIn({ row, finding, notes }: Told): ReportedPerson[] {
  if (finding === null) return [];
  const { groups } = groupFaces(finding, notes.corrections);
  return groups
    .filter(({ noFace }) => noFace === null)
    .map((group) => ({
      ...{ evidenceId: row.id, track: group.id, video: row.name },
      names: namesOf(group, { groups, sha256: finding.sha256 }, notes),
      faces: group.faces.length,
      faceId: clearest(group).faceId,
    }));
}

function namesOf(
  group: Group,
  { groups, sha256 }: { groups: readonly Group[]; sha256: string },
  { references, likenesses }: NotesOfVideo,
): string[] {
  const isHere = (face: { faceId: number } | null) =>
    group.faces.some(({ faceId }) => faceId === face?.faceId);
  const names = [
    ...(group.named === null ? [] : [group.named.name]),
    ...references
      .filter(({ content }) => content.sha256 === sha256 && isHere(resolveAnchor(content.face, groups)))
      .map(({ content }) => content.person),
    ...likenesses.filter(({ content }) => content.track === group.id).map(({ content }) => content.person),
  ];
  return [...new Set(names)];
}

const clearest = ({ faces }: Group) =>
  faces.reduce((best, face) => (face.quality.sharpness > best.quality.sharpness ? face : best));
