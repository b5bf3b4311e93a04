/**
 * Raw classifier scores to probabilities of fake. Platt (1999) fits a logistic curve, here with the targets and the
 * Newton iteration of Lin, Lin and Weng (2007). Isotonic regression (Zadrozny and Elkan 2002) fits any rising step
 * curve by pooling adjacent violators. Both must be fitted on videos that are not in the classifier's training data.
 */
import { sigmoid } from '../support/sigmoid.ts';
import { z } from 'zod';
import type { Label } from '../../shared/domain.ts';

export interface RawScore {
  label: Label;
  raw: number;
  /** How much this score counts; 1 when absent. */
  weight?: number;
}

const plattCurve = z.object({ kind: z.literal('platt'), slope: z.number(), intercept: z.number() });
const isotonicCurve = z.object({
  kind: z.literal('isotonic'),
  /** Rising raw scores, and the probability at each; linear between them, constant outside. */
  raw: z.array(z.number()).min(1),
  probability: z.array(z.number()).min(1),
});
export const calibrationCurve = z.discriminatedUnion('kind', [plattCurve, isotonicCurve]);
export type PlattCurve = z.infer<typeof plattCurve>;
type IsotonicCurve = z.infer<typeof isotonicCurve>;
export type CalibrationCurve = z.infer<typeof calibrationCurve>;

const MAX_ITERATIONS = 100;
const LEAST_GAIN = 1e-14;
/** A step must bring at least this share of the gain that a straight line predicts (Armijo). */
const SUFFICIENT = 1e-4;
/** Keeps the Hessian invertible if all probabilities are 0 or 1. */
const TINY = 1e-12;
const SHORTEST_STEP = 1e-10;

export function calibrated(curve: CalibrationCurve, raw: number): number {
  return curve.kind === 'platt' ? sigmoid(curve.slope * raw + curve.intercept) : interpolated(curve, raw);
}

export function fitPlatt(scores: readonly RawScore[]): PlattCurve {
  const weightOf = (label: Label) =>
    scores.reduce((sum, { label: own, weight = 1 }) => sum + (own === label ? weight : 0), 0);
  // With targets slightly inside 0 and 1, the slope stays finite on separable scores (Platt 1999, section 2.2).
  const real = 1 / (weightOf('real') + 2);
  const fake = (weightOf('fake') + 1) / (weightOf('fake') + 2);
  const targetOf = { real, fake };
  return fitLogistic(scores.map(({ raw, label, weight = 1 }) => ({ raw, weight, target: targetOf[label] })));
}

interface LogisticPoint {
  raw: number;
  /** Target probability of fake, in [0, 1]. */
  target: number;
  weight: number;
}

/** Smallest log loss by Newton's method with backtracking; the loss is convex, so there is one minimum. */
export function fitLogistic(points: readonly LogisticPoint[]): PlattCurve {
  const loss = (slope: number, intercept: number) =>
    points.reduce((sum, { raw, weight, target }) => {
      const logit = slope * raw + intercept;
      return sum + weight * (Math.max(logit, 0) - target * logit + Math.log1p(Math.exp(-Math.abs(logit))));
    }, 0);
  let [slope, intercept] = [0, 0];
  let value = loss(slope, intercept);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    let [gradientS, gradientI, ss, si, ii] = [0, 0, TINY, 0, TINY];
    for (const { raw, weight, target } of points) {
      const p = sigmoid(slope * raw + intercept);
      gradientS += weight * (p - target) * raw;
      gradientI += weight * (p - target);
      ss += weight * p * (1 - p) * raw * raw;
      si += weight * p * (1 - p) * raw;
      ii += weight * p * (1 - p);
    }
    const determinant = ss * ii - si * si;
    const stepS = -(ii * gradientS - si * gradientI) / determinant;
    const stepI = -(ss * gradientI - si * gradientS) / determinant;
    const descent = gradientS * stepS + gradientI * stepI;
    // This is twice the possible gain. If it is below rounding, a line search would not converge.
    if (-descent < LEAST_GAIN * value) break;
    let share = 1;
    let next = loss(slope + stepS, intercept + stepI);
    while (next > value + SUFFICIENT * share * descent && share > SHORTEST_STEP) {
      share /= 2;
      next = loss(slope + share * stepS, intercept + share * stepI);
    }
    slope += share * stepS;
    intercept += share * stepI;
    value = next;
  }
  return { kind: 'platt', slope, intercept };
}

interface Block {
  from: number;
  to: number;
  fake: number;
  weight: number;
}

export function fitIsotonic(scores: readonly RawScore[]): IsotonicCurve {
  const blocks: Block[] = [];
  for (const block of distinct(scores)) {
    let last = block;
    for (let before = blocks.at(-1); before && violates(last, before); before = blocks.at(-1)) {
      blocks.pop();
      last = {
        from: before.from,
        to: last.to,
        fake: before.fake + last.fake,
        weight: before.weight + last.weight,
      };
    }
    blocks.push(last);
  }
  const curve: IsotonicCurve = { kind: 'isotonic', raw: [], probability: [] };
  for (const { from, to, fake, weight } of blocks) {
    for (const raw of from === to ? [from] : [from, to]) {
      curve.raw.push(raw);
      curve.probability.push(fake / weight);
    }
  }
  return curve;
}

/** Whether two neighbouring blocks do not rise, so they must be pooled. */
const violates = (later: Block, earlier: Block) => later.fake / later.weight <= earlier.fake / earlier.weight;

/** Rising raw scores; equal scores are joined. */
function distinct(scores: readonly RawScore[]): Block[] {
  const blocks: Block[] = [];
  for (const { raw, label, weight = 1 } of [...scores].sort((a, b) => a.raw - b.raw)) {
    const fake = label === 'fake' ? weight : 0;
    const last = blocks.at(-1);
    if (last?.from === raw) {
      last.fake += fake;
      last.weight += weight;
    } else blocks.push({ from: raw, to: raw, fake, weight });
  }
  return blocks;
}

function interpolated({ raw: knots, probability }: IsotonicCurve, raw: number): number {
  const above = knots.findIndex((knot) => knot >= raw);
  if (above === -1) return probability.at(-1)!;
  if (above === 0 || knots[above] === raw) return probability[above]!;
  const [from, to] = [knots[above - 1]!, knots[above]!];
  const share = (raw - from) / (to - from);
  return probability[above - 1]! + share * (probability[above]! - probability[above - 1]!);
}
