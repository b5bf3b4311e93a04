/**
 * Divides samples into training and test. An embedder for recognition learns people before it learns fakes, so samples
 * with the same person (seen, donor or look-alike) or the same recording stay on one side.
 */
import type { Label } from '../../shared/domain.ts';
import { createRandom } from '../support/random.ts';
import { unionFind } from '../support/union-find.ts';

export interface Splittable {
  label: Label;
  video: string;
  identity: string;
  donors?: readonly string[];
  source?: string;
  /** Other videos with somebody who looks like the same person. */
  alike?: readonly string[];
}

/**
 * Group number of each sample. Samples tied by a person, a likeness, a recording or a video, even indirectly, have the
 * same.
 */
export function independentGroups(samples: readonly Splittable[]): number[] {
  const { rootOf, join } = unionFind<string>();
  for (const { video, identity, donors = [], source = video, alike = [] } of samples) {
    const ties = [
      `source ${source}`,
      ...[identity, ...donors].map((person) => `person ${person}`),
      ...alike.map((other) => `video ${other}`),
    ];
    for (const tie of ties) join(`video ${video}`, tie);
  }
  const numbers = new Map<string, number>();
  return samples.map(({ video }) => {
    const root = rootOf(`video ${video}`);
    if (!numbers.has(root)) numbers.set(root, numbers.size);
    return numbers.get(root)!;
  });
}

interface FoldSettings {
  folds: number;
  seed: number;
}

/**
 * Fold of each sample, 0 to folds − 1. Whole groups are assigned, the largest first, to the fold where the numbers of
 * real and fake videos stay most equal.
 */
export function groupedFolds(samples: readonly Splittable[], { folds, seed }: FoldSettings): number[] {
  const groupOf = independentGroups(samples);
  const groups = new Map<number, Record<Label, Set<string>>>();
  for (const [index, { label, video }] of samples.entries()) {
    const group = groups.get(groupOf[index]!) ?? { real: new Set(), fake: new Set() };
    group[label].add(video);
    groups.set(groupOf[index]!, group);
  }
  const total = (label: Label) =>
    [...groups.values()].reduce((sum, group) => sum + group[label].size, 0) || 1;
  const totals = { real: total('real'), fake: total('fake') };
  const loads = Array.from({ length: folds }, () => ({ real: 0, fake: 0 }));
  const foldOf = new Map<number, number>();
  const size = (group: Record<Label, Set<string>>) => group.real.size + group.fake.size;
  const inOrder = createRandom(seed)
    .shuffled([...groups])
    .sort(([, a], [, b]) => size(b) - size(a));
  for (const [number, { real, fake }] of inOrder) {
    const growth = (load: Record<Label, number>) =>
      (load.real * real.size) / totals.real ** 2 +
      (load.fake * fake.size) / totals.fake ** 2 +
      // Between folds without this class, the one with fewer videos is chosen.
      1e-6 * (load.real + load.fake);
    const growths = loads.map(growth);
    const fold = growths.indexOf(Math.min(...growths));
    loads[fold]!.real += real.size;
    loads[fold]!.fake += fake.size;
    foldOf.set(number, fold);
  }
  return groupOf.map((number) => foldOf.get(number)!);
}

/**
 * Folds assigned face by face within each class, so every video and person is on both sides. This leaks people on
 * purpose: it serves only to show how much better the leaky figure looks than the one split by person.
 */
export function frameFolds(samples: readonly Splittable[], { folds, seed }: FoldSettings): number[] {
  const random = createRandom(seed);
  const result = new Array<number>(samples.length).fill(0);
  for (const label of ['real', 'fake'] as const) {
    const indices = [...samples.keys()].filter((index) => samples[index]!.label === label);
    for (const [place, index] of random.shuffled(indices).entries()) result[index] = place % folds;
  }
  return result;
}
