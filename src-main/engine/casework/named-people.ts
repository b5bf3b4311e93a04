/** Where in a case the people are seen whom examiners named, by a name of a track or by a reference. No face is compared. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  countedPeople,
  representative,
  type NamedPerson,
  type Person,
  type SeenPerson,
} from '../../shared/people.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { sightOf } from '../cases/withhold.ts';
import { noRatios } from '../people/finding-rules.ts';
import { resolveAnchor } from '../people/resolve-anchor.ts';
import { peopleOf } from './correct-people.ts';
import { referencesOf } from './references.ts';

type Shown = Pick<Person, 'id' | 'faces' | 'startMs' | 'verdict'>;

/**
 * What the present examiner may see of them. Names are the same if they are spelled alike; a name or reference whose
 * track is gone from the newest finding is left out, as its video says.
 * @param isOpen whether somebody still waits for it: the case may be closed meanwhile
 * @returns by name, each with its videos in the order of adding; nobody once the case is closed
 */
export async function namedPeople(file: CaseFile, isOpen: () => boolean): Promise<NamedPerson[]> {
  const references = referencesOf(file);
  const seen = new Map<string, SeenPerson[]>();
  for (const evidenceId of namedIn(file, references)) {
    const row = file.evidence.get(evidenceId);
    if (row?.state !== 'done') continue;
    const corrected = peopleOf(file, evidenceId, noRatios)?.people;
    const { sha256, media, tracks } = file.findings.newest(evidenceId)!;
    const people: readonly Shown[] = corrected ? countedPeople(corrected) : tracks;
    const add = (name: string, { id, faces, startMs, verdict }: Shown) => {
      const known = seen.get(name) ?? [];
      seen.set(name, known);
      if (known.some((each) => each.evidenceId === evidenceId && each.person === id)) return;
      known.push({
        ...{ evidenceId, person: id, faceId: representative({ faces }).faceId },
        startMs: media.kind === 'still' ? null : startMs,
        ...{ faces: faces.length, usable: faces.filter(({ refused }) => refused === null).length },
        ...{ outcome: row.blind ? null : verdict.outcome, score: row.blind ? null : verdict.score },
      });
    };
    for (const person of countedPeople(corrected ?? [])) if (person.name !== null) add(person.name, person);
    for (const { content } of references.filter((each) => each.evidenceId === evidenceId)) {
      if (content.sha256 !== sha256 || content.stream !== media.video.index) continue;
      const face = resolveAnchor(content.face, people);
      const person = people.find(({ faces }) => face !== null && faces.includes(face));
      if (person) add(content.person, person);
    }
    // A case may have hundreds of them, and pictures are asked for meanwhile.
    await nextTurn();
    if (!isOpen()) return [];
  }
  return [...seen]
    .map(([name, places]) => ({ name, seen: places }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function namedIn(file: CaseFile, references: ReturnType<typeof referencesOf>): number[] {
  const { seen } = sightOf(file.records.examiner(), file.evidence.blindIds());
  const named = file.records.newest().flatMap((record) => {
    const shown = seen(record);
    const names = shown?.kind === 'people' ? (shown.content?.corrections ?? []) : [];
    return names.some(({ act }) => act.kind === 'name') ? [shown!.evidenceId!] : [];
  });
  const ids = [...named, ...references.map(({ evidenceId }) => evidenceId!)];
  return [...new Set(ids)].filter((id) => file.evidence.file(id) !== null).sort((a, b) => a - b);
}
