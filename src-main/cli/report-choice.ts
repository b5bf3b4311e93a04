/** What goes into a report, from the words of the command line. */
import { Option } from 'commander';
import type { Engine } from '../engine/engine.ts';
import type { EvidenceRow } from '../shared/case.ts';
import { isPresent } from '../shared/notebook.ts';
import { wholeCase, type ReportChoice, type ReportedPerson } from '../shared/report-choice.ts';
import { allNotEmpty, textOption, wrongUsage } from './options.ts';

export interface ChoiceOptions {
  video?: string[];
  person?: string;
  redact?: true;
  disclose?: string[];
}

export const videoOption = (): Option =>
  new Option(
    '--video <file...>',
    'an extract: these files alone, each by its number in the list, exhibit number, name, path or SHA-256',
  ).argParser(allNotEmpty);

export const personOption = (): Option =>
  textOption('--person <name>', 'an extract: the files alone in which an examiner named this person');

/** @throws EngineError cli/usage for what the case does not have, and as `Cases.reportedPeople` */
export async function reportChoice(
  { cases, notebook }: Engine,
  options: ChoiceOptions,
): Promise<ReportChoice> {
  const { video, person = null, redact, disclose } = options;
  const fileOf = fileFinder({ cases, notebook });
  const people = person !== null || disclose ? await cases.reportedPeople() : [];
  const named = person === null ? null : namedIn(people, person);
  const wanted =
    video?.map((which) => fileOf(which).id) ?? named?.map(({ evidenceId }) => evidenceId) ?? null;
  const evidenceIds =
    wanted &&
    [...new Set(wanted)].filter((id) => named === null || named.some((each) => each.evidenceId === id));
  if (evidenceIds?.length === 0) throw wrongUsage(`none of these files shows '${person}'`);
  const disclosed = disclose?.flatMap((who) => disclosedPeople(who, people, fileOf)) ?? (redact ? [] : null);
  return { ...wholeCase, evidenceIds, person, disclosed: disclosed && [...new Set(disclosed)] };
}

/** Those named, or all of the case. @throws EngineError cli/usage for what the case does not have */
export const chosenFiles = (
  engine: Pick<Engine, 'cases' | 'notebook'>,
  names: readonly string[],
): EvidenceRow[] =>
  names.length === 0 ? engine.cases.evidence() : [...new Set(names.map(fileFinder(engine)))];

function fileFinder({ cases, notebook }: Pick<Engine, 'cases' | 'notebook'>): (which: string) => EvidenceRow {
  const rows = cases.evidence();
  const numbers = new Map(
    notebook
      .read()
      .records.filter(isPresent('exhibit'))
      .map(({ evidenceId, content }) => [evidenceId, content.number]),
  );
  return (which) => oneFile(which, rows, numbers);
}

function oneFile(
  which: string,
  rows: readonly EvidenceRow[],
  numbers: ReadonlyMap<number | null, string>,
): EvidenceRow {
  const found = [
    rows.filter((_, index) => which === String(index + 1)),
    rows.filter(({ id }) => numbers.get(id) === which),
    rows.filter(({ name }) => name === which),
    rows.filter(({ path }) => path === which),
    rows.filter(({ sha256 }) => which.length >= 8 && sha256?.startsWith(which.toLowerCase())),
  ].find((some) => some.length > 0);
  if (!found) throw wrongUsage(`the case has no file '${which}'; "exhibit case" lists its files`);
  if (found.length > 1) throw wrongUsage(`${found.length} files are '${which}'; give the path of one`);
  return found[0]!;
}

function namedIn(people: readonly ReportedPerson[], name: string): ReportedPerson[] {
  const found = people.filter(({ names }) => names.includes(name));
  if (found.length === 0) throw wrongUsage(`nobody is named '${name}' in the case${knownNames(people)}`);
  return found;
}

function disclosedPeople(
  who: string,
  people: readonly ReportedPerson[],
  fileOf: (which: string) => EvidenceRow,
): number[] {
  const named = people.filter(({ names }) => names.includes(who));
  if (named.length > 0) return named.map(({ faceId }) => faceId);
  const [, which, track] = /^(.+):(\d+)$/.exec(who) ?? [];
  if (which === undefined) throw wrongUsage(`nobody is named '${who}' in the case${knownNames(people)}`);
  const { id, name } = fileOf(which);
  const person = people.find((each) => each.evidenceId === id && each.track === Number(track));
  if (!person) throw wrongUsage(`${name} has no track ${track}`);
  return [person.faceId];
}

function knownNames(people: readonly ReportedPerson[]): string {
  const names = [...new Set(people.flatMap((person) => person.names))];
  if (names.length === 0) return '. Nobody has a name yet: "Name…" beside a person in the window gives one';
  return `; it has ${names.map((name) => `'${name}'`).join(', ')}`;
}
