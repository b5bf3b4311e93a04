/**
 * Nadam (Dozat 2016, "Incorporating Nesterov momentum into Adam", algorithm 2) as Keras 2 wrote it, momentum
 * schedule and all: μₜ = β₁ (1 − ½ · 0.96^(t · decay)), the gradient divided by 1 − Π μ up to t, the first moment by
 * the same product up to t + 1, and θ ← θ − lr · ((1 − μₜ) ĝ + μₜ₊₁ m̂) / (√v̂ + ε).
 */
import type { OptimizerState } from '../support/training-checkpoint.ts';

export interface NadamSettings {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** How fast the momentum warms up; with 0 it stays at half of β₁. */
  scheduleDecay: number;
}

/** Keras's values, which the method's authors used; they varied only the learning rate. */
export const defaultNadam: Omit<NadamSettings, 'learningRate'> = {
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  scheduleDecay: 0.004,
};

/** Dozat's base of the schedule. */
const WARMTH = 0.96;

interface Nadam {
  /** Changes the parameters in place. */
  step(parameters: readonly Float32Array[], gradients: readonly Float32Array[]): void;
  state(): OptimizerState;
}

/**
 * @param lengths of the parameter arrays, in the same order as in every step
 * @param resumed state of an earlier run with arrays of the same lengths
 */
export function createNadam(
  lengths: readonly number[],
  { learningRate, beta1, beta2, epsilon, scheduleDecay }: NadamSettings,
  resumed?: OptimizerState,
): Nadam {
  const zeros = () => lengths.map((length) => new Float32Array(length));
  const first = resumed?.first.map((array) => array.slice()) ?? zeros();
  const second = resumed?.second.map((array) => array.slice()) ?? zeros();
  let steps = resumed?.steps ?? 0;
  let schedule = resumed?.products[0] ?? 1;
  const momentum = (t: number) => beta1 * (1 - 0.5 * WARMTH ** (t * scheduleDecay));

  return {
    step(parameters, gradients) {
      steps += 1;
      const [now, next] = [momentum(steps), momentum(steps + 1)];
      schedule *= now;
      const gradientShare = (1 - now) / (1 - schedule);
      const momentShare = next / (1 - schedule * next);
      const squareShare = 1 / (1 - beta2 ** steps);
      for (const [which, values] of parameters.entries()) {
        const [gradient, mean, square] = [gradients[which]!, first[which]!, second[which]!];
        for (let k = 0; k < values.length; k++) {
          const g = gradient[k]!;
          const m = beta1 * mean[k]! + (1 - beta1) * g;
          const v = beta2 * square[k]! + (1 - beta2) * g * g;
          mean[k] = m;
          square[k] = v;
          const move = (gradientShare * g + momentShare * m) / (Math.sqrt(squareShare * v) + epsilon);
          values[k] = values[k]! - learningRate * move;
        }
      }
    },
    state: () => ({
      ...{ steps, products: [schedule] },
      first: first.map((array) => array.slice()),
      second: second.map((array) => array.slice()),
    }),
  };
}
