/** How references and likeness read, in window, command line, audit log and reports: never more than was compared. */
import { quoted } from './foreign-text.ts';
import {
  placeOf,
  leastAlike,
  mostAlike,
  type ComparedClip,
  type Likeness,
  type Reference,
  areCopies,
} from './likeness.ts';
import { anchorText } from './people-wording.ts';
import { countOf } from './wording.ts';

/** Two decimals, with a minus sign. */
export const similarityText = (similarity: number): string =>
  similarity
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');

export const referenceText = ({
  person,
  face,
  still,
}: Pick<Reference, 'person' | 'face' | 'still'>): string =>
  `Reference of ${quoted(person)}: the face at ${anchorText(face, still)}`;

/** What the comparison can say, in two sentences or three. */
export const likenessSentences = (likeness: Likeness): string[] => [
  ...placeSentences(likeness),
  ...(areCopies(likeness)
    ? [
        `The references are nearly copies of each other (${similarityText(leastAlike(likeness.references))} or more), as parts of one recording are. They do not show how far independent clips of this person differ.`,
      ]
    : []),
];

function placeSentences(likeness: Likeness): string[] {
  const { person, similarity, references, others } = likeness;
  const count = references.length;
  const own = `similarity ${similarityText(similarity)}`;
  const spread = `each of the ${count} reference clips has ${similarityText(leastAlike(references))} or more to the others`;
  const people = `${countOf(others.length, 'clip')} of ${countOf(peopleIn(others), 'other person', 'other people')}`;
  const highest = others.length === 0 ? '' : similarityText(mostAlike(others));
  switch (placeOf(likeness)) {
    case 'as-alike':
      return [
        `The face resembles the references of ${person} as much as they resemble each other: ${own}; ${spread}.`,
        others.length === 0
          ? nobodyElse
          : others.length === 1
            ? `The only clip of another person has ${highest}.`
            : `Of ${people}, none has more than ${highest}.`,
      ];
    case 'less-alike':
      return [
        `The face resembles the references of ${person} less than they resemble each other: ${own}; ${spread}.`,
        others.length === 0
          ? nobodyElse
          : others.length === 1
            ? `It resembles them more than the only clip of another person does, which has ${highest}.`
            : `It resembles them more than ${people} do: none has more than ${highest}.`,
        chanceText(count),
      ];
    case 'as-others':
      return [
        `The face resembles the references of ${person} less than they resemble each other: ${own}; ${spread}.`,
        `It does not resemble them more than other people do: the most alike of ${people} has ${highest}.`,
        chanceText(count),
      ];
    case 'unseparated':
      return [
        `These references of ${person} cannot tell: another person resembles them as much (${highest}) as one of the references itself (${similarityText(leastAlike(references))}).`,
        `The face has ${own}. More or better reference clips may tell.`,
      ];
  }
}

const peopleIn = (clips: readonly ComparedClip[]): number => new Set(clips.map(({ person }) => person)).size;

const nobodyElse =
  'How much other people resemble them is not known: the case has no reference clips of another person.';

/** Of clips that differ by chance alone, each is the least alike one equally often. */
const chanceText = (count: number): string =>
  `By chance, a genuine clip of the same kind is the least alike of all ${count + 1} in about 1 of ${count + 1} cases.`;

/** Stands wherever a likeness is shown. */
export const likenessLimits =
  'It compares faces, not how a picture was made. A lip-sync, or an animation made from a picture of the same person, ' +
  'keeps the face and passes. A genuine face can be less alike: by age, light, angle, make-up or a bad picture. No ' +
  'test has measured how well it tells people apart on small faces or copies from messengers. It has no part in any score or ' +
  'verdict.';

/** For a list and the audit log: "less alike than the 5 references (0.31)". */
export function likenessText(likeness: Likeness): string {
  const { similarity, references } = likeness;
  const words = {
    'as-alike': `as alike as the ${references.length} references`,
    'less-alike': `less alike than the ${references.length} references`,
    'as-others': `less alike than the ${references.length} references, as other people`,
    unseparated: 'the references cannot tell',
  };
  const copies = areCopies(likeness) ? '; the references are nearly copies of each other' : '';
  return `${words[placeOf(likeness)]} (${similarityText(similarity)})${copies}`;
}

/** Why there can be no comparison yet; null where there can. */
export const missingReferences = (person: string, files: number, least: number): string | null =>
  files >= least
    ? null
    : `A comparison needs at least ${least} independent reference clips; of ${person} there ${files === 1 ? 'is' : 'are'} ${files} beside this file.`;

/** What has changed since the comparison. */
export const likenessRemarks = (since: {
  outdated: boolean;
  otherFaces: boolean;
  otherReferences: boolean;
}): string[] => [
  ...(since.outdated
    ? ['The video was analysed again, or the file changed, after this comparison.']
    : since.otherFaces
      ? ['The tracks were corrected after this comparison, which is about the faces before that correction.']
      : []),
  ...(since.otherReferences ? ['The references of this person were changed after this comparison.'] : []),
];
