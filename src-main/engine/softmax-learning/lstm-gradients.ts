/**
 * Backpropagation through time (Werbos 1990) for `lstm.ts`. The gradients of the states are plain code, step by step;
 * the gradients of each kernel over all steps are one product.
 */
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../metric-learning/tensorflow.ts';
import type { LstmNetwork, LstmPass } from './lstm.ts';
import { CLASSES } from './softmax.ts';

/**
 * Must be called inside the tidy of the forward pass.
 * @param outer gradient of the loss with respect to the logits, [batch, 2]
 * @returns gradients in the order of `lstmParameters`
 */
export function backwardLstm(
  tf: TensorFlow,
  { units, outKernel }: LstmNetwork,
  pass: LstmPass,
  outer: Float32Array,
): Float32Array[] {
  const { steps, batch, hidden } = pass;
  const logits = tf.tensor2d(outer, [batch, CLASSES]);
  const last = tf.tensor2d(hidden.subarray(steps * batch * units), [batch, units]);
  const backRecurrent: Tensor2D = tf.transpose(pass.recurrent);
  // Gradient of the loss with respect to the sums that go into the gates.
  const sums = new Float32Array(pass.gates.length);
  const ofCells = new Float32Array(batch * units);
  let ofHidden = Float32Array.from(
    tf.matMul(logits, tf.transpose(tf.tensor2d(outKernel, [units, CLASSES]))).dataSync<'float32'>(),
  );
  for (let step = steps - 1; step >= 0; step--) {
    const kept = gateGradients(pass, units, step, { ofHidden, ofCells, sums });
    const ofStep = sums.subarray(step * batch * 4 * units, (step + 1) * batch * 4 * units);
    const fromGates = tf.matMul(tf.tensor2d(ofStep, [batch, 4 * units]), backRecurrent).dataSync<'float32'>();
    ofHidden = kept.map((value, index) => value + fromGates[index]!);
  }
  const gathered = tf.tensor2d(sums, [steps * batch, 4 * units]);
  const states = tf.tensor2d(hidden.subarray(0, steps * batch * units), [steps * batch, units]);
  return [
    tf.matMul(tf.transpose(pass.inputs), gathered),
    tf.matMul(tf.transpose(states), gathered),
    tf.sum(gathered, 0),
    tf.matMul(tf.transpose(last), logits),
    tf.sum(logits, 0),
  ].map((tensor) => tensor.dataSync<'float32'>());
}

/**
 * Writes one step's part of `sums`, and replaces `ofCells` with the gradient for the cells before this step.
 * @returns the gradient that goes to the previous hidden state without passing the gates: all of it if the video has
 *   ended
 */
function gateGradients(
  { batch, lengths, gates, cells }: LstmPass,
  units: number,
  step: number,
  { ofHidden, ofCells, sums }: Record<'ofHidden' | 'ofCells' | 'sums', Float32Array>,
): Float32Array {
  const kept = new Float32Array(batch * units);
  for (let row = 0; row < batch; row++) {
    const [from, to] = [row * units, (row + 1) * units];
    if (step >= lengths[row]!) {
      kept.set(ofHidden.subarray(from, to), from);
      continue;
    }
    const old = (step * batch + row) * units;
    const now = old + batch * units;
    const at = 4 * old;
    for (let unit = 0; unit < units; unit++) {
      const [input, forget] = [gates[at + unit]!, gates[at + units + unit]!];
      const [candidate, output] = [gates[at + 2 * units + unit]!, gates[at + 3 * units + unit]!];
      const squashed = Math.tanh(cells[now + unit]!);
      const ofOutput = ofHidden[from + unit]!;
      const ofCell = ofCells[from + unit]! + ofOutput * output * (1 - squashed * squashed);
      sums[at + unit] = ofCell * candidate * input * (1 - input);
      sums[at + units + unit] = ofCell * cells[old + unit]! * forget * (1 - forget);
      sums[at + 2 * units + unit] = ofCell * input * (1 - candidate * candidate);
      sums[at + 3 * units + unit] = ofOutput * squashed * output * (1 - output);
      ofCells[from + unit] = ofCell * forget;
    }
  }
  return kept;
}
