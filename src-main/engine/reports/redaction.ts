/** The disclosed version of a report: of everybody whom the examiner did not disclose, it has neither face nor name. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineError } from '../../shared/errors.ts';
import type { PersonPlace, ReportedPerson } from '../../shared/report-choice.ts';
import type { CaseFile } from '../cases/case-file.ts';
import { coveredPictures, type CoverFaces } from './covered-pictures.ts';
import type { Report } from './report.ts';
import { peopleIn } from './reported-people.ts';
import { withholdNames, withoutNames, type WithholdNames } from './withhold-names.ts';

interface Disclosure {
  /** As `ReportChoice.disclosed`. */
  disclosed: readonly number[];
  /** Null for a format without pictures. */
  cover: CoverFaces | null;
}

/** @throws EngineError report/unknown-choice, what `cover` throws, and the errors of reading the case */
export async function redacted(
  report: Report,
  file: CaseFile,
  { disclosed, cover }: Disclosure,
): Promise<Report> {
  const people: ReportedPerson[] = [];
  for (const video of report.videos()) {
    for (const person of peopleIn(video)) people.push(person);
    await nextTurn();
  }
  if (disclosed.some((id) => !people.some(({ faceId }) => faceId === id))) throw unknownPerson();
  const [shown, hidden] = [true, false].map((which) =>
    people.filter(({ faceId }) => disclosed.includes(faceId) === which),
  ) as [ReportedPerson[], ReportedPerson[]];
  const shownNames = new Set(shown.flatMap(({ names }) => names));
  const withheldNames = namesIn(file).filter((name) => !shownNames.has(name));
  const pictures = cover && (await coveredPictures(report, shown, cover));
  return {
    ...withoutNamesIn(report, withholdNames(withheldNames, shownNames)),
    crop: (faceId) => pictures?.get(faceId) ?? 'withheld',
    redaction: { disclosed: shown.map(placeOf), redacted: hidden.map(placeOf), withheldNames },
  };
}

const unknownPerson = () =>
  new EngineError(
    'report/unknown-choice',
    'Somebody who was to be disclosed is not among the people of the chosen videos, or a video was analysed again since. Choose again.',
  );

const placeOf = ({ evidenceId, track }: PersonPlace): PersonPlace => ({ evidenceId, track });

/** Of all people whom examiners ever named in the case: a note may speak of somebody by a name that was taken back. */
function namesIn({ records }: CaseFile): string[] {
  const subjects = new Set(
    [...records.headings()]
      .filter(({ kind }) => ['people', 'reference', 'likeness'].includes(kind))
      .map(({ subject }) => subject),
  );
  const names = [...subjects].flatMap((subject) =>
    records.history(subject).flatMap(({ kind, content }): string[] => {
      if (content === null) return [];
      if (kind === 'people')
        return content.corrections.flatMap(({ act }) => (act.kind === 'name' ? [act.name] : []));
      if (kind === 'reference') return [content.person];
      return kind === 'likeness'
        ? [content, ...content.references, ...content.others].map(({ person }) => person)
        : [];
    }),
  );
  return [...new Set(names)].sort();
}

/** What comes from the model and its card is not about anybody in the case. */
function withoutNamesIn(report: Report, withhold: WithholdNames): Report {
  const clean = <T>(content: T): T => withoutNames(content, withhold);
  const { casePath, evidence, removed, notebook, chain, signOffs, validation, extract, template } = report;
  const { of, ...heads } = notebook;
  return {
    ...report,
    ...clean({ casePath, evidence, removed, chain, signOffs, validation, extract }),
    template: template && { ...clean({ ...template, logo: null }), logo: template.logo },
    notebook: { ...clean(heads), of: (row) => clean(of(row)) },
    *videos() {
      for (const { setUp, ...video } of report.videos()) yield { ...clean(video), setUp };
    },
    nameOf: (evidenceId) => withhold(report.nameOf(evidenceId)),
  };
}
