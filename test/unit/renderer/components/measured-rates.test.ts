// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import MeasuredRatesSection from '../../../../src-renderer/components/MeasuredRatesSection.svelte';
import type { StoredRates } from '../../../../src-main/shared/measured-rates.ts';
import { shown, texts } from '../support/shown.ts';

it('shows the rates of each set, also of two that were stored at the same time, and what they cannot say', () => {
  const rates = (name: string, clips: string): StoredRates => ({
    ...{ findingId: 1, condition: null, facePx: null, given: ['likely-fake'] },
    ...{ answers: null, auc: null, roc: [] },
    at: '2026-03-01T14:00:00Z',
    facts: { codec: 'h264', shortSide: 720, bitsPerPixel: null, facePx: null },
    set: {
      ...{ name, sha256: 'a'.repeat(64), clipsSha256: clips.repeat(64), listed: 3 },
      ...{ real: 3, fake: 0, groups: { real: 2, fake: 0 }, unnamed: 0, unscored: 0, known: 0, repeated: 0 },
    },
    by: { classifier: 'c'.repeat(64), provider: 'cpu', exhibit: '1.2.0' },
  });
  const section = shown(MeasuredRatesSection, {
    rates: [rates('first.csv', 'b'), rates('second.csv', 'd')],
    ...{ busy: false, onmeasure: () => undefined },
  });
  const first = texts(section, 'li:first-child');
  expect(first.map((text) => /on “(\w+\.csv)”/.exec(text)?.[1])).toEqual(['first.csv', 'second.csv']);
  expect(section.textContent).toContain('We do not know whether the model was trained on any of them');
});
