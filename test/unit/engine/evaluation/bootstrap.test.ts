import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../../../src-main/engine/evaluation/bootstrap.ts';
import { judgeRow } from '../../../../src-main/engine/evaluation/judge-row.ts';
import { quantile } from '../../../../src-main/engine/support/quantile.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

/** Real scores around 0.4, fake ones around 0.6, each video a group with `faces` equal scores. */
function scores(faces: number) {
  const random = createRandom(5);
  return Array.from({ length: 40 }, (_, group) => {
    const label = group < 20 ? ('real' as const) : ('fake' as const);
    const score = (label === 'fake' ? 0.6 : 0.4) + (random.next() - 0.5) * 0.6;
    return Array.from({ length: faces }, () => ({ label, group, score, rank: score }));
  }).flat();
}

const settings = {
  classifier: 'sgd',
  level: 'face',
  split: 'by-identity',
  threshold: 0.5,
  seed: 1,
  resamples: 300,
} as const;

describe('bootstrap by independent group', () => {
  it('grows no narrower when every face is counted ten times', () => {
    const once = judgeRow(scores(1), settings);
    const tenfold = judgeRow(scores(10), settings);
    expect(tenfold.auc).toEqual(once.auc);
    expect(tenfold.fake).toBe(10 * once.fake);
  });

  it('gives the width that theory gives for a mean', () => {
    const random = createRandom(2);
    const videos = Array.from({ length: 200 }, (_, index) => ({
      ...{ label: index % 2 ? ('fake' as const) : ('real' as const), group: index },
      value: random.next(),
    }));
    const mean = (drawn: readonly { value: number }[]) => ({
      mean: drawn.reduce((sum, { value }) => sum + value, 0) / drawn.length,
    });
    const interval = bootstrap(videos, mean, { seed: 1 }).mean;
    // ± 1.96 σ / √n with σ = 1/√12 of a uniform number.
    const expected = (2 * 1.96) / Math.sqrt(12 * 200);
    expect((interval.high - interval.low) / expected).toBeGreaterThan(0.85);
    expect((interval.high - interval.low) / expected).toBeLessThan(1.15);
  });

  it('grows wider when the videos are of few people, who err together', () => {
    const random = createRandom(4);
    const people = Array.from({ length: 10 }, (_, group) => {
      const label = group % 2 === 0 ? ('real' as const) : ('fake' as const);
      const person = (label === 'fake' ? 0.55 : 0.45) + 0.4 * (random.next() - 0.5);
      return Array.from({ length: 10 }, () => {
        const score = person + 0.05 * random.next();
        return { label, group, score, rank: score };
      });
    }).flat();
    const asIfApart = people.map((video, group) => ({ ...video, group }));
    const width = ({ auc }: ReturnType<typeof judgeRow>) => auc.high - auc.low;
    expect(width(judgeRow(people, settings))).toBeGreaterThan(2 * width(judgeRow(asIfApart, settings)));
  });

  it('leaves draws without a value out, and has no interval where there is no value', () => {
    const videos = scores(1).map((video, index) => ({ ...video, isWrong: index === 0 }));
    const halved = (drawn: readonly { isWrong: boolean }[]) => ({
      ratio: drawn.some(({ isWrong }) => isWrong) ? 0.5 : null,
    });
    expect(bootstrap(videos, halved, settings).ratio).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
    expect(bootstrap(videos.slice(1), halved, settings).ratio).toBeNull();
  });

  it('never draws a set without one of the classes', () => {
    const rare = scores(1).filter(({ label, group }) => label === 'real' || group === 20);
    const { auc } = judgeRow(rare, settings);
    expect(Number.isFinite(auc.low) && Number.isFinite(auc.high)).toBe(true);
  });

  it('is the same with the same seed', () => {
    expect(judgeRow(scores(2), settings)).toEqual(judgeRow(scores(2), settings));
  });
});

describe('quantile', () => {
  it('is linear between the neighbours', () => {
    expect(quantile([0, 10, 20], 0.5)).toBe(10);
    expect(quantile([0, 10, 20], 0.025)).toBeCloseTo(0.5, 12);
    expect(quantile([0, 10, 20], 1)).toBe(20);
  });
});
