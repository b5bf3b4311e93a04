import { describe, expect, it } from 'vitest';
import { judgeHeldOut } from '../../../../src-main/engine/training/judge-held-out.ts';
import type { HeldOutFace } from '../../../../src-main/engine/training/calibrated-faces.ts';
import { createRandom } from '../../../../src-main/engine/support/random.ts';

/** Twenty clips of `faces` faces each, classes in turns; fakes score higher. */
function clips(prefix: string, faces: number): HeldOutFace[] {
  const random = createRandom(2);
  return Array.from({ length: 20 }, (_, clip) => {
    const label = clip % 2 === 0 ? ('real' as const) : ('fake' as const);
    const video = `${prefix} ${clip}`;
    return Array.from({ length: faces }, (): HeldOutFace => {
      const raw = random.next() + (label === 'fake' ? 0.5 : 0);
      const sample = { embedding: Float32Array.of(1), label, video, identity: video };
      const distances = { neighbours: 1, mahalanobis: 1 };
      return { sample, fold: clip % 5, raw: { sgd: raw, forest: raw }, distances };
    });
  }).flat();
}

describe('figures by video', () => {
  const held = [...clips('long', 5), ...clips('short', 2)];
  const groupOf = new Map(held.map(({ sample }, index) => [sample.video, index]));
  const judgement = judgeHeldOut(held, {
    ...{ split: 'by-identity', margin: 0.01, seed: 1, groupOf },
    isJudged: (video) => video.startsWith('long'),
  });
  const counts = (level: 'face' | 'video') =>
    judgement.metrics.filter((row) => row.level === level).map(({ real, fake }) => [real, fake]);

  it('leave out clips that casework would not judge', () => {
    expect(counts('video')).toEqual(Array.from({ length: 3 }, () => [10, 10]));
    expect(judgement.videos).toHaveLength(20);
  });

  it('do not touch the figures by face', () => {
    expect(counts('face')).toEqual(Array.from({ length: 3 }, () => [70, 70]));
  });
});
