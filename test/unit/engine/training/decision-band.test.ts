import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../src-main/engine/random.ts';
import { decisionBand, upperRate } from '../../../../src-main/engine/training/decision-band.ts';

/** Scores of videos, a group each; `apart` is the distance of the classes' means. */
function videos(real: number, fake: number, apart: number, seed = 1) {
  const random = createRandom(seed);
  return Array.from({ length: real + fake }, (_, group) => {
    const label = group < real ? ('real' as const) : ('fake' as const);
    const noise = (random.next() + random.next() + random.next()) / 3 - 0.5;
    const score = 0.5 + (label === 'fake' ? apart : -apart) / 2 + noise * 0.9;
    return { label, group, score: Math.min(0.99, Math.max(0.01, score)) };
  });
}

const good = { value: 0.8, low: 0.7, high: 0.9 };
const open = { realBelow: 0, fakeAbove: 1 };

describe('upper limit of a rate', () => {
  it('is that of the rule of three when nothing happened', () => {
    expect(upperRate(0, 30, 0.95)).toBeCloseTo(1 - 0.05 ** (1 / 30), 6);
  });

  it('agrees with the tables of Clopper and Pearson', () => {
    // One-sided 95 % limits for 1 of 20 and 5 of 50.
    expect(upperRate(1, 20, 0.95)).toBeCloseTo(0.2161, 4);
    expect(upperRate(5, 50, 0.95)).toBeCloseTo(0.1988, 4);
  });

  it('is 1 when it happened every time', () => {
    expect(upperRate(3, 3, 0.95)).toBe(1);
  });
});

describe('decision band', () => {
  it.each([
    [200, 25],
    [25, 200],
    [1000, 150],
    [100, 100],
  ])('stays open for scores that say nothing, of %i real and %i fake videos', (real, fake) => {
    const runs = 100;
    // As if the area under the curve had come out well by chance.
    const drawn = Array.from({ length: runs }, (_, seed) => decisionBand(videos(real, fake, 0, seed), good));
    const closed = drawn.filter(({ realBelow, fakeAbove }) => realBelow > 0 || fakeAbove < 1);
    expect(closed.length / runs).toBeLessThanOrEqual(0.05);
  });

  it.each([
    [200, 25],
    [25, 200],
    [100, 100],
  ])('gets both limits for scores that tell well, of %i real and %i fake videos', (real, fake) => {
    const { threshold, realBelow, fakeAbove } = decisionBand(videos(real, fake, 0.8), good);
    expect(realBelow).toBeGreaterThan(0);
    expect(realBelow).toBeLessThan(threshold);
    expect(fakeAbove).toBeLessThan(1);
    expect(fakeAbove).toBeGreaterThanOrEqual(threshold);
  });

  it('keeps errors at even odds within the limit on videos it was not drawn from', () => {
    const { realBelow, fakeAbove } = decisionBand(videos(150, 150, 0.3), good);
    const fresh = videos(2000, 2000, 0.3, 2);
    for (const [wrong, called] of [
      ['real', fresh.filter(({ score }) => score >= fakeAbove)],
      ['fake', fresh.filter(({ score }) => score <= realBelow)],
    ] as const) {
      expect(called.length).toBeGreaterThan(100);
      expect(called.filter(({ label }) => label === wrong).length / called.length).toBeLessThan(0.2);
    }
  });

  it('stays open where the area under the curve may be that of chance', () => {
    expect(decisionBand(videos(100, 100, 0.8), { ...good, low: 0.5 })).toMatchObject(open);
  });

  it('stays open for a model that says the same of everything', () => {
    const constant = videos(40, 40, 0).map((video) => ({ ...video, score: 0.5 }));
    expect(decisionBand(constant, good)).toEqual({ threshold: 0.5, ...open });
  });

  it('stays open where too few videos were seen, however well they are told apart', () => {
    expect(decisionBand(videos(20, 20, 0.9), good)).toMatchObject(open);
  });

  it('takes many videos of few people for few', () => {
    const fewPeople = videos(100, 100, 0.9).map((video) => ({ ...video, group: video.group % 10 }));
    expect(decisionBand(fewPeople, good)).toMatchObject(open);
  });
});
