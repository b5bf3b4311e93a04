/** What the heads of tables mean, shown when the pointer rests on one. Fake is the positive class. */
export const columnHints: Partial<Record<string, string>> = {
  Per: 'Whether whole videos or single faces are counted',
  AUC: 'How often a fake has a higher score than a real one: 1 always, 0.5 as by chance',
  Accuracy: 'Share of right answers',
  Precision: 'Share of fakes among those called fake',
  Recall: 'Share of the fakes that are called fake',
  F1: 'Harmonic mean of precision and recall',
  EER: 'Share of errors at the threshold where as many real as fake are called wrong',
  'TPR at 1 % FPR': 'Share of the fakes that are found when 1 % of the real ones are called fake',
  'Balanced accuracy': 'Mean of the accuracy on real and the accuracy on fake',
  Brier: 'Mean squared error of the scores: 0 is best, 0.25 is no information',
  Cllr: 'Cost of the likelihood ratios in bits: 0 is best, 1 is no information',
  'Paired accuracy': 'How often a fake has a higher score than the real video that it was made from',
};
