/** A card's figures by method and by condition, as tables for card, command line, report and window. */
import { calledFakeText, conditionName, methodName, pairsText } from './generalisation-wording.ts';
import type { ConditionRow, MethodRow, ModelCard } from './model-card.ts';
import { numberColumn, tableOf, type Table, type TableColumn } from './table.ts';

/** Draws of fewer groups vary little but the real videos: the interval would claim a precision that was not measured. */
const FEWEST_GROUPS = 5;

export const hasInterval = ({ groups }: Pick<MethodRow, 'groups'>): boolean => groups >= FEWEST_GROUPS;

export const METHOD_NOTE = `With fewer than ${FEWEST_GROUPS} independent groups of fakes no interval is shown: it would come from the real videos almost alone and look more precise than it is.`;

export const methodColumns: readonly TableColumn<MethodRow>[] = [
  { head: 'Method', kind: 'name', value: methodName },
  numberColumn('Fakes', ({ fake }) => String(fake)),
  numberColumn('Independent groups', ({ groups }) => String(groups)),
  numberColumn('AUC', (row) => (hasInterval(row) ? row.auc : row.auc.value.toFixed(2)), 'auc'),
  numberColumn('Called fake', calledFakeText),
];

export const conditionColumns: readonly TableColumn<ConditionRow>[] = [
  { head: 'Condition', kind: 'name', value: conditionName },
  numberColumn('Scored', ({ scored }) => String(scored)),
  numberColumn('Not scored', ({ unscored }) => String(unscored)),
  numberColumn('Real + fake', ({ real, fake }) => `${real} + ${fake}`),
  numberColumn('AUC', ({ auc }) => auc, 'auc'),
  numberColumn('Accuracy', ({ accuracy }) => accuracy, 'accuracy'),
  numberColumn('Paired accuracy', ({ paired }) => paired?.accuracy ?? null, 'pairedAccuracy'),
  numberColumn('Pairs', ({ paired }) => paired && pairsText(paired)),
  numberColumn('Real called fake', ({ answers }) => answers?.['likely-fake'].real.share ?? null),
  numberColumn('Fake called fake', ({ answers }) => answers?.['likely-fake'].fake.share ?? null),
  numberColumn('Fake called real', ({ answers }) => answers?.['likely-real'].fake.share ?? null),
  numberColumn('Real called real', ({ answers }) => answers?.['likely-real'].real.share ?? null),
];

/** Tables that were not measured are omitted. */
export const cardTables = ({ methods, conditions }: Pick<ModelCard, 'methods' | 'conditions'>): Table[] =>
  [
    {
      ...tableOf(
        'By method: the fakes of each method against all real videos, split by person, 95 % intervals',
        methodColumns,
        methods,
      ),
      note: METHOD_NOTE,
    },
    tableOf(
      'By condition: the same held-out videos after each degradation, split by person, 95 % intervals',
      conditionColumns,
      conditions,
    ),
  ].filter(({ rows }) => rows.length > 0);
