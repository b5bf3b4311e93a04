/**
 * Calibration of scores (Murphy and Winkler 1977): a share s of the videos with a score of about s should be fake. Ten
 * bins of equal width; empty bins are omitted.
 */
import type { JudgedCurves } from '../../shared/lab.ts';
import { groupedBy } from '../support/grouped.ts';
import type { LabelledScore } from './roc.ts';

const BINS = 10;

export function reliability(observations: readonly LabelledScore[]): JudgedCurves['calibration'] {
  const bins = groupedBy(observations, ({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)));
  return [...bins]
    .sort(([a], [b]) => a - b)
    .map(([, members]) => ({
      score: members.reduce((sum, { score }) => sum + score, 0) / members.length,
      fakes: members.filter(({ label }) => label === 'fake').length / members.length,
      count: members.length,
    }));
}
