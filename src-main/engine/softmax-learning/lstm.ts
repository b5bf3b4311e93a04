/**
 * One layer of long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) over
 * the frames of a video, and a dense layer from its last state to the logits of the two classes. The details are those
 * of Keras since 2.3: gates in the order input, forget, cell, output; tanh, and the logistic function for the gates;
 * forget bias 1; orthogonal recurrent kernel. A video that is shorter than the longest of its batch is padded; its
 * state does not change after its last frame.
 */
import { sigmoid } from '../support/sigmoid.ts';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../metric-learning/tensorflow.ts';
import type { Random } from '../support/random.ts';
import { glorotUniform, orthogonal } from './initial-weights.ts';
import { CLASSES } from './softmax.ts';

export interface LstmNetwork {
  /** Length of a frame's features. */
  inputs: number;
  units: number;
  /** [inputs, 4 units], row by row. */
  kernel: Float32Array;
  /** [units, 4 units] */
  recurrent: Float32Array;
  /** [4 units] */
  bias: Float32Array;
  /** [units, 2] */
  outKernel: Float32Array;
  outBias: Float32Array;
}

export function createLstm(inputs: number, units: number, random: Random): LstmNetwork {
  return {
    ...{ inputs, units },
    kernel: glorotUniform(inputs, 4 * units, random),
    recurrent: orthogonal(units, 4 * units, random),
    bias: new Float32Array(4 * units).fill(1, units, 2 * units),
    outKernel: glorotUniform(units, CLASSES, random),
    outBias: new Float32Array(CLASSES),
  };
}

/** In the order of the gradients. */
export function lstmParameters({ kernel, recurrent, bias, outKernel, outBias }: LstmNetwork): Float32Array[] {
  return [kernel, recurrent, bias, outKernel, outBias];
}

/** Data of a forward pass for the backward pass; rows are steps × batch, step by step. */
export interface LstmPass {
  steps: number;
  batch: number;
  lengths: number[];
  /** [steps × batch, inputs] */
  inputs: Tensor2D;
  recurrent: Tensor2D;
  /** After their activations: [steps × batch, 4 units]. */
  gates: Float32Array;
  /** [(steps + 1) × batch, units]; the first rows are the initial state. */
  cells: Float32Array;
  hidden: Float32Array;
  /** [batch, 2] */
  logits: Float32Array;
}

/**
 * TensorFlow.js multiplies the kernels; gates and states are plain code. Must be called inside a tidy.
 * @param videos features of the frames of each video, in order
 */
export function forwardLstm(
  tf: TensorFlow,
  network: LstmNetwork,
  videos: readonly (readonly Float32Array[])[],
): LstmPass {
  const { units } = network;
  const batch = videos.length;
  const lengths = videos.map(({ length }) => length);
  const steps = Math.max(...lengths);
  const inputs = padded(tf, videos, steps, network.inputs);
  const recurrent = tf.tensor2d(network.recurrent, [units, 4 * units]);
  const kernel = tf.tensor2d(network.kernel, [network.inputs, 4 * units]);
  const fromInputs = tf.add(tf.matMul(inputs, kernel), tf.tensor1d(network.bias)).dataSync<'float32'>();
  const gates = new Float32Array(steps * batch * 4 * units);
  const cells = new Float32Array((steps + 1) * batch * units);
  const hidden = new Float32Array((steps + 1) * batch * units);
  for (let step = 0; step < steps; step++) {
    const before = hidden.subarray(step * batch * units, (step + 1) * batch * units);
    const fromState = tf.matMul(tf.tensor2d(before, [batch, units]), recurrent).dataSync<'float32'>();
    for (let row = 0; row < batch; row++) {
      const old = (step * batch + row) * units;
      const now = old + batch * units;
      if (step >= lengths[row]!) {
        cells.copyWithin(now, old, old + units);
        hidden.copyWithin(now, old, old + units);
        continue;
      }
      const at = (step * batch + row) * 4 * units;
      const sum = (gate: number, unit: number) =>
        fromInputs[at + gate * units + unit]! + fromState[row * 4 * units + gate * units + unit]!;
      for (let unit = 0; unit < units; unit++) {
        const [input, forget] = [sigmoid(sum(0, unit)), sigmoid(sum(1, unit))];
        const [candidate, output] = [Math.tanh(sum(2, unit)), sigmoid(sum(3, unit))];
        const cell = forget * cells[old + unit]! + input * candidate;
        gates[at + unit] = input;
        gates[at + units + unit] = forget;
        gates[at + 2 * units + unit] = candidate;
        gates[at + 3 * units + unit] = output;
        cells[now + unit] = cell;
        hidden[now + unit] = output * Math.tanh(cell);
      }
    }
  }
  const last = hidden.subarray(steps * batch * units);
  const logits = tf.add(
    tf.matMul(tf.tensor2d(last, [batch, units]), tf.tensor2d(network.outKernel, [units, CLASSES])),
    tf.tensor1d(network.outBias),
  );
  return {
    ...{ steps, batch, lengths, inputs, recurrent, gates, cells, hidden },
    logits: Float32Array.from(logits.dataSync<'float32'>()),
  };
}

/** Ordered by step, so the rows of one step are together; zeros after a video's last frame. */
function padded(
  tf: TensorFlow,
  videos: readonly (readonly Float32Array[])[],
  steps: number,
  length: number,
): Tensor2D {
  const rows = new Float32Array(steps * videos.length * length);
  for (const [row, frames] of videos.entries()) {
    for (const [step, frame] of frames.entries()) rows.set(frame, (step * videos.length + row) * length);
  }
  return tf.tensor2d(rows, [steps * videos.length, length]);
}
