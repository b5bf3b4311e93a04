/** How the answer on a video moves when one thing is varied, as sentences and as a table. */
import type { Answered, Sensitivity, Variation, VariedThing } from './sensitivity.ts';
import { countOf, outcomeWords, scoreText } from './wording.ts';

export const SENSITIVITY_HEADING = 'How the answer moves';

/** Said once, beside the table. */
export const SENSITIVITY_NOTE =
  'Computed from the scores of the finding, by the rule of its verdict; no frame was decoded again. One step is 0.05 of a ' +
  'score, a share or a difference, and a tenth of a size or sharpness; the steps are chosen, not measured. The limits ' +
  'were set for both classifiers together. An answer that stays is steady, but it can still be wrong.';

/** A change of the answer is named; of more than these, their number. */
const NAMED = 3;

const answerText = ({ outcome, score }: Answered): string =>
  `${outcomeWords[outcome].toLowerCase()} (score ${scoreText(score)})`;

/** Short, for the video itself: a sentence on each thing that was varied. */
export function sensitivityTexts({ unvaried, asFound, variations }: Sensitivity): string[] {
  const of = (thing: VariedThing) => variations.filter((each) => each.of === thing);
  const [frames, classifiers, limits] = [of('frames'), of('classifier'), of('limit')];
  return [
    ...(asFound
      ? []
      : [
          `By the rule of this version the stored scores give another answer than the verdict: ${answerText(unvaried)}.`,
        ]),
    ...(frames.length === 0
      ? []
      : [
          `With other choices of the sampled frames ${stays(frames, unvaried)}. ${rangeText(frames, unvaried)}`,
        ]),
    ...(classifiers.length === 0
      ? []
      : [classifiers.map((each) => `${each.name}: ${answerText(each)}`).join('; ') + '.']),
    ...(limits.length === 0
      ? []
      : [`With each limit of the model one step lower or higher ${stays(limits, unvaried)}.`]),
  ];
}

function stays(variations: readonly Variation[], { outcome }: Answered): string {
  const others = variations.filter((each) => each.outcome !== outcome);
  const all = countOf(variations.length, 'try', 'tries');
  if (others.length === 0) return `the answer stays ${outcomeWords[outcome].toLowerCase()} in all ${all}`;
  const named = others.slice(0, NAMED).map((each) => `${each.name}: ${answerText(each)}`);
  const more = others.length > NAMED ? `; and ${others.length - NAMED} more` : '';
  return `the answer is another one in ${others.length} of ${all} (${named.join('; ')}${more})`;
}

function rangeText(variations: readonly Variation[], unvaried: Answered): string {
  const scores = [unvaried, ...variations].flatMap(({ score }) => score ?? []);
  const without = variations.filter(({ score }) => score === null).length;
  const [low, high] = [Math.min(...scores), Math.max(...scores)].map(scoreText);
  const range =
    low === high
      ? `The score stays ${low!}.`
      : `These scores, and the one as analysed, lie between ${low!} and ${high!}.`;
  return without === 0 ? range : `${range} ${countOf(without, 'try leaves', 'tries leave')} no score.`;
}

const thingWords: Record<VariedThing, string> = {
  frames: 'Frames',
  classifier: 'Classifier',
  limit: 'Limit',
};

const columns = ['Varied', 'What', 'Faces', 'Score', 'Answer', 'Why another one'];

/**
 * In full: the unvaried answer first, then a row for all tries with one thing varied that gave the same answer and score. The
 * reasons have a column where some answer is another one.
 */
export function sensitivityTable({ unvaried, variations }: Sensitivity): {
  columns: string[];
  rows: string[][];
} {
  const alike = new Map<string, Variation[]>();
  for (const each of variations) {
    const reason = each.outcome === unvaried.outcome ? '' : each.reason;
    const key = [each.of, scoreText(each.score), each.outcome, reason].join('|');
    alike.set(key, [...(alike.get(key) ?? []), each]);
  }
  const rows = [
    [
      ...['Nothing', 'as analysed', facesText(variations.filter(({ of }) => of !== 'frames'))],
      ...[scoreText(unvaried.score), outcomeWords[unvaried.outcome], ''],
    ],
    ...[...alike.values()].map((tries) => {
      const { of, score, outcome, reason } = tries[0]!;
      return [
        ...[thingWords[of], tries.map(({ name }) => name).join('; '), facesText(tries)],
        ...[scoreText(score), outcomeWords[outcome], outcome === unvaried.outcome ? '' : reason],
      ];
    }),
  ];
  const hasReasons = rows.some((cells) => cells.at(-1) !== '');
  return hasReasons
    ? { columns, rows }
    : { columns: columns.slice(0, -1), rows: rows.map((cells) => cells.slice(0, -1)) };
}

function facesText(tries: readonly Variation[]): string {
  if (tries.length === 0) return '–';
  const faces = tries.map((each) => each.faces);
  const [least, most] = [Math.min(...faces), Math.max(...faces)];
  return least === most ? String(least) : `${least} to ${most}`;
}
