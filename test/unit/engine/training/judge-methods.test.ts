import { describe, expect, it } from 'vitest';
import { judgeRow } from '../../../../src-main/engine/evaluation/judge-row.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';
import type { JudgedVideo } from '../../../../src-main/engine/training/judge-held-out.ts';
import { judgeMethods } from '../../../../src-main/engine/training/judge-methods.ts';

const random = createRandom(3);
const video = (index: number, method: string | null, centre: number): JudgedVideo => {
  const score = Math.min(0.99, Math.max(0.01, centre + 0.3 * (random.next() - 0.5)));
  return {
    ...{
      video: `clip ${index}`,
      label: method === 'genuine' ? 'real' : 'fake',
      group: index,
      fold: index % 5,
    },
    ...{ source: `clip ${index}`, method: method === 'genuine' ? null : method, score, rank: score },
  };
};
const videos = Array.from({ length: 50 }, (_, index) => {
  if (index < 20) return video(index, 'genuine', 0.3);
  if (index < 26) return video(index, 'missed', 0.3);
  return index < 46 ? video(index, 'found', 0.8) : video(index, null, 0.6);
});

describe('figures by method', () => {
  const rows = judgeMethods(videos, 1);

  it('add up to the figures of all fakes', () => {
    const auc = judgeRow(videos, {
      ...{ classifier: 'combined', level: 'video', split: 'by-identity', threshold: 0.5, seed: 1 },
    }).auc.value;
    const total = rows.reduce((sum, { fake }) => sum + fake, 0);
    expect(total).toBe(30);
    expect(rows.reduce((sum, row) => sum + row.auc.value * row.fake, 0) / total).toBeCloseTo(auc, 12);
    expect(rows.reduce((sum, { calledFake }) => sum + calledFake, 0)).toBe(
      videos.filter(({ label, score }) => label === 'fake' && score >= 0.5).length,
    );
  });

  it('show the method that is missed beside the one that is found', () => {
    expect(rows.map(({ method }) => method)).toEqual(['found', 'missed', null]);
    expect(rows[0]!.auc.low).toBeGreaterThan(0.95);
    expect(rows[0]).toMatchObject({ fake: 20, calledFake: 20, groups: 20 });
    expect(rows[1]!.auc.low).toBeLessThan(0.5);
    expect(rows[1]).toMatchObject({ fake: 6, calledFake: 0, groups: 6 });
  });
});
