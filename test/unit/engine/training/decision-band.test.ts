import { describe, expect, it } from 'vitest';
import { decisionBand, upperErrorLimit } from '../../../../src-main/engine/training/decision-band.ts';
import { createRandom } from '../../../../src-main/engine/random.ts';

/** Scores of `count` real and as many fake videos; `apart` is the distance of the classes' means. */
function videos(count: number, apart: number) {
  const random = createRandom(1);
  return Array.from({ length: 2 * count }, (_, index) => {
    const fake = index % 2 === 1;
    const noise = (random.next() + random.next() + random.next()) / 3 - 0.5;
    const score = 0.5 + (fake ? apart : -apart) / 2 + noise * 0.6;
    return {
      label: fake ? ('fake' as const) : ('real' as const),
      score: Math.min(0.99, Math.max(0.01, score)),
    };
  });
}

describe('upper limit of an error rate', () => {
  it('is that of the rule of three when nothing went wrong', () => {
    // 1 − 0.05^(1/n)
    expect(upperErrorLimit(0, 30)).toBeCloseTo(1 - 0.05 ** (1 / 30), 6);
    expect(upperErrorLimit(0, 14)).toBeLessThan(0.2);
    expect(upperErrorLimit(0, 13)).toBeGreaterThan(0.2);
  });

  it('agrees with the tables of Clopper and Pearson', () => {
    // One-sided 95 % limits for 1 of 20 and 5 of 50.
    expect(upperErrorLimit(1, 20)).toBeCloseTo(0.2161, 4);
    expect(upperErrorLimit(5, 50)).toBeCloseTo(0.1988, 4);
  });

  it('is 1 when every call was wrong', () => {
    expect(upperErrorLimit(3, 3)).toBe(1);
  });
});

describe('decision band', () => {
  it('leaves nothing but inconclusive for a model near chance', () => {
    expect(decisionBand(videos(40, 0))).toMatchObject({ realBelow: 0, fakeAbove: 1 });
  });

  it('leaves nothing but inconclusive for a model that says the same of everything', () => {
    const constant = videos(40, 0).map(({ label }) => ({ label, score: 0.5 }));
    expect(decisionBand(constant)).toEqual({ threshold: 0.5, realBelow: 0, fakeAbove: 1 });
  });

  it('leaves nothing but inconclusive where too few videos were seen, however well they are told apart', () => {
    expect(decisionBand(videos(12, 0.8))).toMatchObject({ realBelow: 0, fakeAbove: 1 });
  });

  it('lies around the threshold and keeps errors beyond it within the limit', () => {
    const scored = videos(200, 0.25);
    const { threshold, realBelow, fakeAbove } = decisionBand(scored);
    expect(realBelow).toBeLessThan(threshold);
    expect(fakeAbove).toBeGreaterThanOrEqual(threshold);
    for (const [label, called] of [
      ['real', scored.filter(({ score }) => score >= fakeAbove)],
      ['fake', scored.filter(({ score }) => score <= realBelow)],
    ] as const) {
      expect(called.length).toBeGreaterThan(50);
      expect(called.filter((video) => video.label === label).length / called.length).toBeLessThan(0.2);
    }
  });

  it('closes for a model that makes no mistakes', () => {
    const { realBelow, fakeAbove, threshold } = decisionBand(videos(50, 0.9));
    expect(realBelow).toBeLessThan(threshold);
    expect(realBelow).toBeGreaterThan(0.1);
    expect(fakeAbove).toBeLessThan(0.9);
  });
});
