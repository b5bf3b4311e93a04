/**
 * A ROC curve with its 95 % band: at each false-positive rate, the middle 95 % of the true-positive rates over
 * resamples of whole groups ("vertical averaging", Fawcett 2006, section 9).
 */
import type { JudgedCurves } from '../../shared/lab.ts';
import { middle, type BootstrapSettings } from './bootstrap.ts';
import { resampledWeights, type RankedScores } from './ranked-scores.ts';
import { recallAfter, weightedRocCurve, type RocPoint } from './roc.ts';

type BandedPoint = JudgedCurves['roc'][number];

/** The band is computed at every hundredth; between them it is straight. */
const STEPS = 100;
const gridRates = Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS);

/** The corners of the curve and its points on the grid, from (0, 0) to (1, 1). */
export function rocWithBand(ranked: RankedScores, settings: BootstrapSettings): BandedPoint[] {
  const { ranks } = ranked;
  const curve = weightedRocCurve(ranks, new Uint8Array(ranks.length).fill(1));
  const heights: number[][] = gridRates.map(() => []);
  for (const weights of resampledWeights(ranked, settings)) {
    for (const [step, height] of heightsOnGrid(weightedRocCurve(ranks, weights)).entries()) {
      heights[step]!.push(height);
    }
  }
  const band = heights.map(middle);
  const own = heightsOnGrid(curve);
  const points = [
    ...corners(curve).map(({ falsePositiveRate, truePositiveRate }) => ({
      x: falsePositiveRate,
      y: truePositiveRate,
    })),
    ...gridRates.map((x, step) => ({ x, y: own[step]! })),
  ].sort((a, b) => a.x - b.x || a.y - b.y);
  return points
    .filter(({ x, y }, index) => x !== points[index - 1]?.x || y !== points[index - 1]?.y)
    .map((point) => ({ ...point, ...bandAt(band, point.x) }));
}

/** Like `recallAtFalsePositiveRate`, for all rates of the grid in one pass. */
function heightsOnGrid(curve: readonly RocPoint[]): number[] {
  let index = 0;
  return gridRates.map((rate) => {
    while (index + 1 < curve.length && curve[index + 1]!.falsePositiveRate <= rate) index += 1;
    return recallAfter(curve, index, rate);
  });
}

/** The curve without points inside its straight lines; a good classifier has hundreds of them. */
function corners(curve: readonly RocPoint[]): RocPoint[] {
  return curve.filter((point, index) => {
    const before = curve[index - 1];
    const after = curve[index + 1];
    if (before === undefined || after === undefined) return true;
    const rise = point.truePositiveRate - before.truePositiveRate;
    const run = point.falsePositiveRate - before.falsePositiveRate;
    const onRise = run === 0 && after.falsePositiveRate === point.falsePositiveRate;
    const onRun = rise === 0 && after.truePositiveRate === point.truePositiveRate;
    return !onRise && !onRun;
  });
}

function bandAt(band: readonly { low: number; high: number }[], rate: number) {
  const below = Math.min(STEPS - 1, Math.floor(rate * STEPS));
  const share = rate * STEPS - below;
  const from = band[below]!;
  const to = band[below + 1]!;
  return {
    low: from.low + share * (to.low - from.low),
    high: from.high + share * (to.high - from.high),
  };
}
