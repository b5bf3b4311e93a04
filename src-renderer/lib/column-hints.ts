/** What the figures of tables mean, shown when the pointer rests on the head of a column. Fake is the positive class. */
import type { Figure } from '../../src-main/shared/table.ts';
import { texts } from '../texts/texts.ts';

export const columnHints: Record<Figure, string> = {
  level: texts.runs.perHint,
  auc: texts.runs.aucHint,
  accuracy: texts.runs.accuracyHint,
  precision: texts.runs.precisionHint,
  recall: texts.runs.recallHint,
  f1: texts.runs.f1Hint,
  eer: texts.runs.eerHint,
  recallAt1: texts.runs.tprHint,
  balancedAccuracy: texts.runs.balancedAccuracyHint,
  brier: texts.runs.brierHint,
  cllr: texts.runs.cllrHint,
  pairedAccuracy: texts.runs.pairedAccuracyHint,
};
