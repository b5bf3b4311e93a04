import { expect, it } from 'vitest';
import { shownMethod } from '../../../src-main/shared/method-names.ts';
import card from '../../../models/default/card.json' with { type: 'json' };

const names = card.methods.map(({ method }) => shownMethod(method));

it('shows one method under one name, and a row of its own for each that was measured', () => {
  expect(shownMethod('audio-driven talking head (AniPortrait)')).toBe('AniPortrait (driven by sound)');
  expect(shownMethod('Wav2Lip')).toBe('Wav2Lip');
  expect(shownMethod('constructor')).toBe('constructor');
  expect(shownMethod(null)).toBe('not named');
  expect(new Set(names).size).toBe(card.methods.length);
});

it('begins the name of every row of one method alike', () => {
  const beginning = (word: RegExp) => names.filter((name) => word.test(name));
  expect(beginning(/aniportrait/i).every((name) => name.startsWith('AniPortrait'))).toBe(true);
  expect(beginning(/fomm|first-order/i).every((name) => name.startsWith('FOMM'))).toBe(true);
  expect(beginning(/face.?swap/i).every((name) => name.startsWith('face swap'))).toBe(true);
});
