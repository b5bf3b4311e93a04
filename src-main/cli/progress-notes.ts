/** Progress of a long command as lines of a log, a line a tenth of the way. */
import type { Progress } from '../shared/domain.ts';
import { printable } from './printable.ts';

export function progressNotes(): (progress: Progress) => void {
  let shown = '';
  return ({ stage, done, total }) => {
    const tenths = total === null || total === 0 ? 0 : Math.floor((10 * done) / total);
    const what = stage === 'hash' || stage === 'detect' ? 'clips' : 'clips and pictures';
    const line = `${stage} ${tenths * 10} % of ${total ?? 'an unknown number of'} ${what}`;
    if (line !== shown) note(line);
    shown = line;
  };
}

export const note = (line: string): void => void process.stderr.write(`${printable(line)}\n`);
