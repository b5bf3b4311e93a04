import { describe, expect, it } from 'vitest';
import type { DecisionLimits, Face } from '../../../../src-main/shared/domain.ts';
import { whatWouldChange } from '../../../../src-main/engine/verdict/what-would-change.ts';
import { sampleFace } from '../cases/sample-finding.ts';

/** Answers likely fake alone, as the default model does. */
const band: DecisionLimits = {
  ...{ threshold: 0.5, realBelow: 0, fakeAbove: 0.7 },
  gates: { novelty: 1, disagreement: 1, sizePx: 0, sharpness: 0 },
};
const faces = (...scores: number[]): Face[] =>
  scores.map((score, at) => ({ ...sampleFace(at * 10, score), ptsMs: at * 400, score }));

describe('what would change a verdict', () => {
  it('is the distance of the score from each limit that the model has', () => {
    expect(whatWouldChange(faces(0.6, 0.6, 0.6, 0.6), band)[0]).toBe(
      'The score 0.60 is 0.10 from the limit for likely fake (0.70).',
    );
    expect(whatWouldChange(faces(0.8, 0.8, 0.8, 0.8), { ...band, realBelow: 0.3 })[0]).toBe(
      'The score 0.80 is 0.10 beyond the limit for likely fake (0.70) and 0.50 from the limit for likely real (0.30).',
    );
  });

  it('has as many decimals as its figures need to agree', () => {
    const limit = { ...band, fakeAbove: 0.6242 };
    expect(whatWouldChange(faces(0.5984, 0.5984, 0.5984), limit)[0]).toBe(
      'The score 0.598 is 0.026 from the limit for likely fake (0.624).',
    );
    expect(whatWouldChange(faces(0.6238, 0.6238, 0.6238), limit)[0]).toBe(
      'The score 0.6238 is 0.0004 from the limit for likely fake (0.6242).',
    );
  });

  it('is how few scores hold up the answer', () => {
    // The mean of all is 0.72, without the highest 0.66.
    const sentences = whatWouldChange(faces(0.6, 0.68, 0.7, 0.9), band);
    expect(sentences).toContain(
      'Without the highest score of its 4 usable faces it would be inconclusive (score 0.66).',
    );
    expect(whatWouldChange(faces(0.9, 0.9, 0.9, 0.9, 0.9, 0.9), band)).toContain(
      'It would stay likely fake without any 3 of its highest or lowest scores.',
    );
    expect(whatWouldChange(faces(0.9, 0.9, 0.9), band)).toContain('No face can be left out: 3 are needed.');
  });

  it('is what each half of its time says alone', () => {
    expect(whatWouldChange(faces(0.9, 0.9, 0.9, 0.3, 0.3, 0.3), band).at(-1)).toBe(
      'Its first half alone would be likely fake (score 0.90), its second half inconclusive (score 0.30).',
    );
  });

  it('is a limit beside the score, where one keeps the answer back', () => {
    const [first] = whatWouldChange(faces(0.9, 0.9), band);
    expect(first).toBe(
      'By its score alone it would be likely fake. It is not, because it has fewer than 3 usable faces.',
    );
  });

  it('is nothing for a model without verdicts, and not to be known without scores', () => {
    const silent = { ...band, realBelow: 0, fakeAbove: 1 };
    expect(whatWouldChange(faces(0.9, 0.9, 0.9), silent)).toEqual(['Nothing: this model gives no verdicts.']);
    expect(whatWouldChange([], band)).toEqual([
      'Nothing can be computed without scores: a verdict needs 3 usable faces.',
    ]);
  });
});
