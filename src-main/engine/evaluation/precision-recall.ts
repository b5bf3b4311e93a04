/** How many of the videos called fake are fake, against how many of the fakes are found (Davis and Goadrich 2006). */
import type { CurvePoint } from '../../shared/lab.ts';
import type { LabelledScore } from './roc.ts';

/**
 * [recall, precision] of each threshold that finds more fakes than the one before. Between two points the
 * curve is a step at the later one's precision; a straight line would promise what no threshold gives.
 * @throws RangeError without a fake
 */
export function precisionRecallCurve(observations: readonly LabelledScore[]): CurvePoint[] {
  const fakes = observations.filter(({ label }) => label === 'fake').length;
  if (fakes === 0) throw new RangeError('a precision-recall curve needs fakes');
  const descending = [...observations].sort((a, b) => b.score - a.score);
  const curve: CurvePoint[] = [];
  let found = 0;
  let drawn = 0;
  for (const [index, { label, score }] of descending.entries()) {
    if (label === 'fake') found += 1;
    if (descending[index + 1]?.score === score || found === drawn) continue;
    drawn = found;
    curve.push({ x: found / fakes, y: found / (index + 1) });
  }
  return curve;
}
