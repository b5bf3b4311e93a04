/** The curves of a result with the figures for their legends: input of Figure 9 and of the DET chart. */
import type { ExperimentResult } from '../lab.ts';
import type { DetCurve } from './det.ts';
import type { RocCurve } from './roc.ts';

export function resultCurves({
  curves,
  rows,
}: Pick<ExperimentResult, 'curves' | 'rows'>): (RocCurve & DetCurve)[] {
  return curves.flatMap(({ classifier, split, roc }) => {
    const row = rows.find(
      (each) => each.level === 'video' && each.classifier === classifier && each.split === split,
    );
    if (row === undefined) return [];
    const points = roc.map(({ x, y }): [number, number] => [x, y]);
    return [{ classifier, split, points, band: roc, auc: row.auc, eer: row.eer }];
  });
}
