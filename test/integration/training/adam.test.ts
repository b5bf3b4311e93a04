import { beforeAll, describe, expect, it } from 'vitest';
import { createAdam, values } from '../../../src-main/engine/metric-learning/adam.ts';
import { loadTensorFlow } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import type { TensorFlow } from '../../../src-main/engine/metric-learning/tensorflow.ts';

let tf: TensorFlow;
beforeAll(async () => {
  ({ tf } = await loadTensorFlow());
});

const gradient = (step: number) => tf.tensor1d([Math.sin(step), 1e-4 * Math.cos(3 * step), step % 5, 0]);

describe('Adam', () => {
  it("gives the bits of TensorFlow.js's own over 200 steps, a stop between them included", () => {
    const own = tf.variable(tf.tensor1d([1, 2, 3, 4]));
    const theirs = tf.variable(tf.tensor1d([1, 2, 3, 4]));
    const library = tf.train.adam(3e-4);
    let adam = createAdam(tf, [own], 3e-4);
    for (let step = 1; step <= 200; step++) {
      if (step === 100) {
        const state = adam.state();
        adam.dispose();
        adam = createAdam(tf, [own], 3e-4, state);
      }
      adam.step([gradient(step)]);
      library.applyGradients([{ name: theirs.name, tensor: gradient(step) }]);
      expect(values(own)).toEqual(values(theirs));
    }
    expect(values(own)[0]).not.toBe(1);
  });

  it('moves every parameter by the learning rate at first, whatever the size of its gradient', () => {
    const parameter = tf.variable(tf.tensor1d([0, 0, 0]));
    createAdam(tf, [parameter], 0.01).step([tf.tensor1d([5, -0.02, 0])]);
    const [up, down, still] = values(parameter);
    expect(up).toBeCloseTo(-0.01, 6);
    expect(down).toBeCloseTo(0.01, 6);
    expect(still).toBe(0);
  });
});
