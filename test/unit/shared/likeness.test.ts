import { describe, expect, it } from 'vitest';
import {
  hasOtherReferences,
  placeOf,
  referenceFiles,
  type ComparedClip,
  type Likeness,
} from '../../../src-main/shared/likeness.ts';
import {
  likenessLimits,
  likenessSentences,
  likenessText,
  missingReferences,
  referenceText,
  similarityText,
} from '../../../src-main/shared/likeness-wording.ts';
import { likenessChart } from '../../../src-main/shared/charts/likeness.ts';
import { svgOf } from '../../support/svg-of.ts';

const file = (name: string) => name.padEnd(64, '0');
const clip = (name: string, similarity: number, person = 'Anna'): ComparedClip => ({
  ...{ evidenceId: 1, sha256: file(name), person, faces: 8, similarity },
});
const likenessOf = (similarity: number, others: readonly ComparedClip[] = []): Likeness => ({
  ...{ person: 'Anna', track: 2, faces: 8, similarity },
  references: [clip('a', 0.71), clip('b', 0.64), clip('c', 0.8)],
  others: [...others],
  basis: { sha256: file('q'), findingId: 1 },
  by: { embedder: 'network', sha256: file('e'), provider: 'cpu', exhibit: 'test' },
});
const strangers = [clip('d', 0.1, 'Berta'), clip('e', 0.25, 'Cora'), clip('f', -0.02, 'Cora')];

describe('a likeness', () => {
  it('says that a face resembles the references as much as they resemble each other', () => {
    const likeness = likenessOf(0.64, strangers);
    expect(placeOf(likeness)).toBe('as-alike');
    expect(likenessSentences(likeness)).toEqual([
      'The face resembles the references of Anna as much as they resemble each other: similarity 0.64; each of the 3 reference clips has 0.64 or more to the others.',
      'Of 3 clips of 2 other people, none has more than 0.25.',
    ]);
  });

  it('does not speak of many where one clip shows another person', () => {
    const [stranger] = strangers;
    expect(likenessSentences(likenessOf(0.64, [stranger!]))[1]).toBe(
      'The only clip of another person has 0.10.',
    );
  });

  it('says that a face resembles them less, and how often a genuine clip would', () => {
    const likeness = likenessOf(0.4, strangers);
    expect(placeOf(likeness)).toBe('less-alike');
    expect(likenessSentences(likeness).slice(1)).toEqual([
      'It resembles them more than 3 clips of 2 other people do: none has more than 0.25.',
      'By chance, a genuine clip of the same kind is the least alike of all 4 in about 1 of 4 cases.',
    ]);
    expect(likenessText(likeness)).toBe('less alike than the 3 references (0.40)');
  });

  it('says that a face resembles them no more than another person does', () => {
    expect(placeOf(likenessOf(0.25, strangers))).toBe('as-others');
    expect(likenessSentences(likenessOf(0.2, strangers))[1]).toBe(
      'It does not resemble them more than other people do: the most alike of 3 clips of 2 other people has 0.25.',
    );
  });

  it('says that references cannot tell where another person is as much like them as one of themselves', () => {
    const likeness = likenessOf(0.9, [clip('d', 0.65, 'Berta')]);
    expect(placeOf(likeness)).toBe('unseparated');
    expect(likenessSentences(likeness)[0]).toContain('cannot tell');
  });

  it('says of references that are nearly copies of each other that they show no spread', () => {
    const copies = ['a', 'b', 'c'].map((name) => clip(name, 0.99));
    const likeness = { ...likenessOf(0.98, strangers), references: copies };
    expect(likenessSentences(likeness).at(-1)).toBe(
      'The references are nearly copies of each other (0.99 or more), as parts of one recording are. They do not show how far independent clips of this person differ.',
    );
    expect(likenessText(likeness)).toBe(
      'less alike than the 3 references (0.98); the references are nearly copies of each other',
    );
    expect(likenessSentences(likenessOf(0.5)).join(' ')).not.toContain('copies');
  });

  it('does not claim to know other people where the case has none', () => {
    for (const similarity of [0.3, 0.7]) {
      expect(likenessSentences(likenessOf(similarity))[1]).toContain('is not known');
    }
  });

  it('never speaks of real or fake, and says what passes', () => {
    const all = [0.1, 0.3, 0.7].flatMap((similarity) => likenessSentences(likenessOf(similarity, strangers)));
    expect(all.join(' ')).not.toMatch(/\b(real|fake|forged|same person|another person is)\b/);
    expect(likenessLimits).toMatch(/lip-sync, or an animation .* passes/);
  });

  it('is drawn with counts, and with words for those who cannot see it', () => {
    const svg = svgOf(likenessChart)(likenessOf(0.4, strangers), { width: 500, height: 190 });
    expect(svg).toContain('References of Anna, each against the others (3 clips)');
    expect(svg).toContain('Other people (3 clips)');
    expect(svg).toContain('This face: 0.40');
    expect(svg).toContain('references: 0.71, 0.64, 0.80; other people: 0.10, 0.25, −0.02.');
  });
});

