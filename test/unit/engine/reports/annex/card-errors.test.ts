import { describe, expect, it } from 'vitest';
import { cardErrors } from '../../../../../src-main/engine/reports/annex/card-errors.ts';
import { sampleFace } from '../../cases/sample-finding.ts';
import { sampleCard } from '../sample-card.ts';
import { facesWith, questioned } from './questioned.ts';

const textsOf = (...change: Parameters<typeof questioned>) =>
  cardErrors(questioned(...change)).map(({ text }) => text);

describe('errors on the card', () => {
  it('of a likely fake video are the real ones that were called so', () => {
    const [answer, side] = cardErrors(questioned());
    expect(answer).toEqual({
      part: 'failure',
      text: 'Of 44 real held-out videos, 4 were called likely fake, as this one is.',
      datum: 'card, answers at the limits: 4 of 44 real and 23 of 34 fake videos',
      question: 'What shows that this video is not one of those real ones?',
    });
    expect(side!.text).toBe(
      '9 of 44 real held-out videos scored on the fake side of 0.50, where this video scores 0.90.',
    );
  });

  it('of a likely real video are the fakes that were called so', () => {
    expect(textsOf({ tracks: [facesWith(0.1)] }).slice(0, 2)).toEqual([
      'Of 34 fake held-out videos, 3 were called likely real, as this one is.',
      '7 of 34 fake held-out videos scored on the real side of 0.50, where this video scores 0.10.',
    ]);
  });

  it('of an inconclusive video are those that got no answer either', () => {
    // 44 less 4 and 30; 34 less 23 and 3.
    expect(textsOf({ tracks: [facesWith(0.55)] })[0]).toBe(
      '10 of 44 real and 8 of 34 fake held-out videos got no answer either.',
    );
  });

  it('of a model without verdicts are those at full coverage', () => {
    const card = { abstention: { ...sampleCard.abstention, decides: false } };
    expect(textsOf({ card })[0]).toBe(
      'The model gives no verdicts: without limits, 9 of 44 real and 7 of 34 fake held-out videos were judged wrongly.',
    );
  });

  it('name the methods that are missed, where the score is on the real side', () => {
    const methods = [
      { method: 'swap', fake: 20, calledFake: 15, groups: 9, auc: sampleCard.methods[0]!.auc },
      { method: 'lip-sync', fake: 6, calledFake: 2, groups: 3, auc: { value: 0.6, low: 0.5, high: 0.7 } },
      { method: 'avatar', fake: 9, calledFake: 3, groups: 9, auc: sampleCard.methods[0]!.auc },
      { method: 'joker', fake: 2, calledFake: 0, groups: 1, auc: sampleCard.methods[0]!.auc },
    ];
    const lines = cardErrors(questioned({ card: { methods }, tracks: [facesWith(0.45)] }));
    expect(lines.map(({ text }) => text).slice(2)).toEqual([
      'Of 1 of the 4 methods of forgery on the card, no fake scored on the fake side.',
      'Of the methods with at least 5 fakes, the model misses the largest share of lip-sync (4 of 6 scored on the real side) and avatar (6 of 9 scored on the real side).',
      'The likelihood ratios of the model cost 0.70 (0.62–0.77) on held-out videos, where 1 is the cost of giving no information.',
    ]);
    expect(lines[2]!.datum).toBe('card, by method: 2 fakes in 1 method, such as joker');
    expect(textsOf({ card: { methods } }).some((text) => text.includes('methods'))).toBe(false);
  });

  it('say that pairs are told no better than chance only where their interval reaches it', () => {
    const paired = { pairs: 20, groups: 11, accuracy: { value: 0.5, low: 0.25, high: 0.84 } };
    expect(textsOf({ card: { paired } })).toContain(
      'In 50 % of the pairs (95 % interval 25 % to 84 %), the fake scored higher than the real video of the same recording. That may be chance.',
    );
    for (const better of [null, { ...paired, accuracy: { value: 0.8, low: 0.6, high: 0.9 } }])
      expect(textsOf({ card: { paired: better } }).some((text) => text.includes('pairs'))).toBe(false);
  });

  it('speak of likelihood ratios only where one is given', () => {
    const few = textsOf({ tracks: [facesWith(0.9, {}, 2)] });
    expect(few.some((text) => text.includes('likelihood'))).toBe(false);
  });

  it('are none without a score', () => {
    expect(textsOf({ tracks: [[sampleFace(0, null, 'too-small')]] })).toEqual([]);
  });
});
