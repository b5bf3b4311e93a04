import { expect, it } from 'vitest';
import { opposingAnnex } from '../../../../../src-main/engine/reports/annex/opposing-annex.ts';
import { sampleFace } from '../../cases/sample-finding.ts';
import { questioned } from './questioned.ts';

it('puts failures first, then what was not tested, then other explanations', () => {
  const parts = opposingAnnex(questioned()).map(({ part }) => part);
  expect([...new Set(parts)]).toEqual(['failure', 'untested', 'explanation']);
  expect(parts).toEqual(parts.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
});
const order = ['failure', 'untested', 'explanation'];

it('says the datum of each line, with a number, and a question', () => {
  for (const { text, datum, question } of opposingAnnex(questioned())) {
    expect(`${text} ${datum}`).toMatch(/\d/);
    expect(datum).toMatch(/^(?:card|this file|this video|track \d)/);
    expect(question).toMatch(/\?/);
  }
});

it('speaks of what was not examined alone where nothing has a score', () => {
  const lines = opposingAnnex(questioned({ tracks: [[sampleFace(0, null, 'too-small')]] }));
  expect([...new Set(lines.map(({ part }) => part))]).toEqual(['untested']);
  expect(lines.some(({ text }) => text.includes('quality'))).toBe(false);
});
