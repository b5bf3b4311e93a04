import { describe, expect, it } from 'vitest';
import { modelWorth } from '../../../src-main/shared/model-worth.ts';
import { sampleCard } from '../engine/reports/sample-card.ts';

describe('what a model is worth', () => {
  const error = { value: 0.08, low: 0.03, high: 0.15 };
  const { abstention } = sampleCard;
  const worth = (decides: boolean, real = true) =>
    modelWorth({
      name: 'default',
      abstention: {
        ...{ ...abstention, decides },
        applied: {
          coverage: { value: 0.62, low: 0.5, high: 0.7 },
          answers: {
            'likely-fake': { real: 3, fake: 30, error },
            'likely-real': { real: 0, fake: 0, error: real ? { value: 0.1, low: 0.05, high: 0.2 } : null },
          },
        },
      },
    });

  it('is how much it decides, and how often each answer was wrong', () => {
    expect(worth(true)).toBe(
      'The model “default” was tested on held-out videos. With as many real as fake videos, it gives a verdict on 62 %; ' +
        'the others stay inconclusive. Then 8 % of its answers “likely fake” (95 % interval 3 % to 15 %) and 10 % of its answers “likely real” ' +
        '(95 % interval 5 % to 20 %) would be wrong.',
    );
  });

  it('names the answer that it never gives', () => {
    expect(worth(true, false)).toContain('It never answers “likely real”.');
  });

  it('is said of a model without verdicts, too', () => {
    expect(worth(false)).toContain('The model “default” gives no verdicts');
  });
});