describe('references', () => {
  const reference = (name: string, person = 'Anna') => ({
    evidenceId: 1,
    content: {
      ...{ person, sha256: file(name), stream: 0, still: false },
      face: { frameIndex: 30, ptsMs: 1001, box: { x: 100, y: 80, width: 40, height: 40 } },
    },
  });

  it('count by file: two tracks of one are one clip, and a file is none for itself', () => {
    const declared = [
      reference('a'),
      reference('a'),
      reference('b'),
      reference('q'),
      reference('d', 'Berta'),
    ];
    const files = referenceFiles(declared, file('q'));
    expect([files.get('Anna')?.size, files.get('Berta')?.size]).toEqual([2, 1]);
  });

  it('are other ones once a clip was declared or taken back since', () => {
    const all = ['a', 'b', 'c'].map((name) => reference(name));
    expect(hasOtherReferences(likenessOf(0.5), all)).toBe(false);
    expect(hasOtherReferences(likenessOf(0.5), all.slice(1))).toBe(true);
    expect(hasOtherReferences(likenessOf(0.5), [...all, reference('z')])).toBe(true);
    expect(hasOtherReferences(likenessOf(0.5), [...all, reference('q'), reference('z', 'Berta')])).toBe(
      false,
    );
  });

  it('are other ones once another face of the same file was declared instead', () => {
    const all = ['a', 'b', 'c'].map((name) => reference(name));
    const likeness = likenessOf(0.5);
    const references = likeness.references.map((each) => ({ ...each, declared: [all[0]!.content.face] }));
    expect(hasOtherReferences({ ...likeness, references }, all)).toBe(false);
    const { face } = all[0]!.content;
    const moved = { ...face, box: { ...face.box, x: face.box.x + 300 } };
    const other = { ...all[0]!, content: { ...all[0]!.content, face: moved } };
    expect(hasOtherReferences({ ...likeness, references }, [other, ...all.slice(1)])).toBe(true);
  });

  it('are too few below three', () => {
    expect(missingReferences('Anna', 3, 3)).toBeNull();
    expect(missingReferences('Anna', 1, 3)).toBe(
      'A comparison needs at least 3 independent reference clips; of Anna there is 1 beside this file.',
    );
  });

  it('are named by their face, in a picture without a time', () => {
    const { content } = reference('a');
    expect(referenceText(content)).toBe(
      'Reference of “Anna”: the face at 0:01.001, frame 30 (x 100, y 80 px)',
    );
    expect(referenceText({ ...content, still: true })).toBe(
      'Reference of “Anna”: the face at x 100, y 80 px',
    );
  });
});

it('writes a similarity with two decimals and a true minus', () => {
  expect([0.5, -0.124, -0.001].map(similarityText)).toEqual(['0.50', '−0.12', '0.00']);
});
