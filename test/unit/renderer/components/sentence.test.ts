// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import Sentence from '../../../../src-renderer/components/Sentence.svelte';
import { texts as english } from '../../../../src-renderer/texts/texts.ts';
import { marked } from '../../../../src-renderer/texts/marked.ts';
import { shown, texts } from '../support/shown.ts';

it('lets words of the text stand out', () => {
  const sentence = shown(Sentence, { text: english.people.nobodyIsNamedYet });
  expect(texts(sentence, 'em')).toEqual(['Name…', 'Reference…']);
  expect(sentence.textContent).toBe(
    'Nobody is named yet. In the review of a video, choose Name… or Reference… at a person.',
  );
});

it('shows a name that looks like markup as it was typed', () => {
  const sentence = shown(Sentence, {
    text: english.people.referenceOf({ person: '</strong><em>Anna</em>', author: '<strong>Ben</strong>' }),
  });
  expect(texts(sentence, 'strong')).toEqual(['</strong><em>Anna</em>']);
  expect(texts(sentence, 'em')).toEqual([]);
  expect(sentence.textContent).toBe(
    'Reference of </strong><em>Anna</em>: known-genuine, says <strong>Ben</strong>',
  );
});

it('puts every value at its place, also one with the mark that stands for values', () => {
  const [first, second, third] = ['a\0b', 2, '$&'];
  expect(marked`${first} <em>${second} of</em> ${third}.`).toEqual([
    { element: null, text: 'a\0b ' },
    { element: 'em', text: '2 of' },
    { element: null, text: ' $&.' },
  ]);
});
