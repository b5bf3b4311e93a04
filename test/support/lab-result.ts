/** A small result of an experiment, with an honest and a leaky split, made from seeded scores. */
import { judgeCurves } from '../../src-main/engine/evaluation/judge-curves.ts';
import { judgeRow } from '../../src-main/engine/evaluation/judge-row.ts';
import { createRandom } from '../../src-main/engine/support/random.ts';
import type { ExperimentResult, HeldOutFigure } from '../../src-main/shared/lab.ts';
import type { Estimate } from '../../src-main/shared/model-card.ts';

const cases = [
  { classifier: 'sgd', split: 'by-identity', shift: 0.05 },
  { classifier: 'forest', split: 'by-identity', shift: 0.1 },
  { classifier: 'sgd', split: 'by-frame', shift: 0.45 },
  { classifier: 'forest', split: 'by-frame', shift: 0.5 },
] as const;

export const estimate = (value: number): Estimate => ({ value, low: value - 0.1, high: value + 0.08 });

export function labResult(): ExperimentResult {
  const random = createRandom(11);
  const judged = cases.map(({ classifier, split, shift }) => {
    const scores = Array.from({ length: 40 }, (_, itemId): HeldOutFigure => {
      const label = itemId % 2 === 0 ? 'real' : 'fake';
      const score = random.next() * (1 - shift) + (label === 'fake' ? shift : 0);
      return { label, itemId, group: itemId >> 1, score };
    });
    const settings = { classifier, split, threshold: 0.5, seed: 1, resamples: 50 };
    return { row: judgeRow(scores, { ...settings, level: 'video' }), curves: judgeCurves(scores, settings) };
  });
  const layout = Array.from({ length: 20 }, (_, index) => ({
    ...{ faceId: index + 1, x: random.next(), y: random.next() },
    label: index % 2 === 0 ? ('real' as const) : ('fake' as const),
  }));
  return {
    ...{ faces: 400, videos: 40, leftOut: [], groups: 20 },
    trials: [0.1, 0.01].map((learningRate) => ({
      ...{ learningRate, batchSize: 64, epochs: 10, validationAccuracy: 0.5, validationLoss: 0.7 },
      ...{ accuracy: estimate(0.52), auc: estimate(0.53) },
    })),
    rows: judged.map(({ row }) => row),
    curves: judged.map(({ curves }) => curves),
    layouts: [
      { method: 't-sne', stage: 'before', points: layout },
      { method: 't-sne', stage: 'after', points: layout },
      { method: 'umap', stage: 'after', points: layout },
    ],
    robustness: ['original', '360p'].map((condition) => ({
      ...{ condition, by: 'degradation' as const, real: 20, fake: 20 },
      ...{ auc: estimate(0.6), error: estimate(0.4) },
    })),
    remarks: ['The backbone has no ImageNet weights.'],
  };
}
