/** Corrections of the tracks of a video: stored, taken back, and what comes of them. */
import type { StoredFinding } from '../../shared/case.ts';
import { EngineError } from '../../shared/errors.ts';
import type { NotebookChange } from '../../shared/notebook-change.ts';
import type { AnyRecord } from '../../shared/notebook.ts';
import {
  addedFaceCount,
  correctionLimits,
  peopleSubject,
  type Correction,
  type CorrectionAct,
  type People,
} from '../../shared/people.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { sightOf, withholdPeople } from '../cases/withhold.ts';
import { findingRules, type RatioOf } from '../people/finding-rules.ts';
import { groupFaces } from '../people/group-faces.ts';
import { peopleOfFinding } from '../people/people-of-finding.ts';
import { whatWouldChange } from '../verdict/what-would-change.ts';

type Change =
  | { kind: 'people'; evidenceId: number; act: CorrectionAct }
  | Extract<NotebookChange, { kind: 'people-withdrawal' }>;

/** @throws EngineError case/nothing-to-correct where it has no effect on the finding; case/no-examiner */
export function storeCorrection(file: CaseFile, change: Change): AnyRecord {
  const { evidenceId } = change;
  const all = correctionsOf(file, evidenceId);
  const corrections =
    change.kind === 'people'
      ? withinLimits([...all, newCorrection(file, change, all)])
      : without(all, visibleCorrections(file, evidenceId), change.number);
  return file.records.store({
    ...{ kind: 'people', subject: peopleSubject(evidenceId), evidenceId },
    content: corrections.length === 0 ? null : { corrections },
  });
}

/** All that stand, by whomever. */
export function correctionsOf({ records }: Pick<CaseFile, 'records'>, evidenceId: number): Correction[] {
  const record = records.get(peopleSubject(evidenceId));
  return record?.kind === 'people' ? (record.content?.corrections ?? []) : [];
}

/** Those that the present examiner may see. */
export const visibleCorrections = (file: CaseFile, evidenceId: number): Correction[] =>
  sightOf(file.records.examiner(), file.evidence.blindIds()).corrections(
    evidenceId,
    correctionsOf(file, evidenceId),
  );

/**
 * The people of the newest finding as the present examiner may see them.
 * @returns null where nothing is corrected, or nothing was found
 */
export function peopleOf(file: CaseFile, evidenceId: number, ratioOf: RatioOf): People | null {
  const corrections = visibleCorrections(file, evidenceId);
  const row = file.evidence.get(evidenceId);
  const finding = corrections.length > 0 && row?.state === 'done' ? file.findings.newest(evidenceId) : null;
  if (finding === null) return null;
  const rules = findingRules(finding, (sha256) => file.findings.card(sha256), ratioOf);
  const people = peopleOfFinding(finding, corrections, rules);
  return row!.blind ? withholdPeople(people) : people;
}

/**
 * What would change the verdict of a person of the newest finding; see `verdict/what-would-change.ts`.
 * @returns null where there is no such person, or what the machine says is hidden
 */
export function changesOf(file: CaseFile, evidenceId: number, person: number): string[] | null {
  const row = file.evidence.get(evidenceId);
  const finding = row?.state === 'done' && !row.blind ? file.findings.newest(evidenceId) : null;
  if (finding === null) return null;
  const { groups } = groupFaces(finding, visibleCorrections(file, evidenceId));
  const group = groups.find(({ id, noFace }) => id === person && noFace === null);
  return group ? whatWouldChange(group.faces, finding.band) : null;
}

/** @throws EngineError case/nothing-to-correct where there is none that holds */
export function newestFinding(file: CaseFile, evidenceId: number): StoredFinding {
  const row = file.evidence.get(evidenceId);
  const finding = row?.state === 'done' ? file.findings.newest(evidenceId) : null;
  if (finding !== null) return finding;
  throw nothingToCorrect('The video has no finding whose tracks could be corrected.');
}

function newCorrection(
  file: CaseFile,
  { evidenceId, act }: Extract<Change, { kind: 'people' }>,
  all: readonly Correction[],
): Correction {
  const finding = newestFinding(file, evidenceId);
  const correction: Correction = {
    number: Math.max(0, ...all.map(({ number }) => number)) + 1,
    // Without one the store refuses.
    author: file.records.examiner() ?? '',
    at: new Date().toISOString(),
    sha256: finding.sha256,
    stream: finding.media.video.index,
    act,
  };
  const { corrections } = groupFaces(finding, [...visibleCorrections(file, evidenceId), correction]);
  const { unused } = corrections.at(-1)!;
  if (unused !== null) throw nothingToCorrect(unused);
  return correction;
}

function withinLimits(list: Correction[]): Correction[] {
  const { corrections, addedFaces } = correctionLimits;
  if (list.length > corrections) throw nothingToCorrect(full(`${corrections} corrections`));
  if (addedFaceCount(list) > addedFaces) throw nothingToCorrect(full(`${addedFaces} faces added by hand`));
  return list;
}

const full = (limit: string): string =>
  `A case keeps at most ${limit} of one video. Take one back that is no longer needed.`;

function without(all: Correction[], visible: readonly Correction[], number: number): Correction[] {
  if (!visible.some((each) => each.number === number)) {
    throw nothingToCorrect('There is no such correction of this video.');
  }
  return all.filter((each) => each.number !== number);
}

export const nothingToCorrect = (why: string) =>
  new EngineError('case/nothing-to-correct', `Nothing was corrected. ${why}`);
