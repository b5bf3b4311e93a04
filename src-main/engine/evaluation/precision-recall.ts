/** The share of fakes among videos called fake, against the share of fakes found (Davis and Goadrich 2006). */
import type { CurvePoint } from '../../shared/lab.ts';
import type { LabelledScore } from './roc.ts';

/**
 * [recall, precision] of each threshold that finds more fakes than the one before. Between two points the curve is a
 * step at the precision of the later point; no threshold reaches a straight line between them.
 * @throws RangeError if there is no fake
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
