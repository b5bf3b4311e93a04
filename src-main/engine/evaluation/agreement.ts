/** How far the examiners of a case agree: each two of them, over the videos that both have answered. */
import {
  authorsOf,
  opinions,
  type Agreement,
  type AnyRecord,
  type Opinion,
  type Present,
} from '../../shared/notebook.ts';
import { cohensKappa, linear, unweighted } from './kappa.ts';

type Opined = Present<'impression'> | Present<'conclusion'>;

/** All places of the scale; who cannot say has none. */
const scale = opinions.filter((opinion) => opinion !== 'cannot-say');

/** Each is compared with each other one; no laboratory has more examiners on one case. */
const MOST_AUTHORS = 50;

/** @param records the newest of each subject. @returns of the first 50 examiners, where there are more */
export function agreementOf(records: readonly AnyRecord[]): Agreement[] {
  return (['impression', 'conclusion'] as const).flatMap((of) => {
    const given = records.filter((record): record is AnyRecord & Opined => isOpinion(record, of));
    const authors = authorsOf(given).slice(0, MOST_AUTHORS);
    const answers = new Map(authors.map((author) => [author, byVideo(given, author)]));
    return authors.flatMap((first, place) =>
      authors.slice(place + 1).flatMap((second) => {
        const pairs = pairsOf(answers.get(first)!, answers.get(second)!);
        return pairs.length === 0
          ? []
          : [{ of, authors: [first, second] as [string, string], ...judge(pairs) }];
      }),
    );
  });
}

/** Of the whole video, and done: a draft is no answer yet. */
function isOpinion(record: AnyRecord, of: Agreement['of']): boolean {
  if (record.kind !== of || record.content === null) return false;
  return record.kind === 'impression' || (record.content.person === null && record.content.reviewed);
}

const byVideo = (given: readonly Opined[], by: string): Map<number, Opinion> =>
  new Map(
    given.flatMap(({ evidenceId, content, author }) =>
      author === by && evidenceId !== null ? [[evidenceId, content.opinion]] : [],
    ),
  );

function pairsOf(
  first: ReadonlyMap<number, Opinion>,
  second: ReadonlyMap<number, Opinion>,
): [Opinion, Opinion][] {
  return [...first].flatMap(([video, opinion]) => {
    const other = second.get(video);
    return other === undefined ? [] : [[opinion, other]];
  });
}

function judge(pairs: readonly [Opinion, Opinion][]): Omit<Agreement, 'of' | 'authors'> {
  const placed = pairs.filter((pair) => !pair.includes('cannot-say'));
  const counts = scale.map((first) =>
    scale.map((second) => placed.filter((pair) => pair[0] === first && pair[1] === second).length),
  );
  const same = placed.filter(([first, second]) => first === second).length;
  return {
    videos: placed.length,
    leftOut: pairs.length - placed.length,
    observed: placed.length === 0 ? 0 : same / placed.length,
    kappa: cohensKappa(counts, unweighted),
    weighted: cohensKappa(counts, linear),
  };
}
