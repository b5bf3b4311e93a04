/** The people of a case whom its report shows: whom an examiner can disclose, redact or make an extract of. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { StoredFinding } from '../../shared/case.ts';
import type { ReportedPerson } from '../../shared/report-choice.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { groupFaces, type Group } from '../people/group-faces.ts';
import { resolveAnchor } from '../people/resolve-anchor.ts';
import type { ReportedVideo } from './report.ts';
import { representative } from '../../shared/people.ts';
import { reportedNotebook, type NotesOfVideo } from './reported-notebook.ts';

type Told = Pick<ReportedVideo, 'row' | 'finding' | 'notes'>;

/** @param requireOpen called between two videos; throws once the case was closed meanwhile, and what it throws comes out */
export async function reportedPeople(file: CaseFile, requireOpen: () => void): Promise<ReportedPerson[]> {
  const notebook = reportedNotebook(file);
  const people: ReportedPerson[] = [];
  for (const row of file.evidence.list()) {
    const finding = row.state === 'done' && !row.blind ? file.findings.newest(row.id) : null;
    for (const person of peopleIn({ row, finding, notes: notebook.of(row) })) people.push(person);
    await nextTurn();
    requireOpen();
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
      names: namesOf(group, { groups, finding }, notes),
      faces: group.faces.length,
      faceId: representative(group).faceId,
    }));
}

function namesOf(
  group: Group,
  { groups, finding }: { groups: readonly Group[]; finding: StoredFinding },
  { references }: NotesOfVideo,
): string[] {
  const isHere = (face: { faceId: number } | null) =>
    group.faces.some(({ faceId }) => faceId === face?.faceId);
  const names = [
    ...(group.named === null ? [] : [group.named.name]),
    ...references
      .filter(
        ({ content: { sha256, stream, face } }) =>
          sha256 === finding.sha256 &&
          stream === finding.media.video.index &&
          isHere(resolveAnchor(face, groups)),
      )
      .map(({ content }) => content.person),
  ];
  return [...new Set(names)];
}
