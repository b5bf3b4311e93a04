/** t-SNE (van der Maaten and Hinton 2008) of the head's vectors, to look at; nothing is decided by it. */
import type { Label } from '../../shared/domain.ts';
import type { EmbeddedPoint } from '../../shared/model-card.ts';
import { createRandom } from '../support/random.ts';

/** Its time grows with the square of the count; this many take seconds. */
const MAX_POINTS = 600;
const ITERATIONS = 500;
const PERPLEXITY = 30;

export async function tsneLayout(
  vectors: readonly Float32Array[],
  labels: readonly Label[],
  seed: number,
  signal?: AbortSignal,
): Promise<EmbeddedPoint[]> {
  const { TSNE } = await import('@saehrimnir/druidjs');
  const shown = createRandom(seed)
    .shuffled([...vectors.keys()])
    .slice(0, MAX_POINTS)
    .sort((a, b) => a - b);
  const layout = new TSNE(
    shown.map((index) => [...vectors[index]!]),
    { seed, d: 2, perplexity: Math.min(PERPLEXITY, (shown.length - 1) / 3) },
  ).generator(ITERATIONS);
  let step = layout.next();
  while (!step.done) {
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    step = layout.next();
  }
  return shown.map((index, row) => {
    const [x, y] = step.value[row]!;
    return { x: rounded(x!), y: rounded(y!), label: labels[index]! };
  });
}

/** The card is for reading: five digits of a layout without units are plenty. */
const rounded = (value: number) => Number(value.toPrecision(5));
