/** How `exhibit train` holds people out, as a sentence of the card. */
import { independentGroups } from '../evaluation/splits.ts';
import type { TrainingSample } from './training-sample.ts';

export function dealtByGroups(samples: readonly TrainingSample[]): string {
  const count = new Set(independentGroups(samples)).size;
  const named = new Set(independentGroups(samples.map((sample) => ({ ...sample, alike: [] })))).size;
  return (
    `${count} groups are dealt, and no person known or recognised (seen or donor, by the names given and by the ` +
    'likeness of the faces) and no source recording stands on both sides. The names and recordings gave ' +
    `${named} groups, of which likeness joined ${named - count} to others.`
  );
}
