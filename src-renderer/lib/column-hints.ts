/** What the heads of tables mean, shown when the pointer rests on one. Fake is the positive class. */
import { texts } from '../texts/texts.ts';

export const columnHints: Partial<Record<string, string>> = {
  Per: texts.runs.perHint,
  AUC: texts.runs.aucHint,
  Accuracy: texts.runs.accuracyHint,
  Precision: texts.runs.precisionHint,
  Recall: texts.runs.recallHint,
  F1: texts.runs.f1Hint,
  EER: texts.runs.eerHint,
  'TPR at 1 % FPR': texts.runs.tprHint,
  'Balanced accuracy': texts.runs.balancedAccuracyHint,
  Brier: texts.runs.brierHint,
  Cllr: texts.runs.cllrHint,
  'Paired accuracy': texts.runs.pairedAccuracyHint,
};
