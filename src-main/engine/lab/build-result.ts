/** Held-out scores to the tables and curves of a run. */
import type {
  ExperimentParameters,
  ExperimentResult,
  HeldOutFigure,
  RobustnessRow,
  TrialRow,
  VectorLayout,
} from '../../shared/lab.ts';
import { judgeCurves } from '../evaluation/judge-curves.ts';
import { judgeRow } from '../evaluation/judge-row.ts';
import { groupedBy } from '../support/grouped.ts';
import { quantile } from '../support/quantile.ts';
import { THRESHOLD } from '../verdict/confidence.ts';
import type { FailedItem } from './face-store.ts';
import type { ScoredSplit } from './experiments/scored-faces.ts';
import { remarksOn } from './remarks.ts';
import type { LabFace, Plan } from './run-plans.ts';

interface ResultParts {
  parameters: ExperimentParameters;
  faces: readonly LabFace[];
  leftOut: readonly FailedItem[];
  plans: readonly Plan[];
  scored: readonly ScoredSplit[];
  trials: TrialRow[];
  layouts: VectorLayout[];
}

export function buildResult({
  parameters,
  faces,
  leftOut,
  plans,
  scored,
  trials,
  layouts,
}: ResultParts): ExperimentResult {
  const { seed } = parameters;
  const byId = new Map(faces.map((face) => [face.faceId, face]));
  const judged = scored.map(({ split, classifier, faces: own, videos }) => {
    const common = { split, classifier, threshold: THRESHOLD, seed };
    const byFace = own?.map(({ faceId, score }): HeldOutFigure => {
      const { label, itemId, group } = byId.get(faceId)!;
      return { label, itemId, group, score };
    });
    return {
      curves: judgeCurves(videos, common),
      rows: [
        judgeRow(videos, { ...common, level: 'video' }),
        ...(byFace ? [judgeRow(byFace, { ...common, level: 'face' })] : []),
      ],
    };
  });
  return {
    ...{ faces: faces.length, videos: new Set(faces.map(({ itemId }) => itemId)).size },
    leftOut: leftOut.map(({ path, error }) => ({ path, reason: error.message })),
    groups: new Set(faces.map(({ group }) => group)).size,
    ...{ trials, layouts },
    rows: judged.flatMap(({ rows }) => rows),
    curves: judged.map(({ curves }) => curves),
    robustness: bySize(scored[0]!, faces, seed),
    remarks: remarksOn(parameters, faces, plans),
  };
}

/** Upper ends of the ranges, pixels of a face's shorter side. */
const SIZES_PX = [64, 128, 256, Infinity];

/** Of the first classifier on the chosen split; a range without both classes has no figure. */
function bySize({ videos, split }: ScoredSplit, faces: readonly LabFace[], seed: number): RobustnessRow[] {
  const sizeOf = new Map(
    [...groupedBy(faces, ({ itemId }) => itemId)].map(([itemId, own]) => {
      const sizes = own.map(({ sizePx }) => sizePx).sort((a, b) => a - b);
      return [itemId, quantile(sizes, 0.5)];
    }),
  );
  return SIZES_PX.flatMap((to, index) => {
    const from = SIZES_PX[index - 1] ?? 0;
    const own = videos.filter(({ itemId }) => sizeOf.get(itemId)! >= from && sizeOf.get(itemId)! < to);
    const range = to === Infinity ? `faces of ${from} px and more` : `faces of ${from} to ${to} px`;
    return robustnessRow(range, 'face-size', own, { split, seed });
  });
}

/** @returns none where one of the classes is absent */
export function robustnessRow(
  condition: string,
  by: RobustnessRow['by'],
  videos: readonly HeldOutFigure[],
  { split, seed }: { split: ScoredSplit['split']; seed: number },
): RobustnessRow[] {
  if (new Set(videos.map(({ label }) => label)).size < 2) return [];
  const settings = { classifier: '', split, seed, threshold: THRESHOLD, level: 'video' as const };
  const { real, fake, auc, accuracy } = judgeRow(videos, settings);
  const error = { value: 1 - accuracy.value, low: 1 - accuracy.high, high: 1 - accuracy.low };
  return [{ condition, by, real, fake, auc, error }];
}
