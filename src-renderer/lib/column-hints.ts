/** What the heads of tables mean, shown when the pointer rests on one. Fake is the positive class. */
import { texts } from '../texts/texts.ts';

export const columnHints: Partial<Record<string, string>> = {
  Per: texts.runs.whetherWholeVideosOrSingle,
  AUC: texts.runs.howOftenAFakeHas,
  Accuracy: texts.runs.shareOfRightAnswers,
  Precision: texts.runs.shareOfFakesAmongThose,
  Recall: texts.runs.shareOfTheFakesThat,
  F1: texts.runs.harmonicMeanOfPrecisionAnd,
  EER: texts.runs.shareOfErrorsAtThe,
  'TPR at 1 % FPR': texts.runs.shareOfTheFakesThatAre,
  'Balanced accuracy': texts.runs.meanOfTheAccuracyOn,
  Brier: texts.runs.meanSquaredErrorOfThe,
  Cllr: texts.runs.costOfTheLikelihoodRatios,
  'Paired accuracy': texts.runs.howOftenAFakeHasA,
};
