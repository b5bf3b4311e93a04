import type { LabelledVector } from '../../src-main/engine/classifiers/classifier.ts';
import { createRandom } from '../../src-main/engine/support/random.ts';

/** Two overlapping normal clouds in the plane, one unit left and right of 0; the true log odds of a point are 2 x. */
export function clouds(count: number, seed: number): LabelledVector[] {
  const random = createRandom(seed);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Array.from({ length: count }, (_, index) => {
    const fake = index % 2 === 1;
    const vector = Float32Array.of((fake ? 1 : -1) + gauss(), gauss());
    return { vector, label: fake ? 'fake' : 'real', video: `v${index}` };
  });
}
