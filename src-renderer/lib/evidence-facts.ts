/** What a video of a case is filtered by and searched in: facts of the file, and what examiners wrote about it. */
import type { EvidenceRow } from '../../src-main/shared/case.ts';
import { opinionWords } from '../../src-main/shared/notebook-wording.ts';
import type { Conclusion, Note } from '../../src-main/shared/notebook.ts';
import { pathText } from '../../src-main/shared/path-text.ts';
import { outcomeWords } from '../../src-main/shared/wording.ts';
import { texts } from '../texts/texts.ts';
import { stateWords } from './words.ts';

export const facetWords = {
  conclusion: texts.list.examiner,
  faces: texts.list.faces,
  remark: texts.list.remarks,
  codec: texts.list.codec,
  size: texts.list.resolution,
  tag: texts.list.tag,
  person: texts.list.person,
  analysed: texts.list.analysedOn,
} as const;
export type Facet = keyof typeof facetWords;
export const facets = Object.keys(facetWords) as Facet[];

/** One chosen value for each facet; empty text lets everything through. Filters are saved by it: the same in every language. */
export type FacetChoice = Record<Facet, string>;
export const noFacets: FacetChoice = {
  conclusion: '',
  faces: '',
  remark: '',
  codec: '',
  size: '',
  tag: '',
  person: '',
  analysed: '',
};

export interface EvidenceFacts {
  facets: Record<Facet, readonly string[]>;
  /** All that a search looks through, in small letters. */
  text: string;
}

/** What was written about a video, as far as the present examiner may see it. */
export interface Written {
  conclusion: Conclusion | null;
  notes: readonly Note[];
  exhibit: string;
  /** Names that were given to people in it. */
  people: readonly string[];
}

/** @param same another file of the case that is the same */
export function factsOf(
  row: EvidenceRow,
  { conclusion, notes, exhibit, people }: Written,
  same: EvidenceRow | undefined,
): EvidenceFacts {
  const tags = notes.flatMap((note) => note.tags);
  const said = [
    ...[pathText(row.path), stateWords[row.state], row.outcome && outcomeWords[row.outcome]],
    ...(row.corrected ? [texts.list.corrected, outcomeWords[row.corrected.outcome]] : []),
    ...[row.error?.code, row.error?.message, row.codec, exhibit],
    ...(conclusion === null ? [] : [opinionWords[conclusion.opinion], conclusion.reasons]),
    ...notes.map(({ text }) => text),
    ...tags,
    ...people,
  ];
  return {
    facets: {
      conclusion: [conclusion?.opinion ?? 'none'],
      faces: row.faceCount === null ? [] : [row.faceCount > 0 ? 'found' : 'none'],
      remark: [
        ...(row.error === null ? [] : [row.error.code]),
        ...(row.remarks === null ? [] : [row.remarks > 0 ? 'with' : 'without']),
        ...(same === undefined ? [] : ['same-file']),
      ],
      codec: row.codec === null ? [] : [row.codec],
      size: row.width === null || row.height === null ? [] : [`${row.width} × ${row.height}`],
      tag: [...new Set(tags)],
      person: people,
      // In UTC, as the list has it.
      analysed: row.analysedAt === null ? [] : [row.analysedAt.slice(0, 10)],
    },
    text: said.filter(Boolean).join('\n').toLowerCase(),
  };
}

const valueWords: Partial<Record<Facet, Readonly<Record<string, string>>>> = {
  conclusion: { none: texts.list.noConclusion, ...opinionWords },
  faces: { found: texts.list.facesFound, none: texts.list.noFaceFound },
  remark: {
    ...{ with: texts.list.withRemarks, without: texts.list.withoutRemarks },
    'same-file': texts.list.sameFileTwice,
  },
};

/** As the filter shows a value: an error code in words. */
export function facetText(facet: Facet, value: string): string {
  if (facet === 'remark' && value.includes('/')) {
    return texts.list.failedWith({ value: value.slice(value.indexOf('/') + 1).replaceAll('-', ' ') });
  }
  const words = valueWords[facet] ?? {};
  return Object.hasOwn(words, value) ? words[value]! : value;
}

export const byVideo = (
  rows: readonly EvidenceRow[],
  factsOfRow: (row: EvidenceRow) => EvidenceFacts,
): ReadonlyMap<number, EvidenceFacts> => new Map(rows.map((row) => [row.id, factsOfRow(row)]));

/** How many videos have each value of each facet, in the order of what is shown. */
export function countFacets(facts: Iterable<EvidenceFacts>): Record<Facet, [value: string, count: number][]> {
  const counts = Object.fromEntries(facets.map((facet) => [facet, new Map<string, number>()])) as Record<
    Facet,
    Map<string, number>
  >;
  for (const { facets: values } of facts) {
    for (const facet of facets) {
      for (const value of values[facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
    }
  }
  return Object.fromEntries(
    facets.map((facet) => [
      facet,
      [...counts[facet]].sort(([a], [b]) => names.compare(facetText(facet, a), facetText(facet, b))),
    ]),
  ) as Record<Facet, [string, number][]>;
}

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
