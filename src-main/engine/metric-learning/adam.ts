/**
 * Adam (Kingma and Ba 2015, algorithm 1), with the same operations as TensorFlow.js's own optimiser, so both give the
 * same bits. The library's optimiser cannot continue exactly after a stop: it restores the powers of β₁ and β₂ in
 * another way than it computes them, which rounds differently.
 */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import type { OptimizerState } from '../support/training-checkpoint.ts';
import type { TensorFlow } from './tensorflow.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;

export interface Adam {
  /** Changes each variable by its gradient; gradients are in the order of the variables. */
  step(gradients: readonly Tensor[]): void;
  state(): OptimizerState;
  dispose(): void;
}

/** @param resumed state of an earlier run with variables of the same shapes */
export function createAdam(
  tf: TensorFlow,
  variables: readonly Variable[],
  learningRate: number,
  resumed?: OptimizerState,
): Adam {
  const epsilon = tf.backend().epsilon();
  const moments = (saved?: readonly Float32Array[]) =>
    variables.map(({ shape }, index) =>
      tf.tidy(() => tf.variable(saved ? tf.tensor(saved[index]!, shape) : tf.zeros(shape), false)),
    );
  const first = moments(resumed?.first);
  const second = moments(resumed?.second);
  let steps = resumed?.steps ?? 0;
  // β₁ᵗ and β₂ᵗ of the next step t, in 32 bits as in the backend.
  let [power1, power2] = (resumed?.products ?? [Math.fround(BETA1), Math.fround(BETA2)]) as [number, number];

  const update = (index: number, gradient: Tensor) => {
    const mean = tf.add(tf.mul(first[index]!, BETA1), tf.mul(gradient, 1 - BETA1));
    const square = tf.add(tf.mul(second[index]!, BETA2), tf.mul(tf.square(gradient), 1 - BETA2));
    const correctedMean = tf.div(mean, Math.fround(1 - power1));
    const correctedSquare = tf.div(square, Math.fround(1 - power2));
    first[index]!.assign(mean);
    second[index]!.assign(square);
    const change = tf.mul(tf.div(correctedMean, tf.add(tf.sqrt(correctedSquare), epsilon)), -learningRate);
    variables[index]!.assign(tf.add(change, variables[index]!));
  };
  return {
    step(gradients) {
      tf.tidy(() => gradients.forEach((gradient, index) => update(index, gradient)));
      power1 = Math.fround(power1 * Math.fround(BETA1));
      power2 = Math.fround(power2 * Math.fround(BETA2));
      steps += 1;
    },
    state: () => ({
      ...{ steps, products: [power1, power2] },
      first: first.map(values),
      second: second.map(values),
    }),
    dispose: () => tf.dispose([...first, ...second]),
  };
}

/** A copy, because the backend may return its own memory. */
export function values(tensor: Tensor): Float32Array {
  return Float32Array.from(tensor.dataSync<'float32'>());
}
