/**
 * Figure 8: vectors before or after the head, laid out by t-SNE (van der Maaten and Hinton 2008) and by UMAP (McInnes
 * et al. 2018). They are only to look at: nothing is decided by them. Real and fake faces are shown in equal numbers
 * where there are enough of both.
 */
import type { Label } from '../../shared/domain.ts';
import type { LaidOutFace, VectorLayout } from '../../shared/lab.ts';
import { createRandom } from '../support/random.ts';

export interface FaceVector {
  faceId: number;
  label: Label;
  vector: Float32Array;
}

interface LayoutSettings {
  stage: VectorLayout['stage'];
  seed: number;
  signal?: AbortSignal | undefined;
}

/** The time of t-SNE grows with the square of the count: 1,000 vectors of 512 numbers take 5 s, and 1 s by UMAP. */
const MAX_POINTS = 1000;
/** Below this there are no neighbourhoods to lay out. */
const FEWEST_POINTS = 4;
const PERPLEXITY = 30;
const TSNE_ITERATIONS = 500;
const NEIGHBOURS = 15;
const MIN_DISTANCE = 0.1;
const UMAP_EPOCHS = 350;

/** @returns no layout of fewer than four vectors; the same faces in both */
export async function vectorLayouts(
  faces: readonly FaceVector[],
  { stage, seed, signal }: LayoutSettings,
): Promise<VectorLayout[]> {
  const { TSNE, UMAP } = await import('@saehrimnir/druidjs');
  const shown = balancedChoice(faces, seed);
  if (shown.length < FEWEST_POINTS) return [];
  const vectors = shown.map(({ vector }) => [...vector]);
  const perplexity = Math.min(PERPLEXITY, (shown.length - 1) / 3);
  const neighbours = Math.min(NEIGHBOURS, shown.length - 1);
  const tsne = new TSNE(vectors, { seed, d: 2, perplexity });
  const byTsne = await finish(tsne.generator(TSNE_ITERATIONS), signal);
  const umap = new UMAP(vectors, { seed, d: 2, n_neighbors: neighbours, min_dist: MIN_DISTANCE });
  const byUmap = await finish(umap.generator(UMAP_EPOCHS), signal);
  return [
    { method: 't-sne', stage, points: pointsOf(shown, byTsne) },
    { method: 'umap', stage, points: pointsOf(shown, byUmap) },
  ];
}

/** At most a thousand: half of each class, what one of them lacks from the other; in the order given. */
function balancedChoice(faces: readonly FaceVector[], seed: number): FaceVector[] {
  const random = createRandom(seed);
  const ofLabel = (label: Label) => random.shuffled(faces.filter((face) => face.label === label));
  const [reals, fakes] = [ofLabel('real'), ofLabel('fake')];
  const half = MAX_POINTS / 2;
  const chosen = new Set([
    ...reals.slice(0, Math.max(half, MAX_POINTS - fakes.length)),
    ...fakes.slice(0, Math.max(half, MAX_POINTS - reals.length)),
  ]);
  return faces.filter((face) => chosen.has(face));
}

/** Other work runs between two steps. @throws the signal's reason once it is aborted */
async function finish<T>(steps: Generator<unknown, T>, signal: AbortSignal | undefined): Promise<T> {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const pointsOf = (faces: readonly FaceVector[], rows: ArrayLike<ArrayLike<number>>): LaidOutFace[] =>
  faces.map(({ faceId, label }, index) => {
    const [x, y] = [rows[index]![0]!, rows[index]![1]!];
    return { faceId, x: rounded(x), y: rounded(y), label };
  });

/** Five digits of a layout without units are plenty. */
const rounded = (value: number) => Number(value.toPrecision(5));
