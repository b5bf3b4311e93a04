/**
 * Divides the clips of a data set into folds. The kind of split says what stays together: people and recordings,
 * recordings alone, or the parts that the makers of the set defined.
 */
import type { DatasetItem, StoredSplitKind } from '../../shared/lab.ts';
import { countOf } from '../../shared/wording.ts';
import { EngineError } from '../../shared/errors.ts';
import { groupedFolds, independentGroups, type Splittable } from '../evaluation/splits.ts';

export interface SplitItem extends Pick<
  DatasetItem,
  'id' | 'label' | 'identity' | 'donors' | 'source' | 'part'
> {
  /** Clips that show somebody who looks like the same person. */
  alike?: readonly number[];
}

interface SplitSettings {
  kind: StoredSplitKind;
  folds: number;
  seed: number;
}

export interface Placed {
  itemId: number;
  fold: number;
  /** Clips that share nothing that the split keeps together have different numbers. */
  group: number;
}

/** Of an official split: the test part is held out, the others are trained on, and validation can be told apart. */
const officialFolds = { test: 0, train: 1, validation: 2 } as const;

/** An official split holds out one part, whatever was asked for, and nothing in it is drawn by chance. */
export const asStored = ({ kind, folds, seed }: SplitSettings): SplitSettings =>
  kind === 'official' ? { kind, folds: 1, seed: 0 } : { kind, folds, seed };

/**
 * @returns the place of each clip that takes part
 * @throws EngineError lab/bad-split
 */
export function makeSplit(items: readonly SplitItem[], settings: SplitSettings): Placed[] {
  const { kind, folds, seed } = settings;
  const taking = kind === 'official' ? items.filter(({ part }) => part !== null) : items;
  const samples = taking.map((item) => (kind === 'by-video' ? byRecording(item) : byPerson(item)));
  const groups = independentGroups(samples);
  requireEnough(taking, groups, settings);
  const dealt =
    kind === 'official'
      ? taking.map(({ part }) => officialFolds[part!])
      : groupedFolds(samples, { folds, seed });
  return taking.map(({ id }, index) => ({ itemId: id, fold: dealt[index]!, group: groups[index]! }));
}

const byPerson = ({ id, label, identity, donors, source, alike = [] }: SplitItem): Splittable => ({
  ...{ label, video: String(id), identity, donors, source, alike: alike.map(String) },
});

/** Each clip counts as a person of its own, so that the recording alone ties. */
const byRecording = ({ id, label, source }: SplitItem): Splittable => ({
  ...{ label, video: String(id), identity: `of ${id}`, source },
});

function requireEnough(
  items: readonly SplitItem[],
  groups: readonly number[],
  { kind, folds }: SplitSettings,
) {
  const count = (label: string) => items.filter((item) => item.label === label).length;
  if (kind === 'official') {
    const has = (part: string, label: string) =>
      items.some((item) => item.part === part && item.label === label);
    const whole = ['train', 'test'].every((part) => has(part, 'real') && has(part, 'fake'));
    if (whole) return;
    throw bad(
      'it has no official split with real and fake clips for both training and testing. Split it by person.',
    );
  }
  if (count('real') === 0 || count('fake') === 0) {
    throw bad(
      `it has ${count('real')} real and ${count('fake')} fake clips, but a split needs both. Add the missing ones.`,
    );
  }
  const independent = new Set(groups).size;
  if (independent >= folds) return;
  throw bad(
    `its clips form ${countOf(independent, 'independent group')} of people and recordings, too few for ${folds} folds. ${independent < 2 ? 'Add people.' : `Ask for ${independent} folds at most (--folds ${independent}), or add people.`}`,
  );
}

const bad = (why: string) =>
  new EngineError('lab/bad-split', `The data set cannot be split in this way: ${why}`);
