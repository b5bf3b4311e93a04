/**
 * Logistic regression with an L2 penalty, as scikit-learn's `LogisticRegression()`: ½ |w|² + C Σ ln(1 + e^(−y f)) with
 * C = 1 and a free intercept. It is convex, so there is one minimum. Newton's method finds it; each step is solved by
 * conjugate gradients (Lin, Weng and Keerthi 2008) and backtracking, so the Hessian is never built.
 */
import type { Classifier, LabelledVector } from './classifier.ts';
import { sigmoid } from '../support/sigmoid.ts';
import { decisionValue, linearClassifier } from './linear-model.ts';
import type { LinearModel } from './linear-model.ts';

const MAX_ITERATIONS = 100;
/** The minimum is reached if the largest component of the gradient, per sample, is below this. */
const TOLERANCE = 1e-9;
/** A step must bring at least this share of the gain that a straight line predicts (Armijo). */
const SUFFICIENT = 1e-4;
const SHORTEST_STEP = 1e-10;

interface Problem {
  vectors: readonly Float32Array[];
  /** 1 for fake, 0 for real. */
  targets: readonly number[];
  /** C */
  strength: number;
}

export async function trainLogistic(
  samples: readonly LabelledVector[],
  { strength = 1 }: { strength?: number } = {},
  signal?: AbortSignal,
): Promise<LinearModel> {
  const vectors = samples.map(({ vector }) => vector);
  const targets = samples.map(({ label }) => (label === 'fake' ? 1 : 0));
  const problem: Problem = { vectors, targets, strength };
  // Weights, then the intercept.
  let point = new Float64Array((vectors[0]?.length ?? 0) + 1);
  for (let iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
    // A step over many faces takes some time; between two steps the process can handle an abort.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const values = decisionValues(point, vectors);
    const gradient = gradientAt(point, values, problem);
    if (Math.max(...gradient.map(Math.abs)) <= TOLERANCE * samples.length) break;
    const direction = newtonDirection(values, gradient, problem);
    point = descend(point, direction, dot(gradient, direction), problem);
  }
  return { weights: [...point.subarray(0, -1)], intercept: point.at(-1)! };
}

/** Raw scores are log odds. */
export function logisticClassifier(model: LinearModel): Classifier {
  return linearClassifier(model);
}

function costAt(point: Float64Array, { vectors, targets, strength }: Problem): number {
  const weights = point.subarray(0, -1);
  const losses = decisionValues(point, vectors).reduce(
    (sum, f, row) => sum + Math.max(f, 0) - targets[row]! * f + Math.log1p(Math.exp(-Math.abs(f))),
    0,
  );
  return dot(weights, weights) / 2 + strength * losses;
}

function gradientAt(point: Float64Array, values: readonly number[], { vectors, targets, strength }: Problem) {
  const errors = values.map((f, row) => strength * (sigmoid(f) - targets[row]!));
  return withPenalty(point, gathered(vectors, errors));
}

/** Solves H d = −g for the Hessian H = I + C Xᵀ D X; only products with H are computed. */
function newtonDirection(values: readonly number[], gradient: Float64Array, problem: Problem): Float64Array {
  const { vectors, strength } = problem;
  const curvatures = values.map((f) => strength * sigmoid(f) * sigmoid(-f));
  const timesHessian = (d: Float64Array) => {
    const moved = decisionValues(d, vectors);
    return withPenalty(
      d,
      gathered(
        vectors,
        moved.map((f, row) => f * curvatures[row]!),
      ),
    );
  };
  const direction = new Float64Array(gradient.length);
  const residual = gradient.map((g) => -g);
  const search = residual.slice();
  const first = dot(residual, residual);
  // Less exact far from the minimum, where exact steps are wasted; convergence stays faster than linear.
  const enough = Math.min(0.01, first) * first;
  let left = first;
  for (let step = 0; step < 2 * gradient.length && left > enough; step++) {
    const product = timesHessian(search);
    const length = left / dot(search, product);
    for (let k = 0; k < direction.length; k++) {
      direction[k]! += length * search[k]!;
      residual[k]! -= length * product[k]!;
    }
    const next = dot(residual, residual);
    for (let k = 0; k < search.length; k++) search[k] = residual[k]! + (next / left) * search[k]!;
    left = next;
  }
  return direction;
}

function descend(point: Float64Array, direction: Float64Array, slope: number, problem: Problem) {
  const before = costAt(point, problem);
  for (let share = 1; share > SHORTEST_STEP; share /= 2) {
    const next = point.map((value, k) => value + share * direction[k]!);
    if (costAt(next, problem) <= before + SUFFICIENT * share * slope) return next;
  }
  // Very near the minimum, costs differ only by rounding; the step itself is still right.
  return point.map((value, k) => value + direction[k]!);
}

function decisionValues(point: Float64Array, vectors: readonly Float32Array[]): number[] {
  const model = { weights: [...point.subarray(0, -1)], intercept: point.at(-1)! };
  return vectors.map((vector) => decisionValue(model, vector));
}

/** Σ share · (vector, 1) */
function gathered(vectors: readonly Float32Array[], shares: readonly number[]): Float64Array {
  const sum = new Float64Array((vectors[0]?.length ?? 0) + 1);
  for (const [row, vector] of vectors.entries()) {
    const share = shares[row]!;
    for (let k = 0; k < vector.length; k++) sum[k]! += share * vector[k]!;
    sum[vector.length]! += share;
  }
  return sum;
}

/** With the penalty ½ |w|²; the intercept, the last component, has no penalty. */
function withPenalty(point: Float64Array, sum: Float64Array): Float64Array {
  return sum.map((value, k) => (k < sum.length - 1 ? value + point[k]! : value));
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
