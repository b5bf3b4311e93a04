import { describe, expect, it } from 'vitest';
import { judgeRow } from '../../../../src-main/engine/evaluation/judge-row.ts';
import { pairedAccuracy } from '../../../../src-main/engine/evaluation/paired-accuracy.ts';

const settings = { seed: 1 };

/** A real video and a fake of each recording, which is a group of its own. */
const recordings = (ranks: readonly (readonly [real: number, fake: number])[]) =>
  ranks.flatMap(([real, fake], group) =>
    (
      [
        ['real', real],
        ['fake', fake],
      ] as const
    ).map(([label, rank]) => ({
      ...{ label, group, source: `recording ${group}` },
      ...{ rank, score: rank },
    })),
  );

describe('paired accuracy', () => {
  it('is 1 where every fake scores above its own original, though a whole source scores below another', () => {
    const low = Array.from({ length: 6 }, (_, index) => [0.01 * index, 0.01 * index + 0.005] as const);
    const high = Array.from({ length: 6 }, (_, index) => [0.8 + 0.01 * index, 0.805 + 0.01 * index] as const);
    const videos = recordings([...low, ...high]);
    expect(pairedAccuracy(videos, settings)).toEqual({
      ...{ pairs: 12, groups: 12 },
      accuracy: { value: 1, low: 1, high: 1 },
    });
    const { auc } = judgeRow(videos, {
      ...{ classifier: 'combined', level: 'video', split: 'by-identity', threshold: 0.5, seed: 1 },
    });
    expect(auc.value).toBeLessThan(0.6);
  });

  it('is one half for a model that knows the source and nothing else', () => {
    const videos = recordings([
      [0.9, 0.9],
      [0.1, 0.1],
      [0.4, 0.4],
    ]);
    expect(pairedAccuracy(videos, settings)!.accuracy).toEqual({ value: 0.5, low: 0.5, high: 0.5 });
  });

  it('counts every fake of a recording, and draws whole groups for its interval', () => {
    const videos = recordings([
      [0.5, 0.6],
      [0.5, 0.4],
    ]);
    const more = { ...videos[1]!, rank: 0.7 };
    const paired = pairedAccuracy([...videos, more], settings)!;
    expect(paired).toMatchObject({ pairs: 3, groups: 2 });
    expect(paired.accuracy.value).toBeCloseTo(2 / 3, 12);
    expect(paired.accuracy).toMatchObject({ low: 0, high: 1 });
  });

  it('is not given where no fake stands beside its original', () => {
    const videos = recordings([[0.2, 0.8]]).map((video) => ({ ...video, source: video.label }));
    expect(pairedAccuracy(videos, settings)).toBeNull();
  });
});
