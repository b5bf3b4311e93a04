/** Progress of a long command as lines of a log, one line for each tenth. */
import type { Progress, ProgressStage } from '../shared/domain.ts';
import { note } from './output.ts';

/** What is counted. */
const units: Partial<Record<ProgressStage, string>> = {
  hash: 'clips',
  detect: 'clips',
  degrade: 'copies',
  train: 'epochs',
  save: 'faces',
};

export function progressNotes(): (progress: Progress) => void {
  let shown = '';
  return ({ stage, done, total }) => {
    const tenths = total === null || total === 0 ? 0 : Math.floor((10 * done) / total);
    const what = units[stage] ?? 'clips and pictures';
    const line = `${stage} ${tenths * 10} % of ${total ?? 'an unknown number of'} ${what}`;
    if (line !== shown) note(line);
    shown = line;
  };
}
