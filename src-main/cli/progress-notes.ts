/** Progress of a long command as lines of a log, one line for each tenth. */
import type { Progress, ProgressStage } from '../shared/domain.ts';
import { countOf, stageWords } from '../shared/wording.ts';
import { note } from './output.ts';

/** What is counted. */
const units: Partial<Record<ProgressStage, string>> = {
  hash: 'clip',
  detect: 'clip',
  degrade: 'clip',
  train: 'epoch',
  save: 'face',
};

/** @param unit of one video; left out, that of each stage over many clips */
export function progressNotes(unit?: string): (progress: Progress) => void {
  let shown = '';
  return ({ stage, done, total }) => {
    const tenth = `${stage} ${total === null ? '' : Math.floor((10 * done) / total)}`;
    if (tenth === shown) return;
    shown = tenth;
    const of = total === null ? '' : ` of ${countOf(total, unit ?? units[stage] ?? 'file')}`;
    note(`${stageWords[stage]}: ${done}${of}`);
  };
}
