/** The form of all linear classifiers, however they were trained: a weight for each component and an intercept. */
import { z } from 'zod';
import type { Classifier } from './classifier.ts';

export const linearModel = z.object({ weights: z.array(z.number()), intercept: z.number() });
export type LinearModel = z.infer<typeof linearModel>;

/** Above 0 means fake. */
export function decisionValue({ weights, intercept }: LinearModel, vector: Float32Array): number {
  let sum = intercept;
  for (let index = 0; index < weights.length; index++) sum += weights[index]! * vector[index]!;
  return sum;
}

export function linearClassifier(model: LinearModel): Classifier {
  return { scores: (vectors) => vectors.map((vector) => decisionValue(model, vector)) };
}
