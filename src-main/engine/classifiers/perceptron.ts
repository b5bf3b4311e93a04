/**
 * The perceptron (Rosenblatt 1958) as scikit-learn's `Perceptron()` trains it. Samples come in random order. A vector
 * on the wrong side of the plane, or on the plane, is added with its sign at rate 1; there is no penalty. The loss is
 * the sum of the distances of wrong vectors. Training stops when it has not improved for five epochs.
 */
import { createRandom } from '../support/random.ts';
import type { Classifier, LabelledVector } from './classifier.ts';
import { decisionValue, linearClassifier } from './linear-model.ts';
import type { LinearModel } from './linear-model.ts';

/** scikit-learn's defaults. */
const MAX_EPOCHS = 1000;
/** An epoch counts as better if its loss is lower than the best one by this much per sample. */
const TOLERANCE = 1e-3;
const PATIENCE = 5;

export async function trainPerceptron(
  samples: readonly LabelledVector[],
  { seed }: { seed: number },
  signal?: AbortSignal,
): Promise<LinearModel> {
  const random = createRandom(seed);
  const model: LinearModel = {
    weights: new Array<number>(samples[0]?.vector.length ?? 0).fill(0),
    intercept: 0,
  };
  let [best, worse] = [Infinity, 0];
  for (let epoch = 0; epoch < MAX_EPOCHS && worse < PATIENCE; epoch++) {
    // An epoch over many faces takes some time; between two epochs the process can handle an abort.
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const loss = learnOnce(model, random.shuffled(samples));
    worse = loss > best - TOLERANCE * samples.length ? worse + 1 : 0;
    best = Math.min(best, loss);
  }
  return model;
}

/** Changes the model. @returns the sum of the losses, each computed before its sample changed the model */
function learnOnce(model: LinearModel, samples: readonly LabelledVector[]): number {
  let loss = 0;
  for (const { vector, label } of samples) {
    const sign = label === 'fake' ? 1 : -1;
    const margin = sign * decisionValue(model, vector);
    if (margin > 0) continue;
    loss -= margin;
    for (let k = 0; k < vector.length; k++) model.weights[k]! += sign * vector[k]!;
    model.intercept += sign;
  }
  return loss;
}

/** Raw scores grow with the distance from the plane; they are not odds. */
export function perceptronClassifier(model: LinearModel): Classifier {
  return linearClassifier(model);
}
