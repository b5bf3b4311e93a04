/** A card's figures by method and by condition, as tables for card, command line and report. */
import { calledFakeText, conditionName, methodName, pairsText } from './generalisation-wording.ts';
import type { Estimate, ModelCard } from './model-card.ts';
import { estimateText } from './wording.ts';
import type { Table } from './table.ts';

/** Tables that were not measured are omitted. */
export function cardTables({ methods, conditions }: Pick<ModelCard, 'methods' | 'conditions'>): Table[] {
  const byMethod: Table = {
    title: 'By method: the fakes of each method against all real videos, split by person, 95 % intervals',
    columns: ['Method', 'Fakes', 'Independent groups', 'AUC', 'Called fake'],
    rows: methods.map((row) => [
      ...[methodName(row), String(row.fake), String(row.groups)],
      ...[estimateText(row.auc), calledFakeText(row)],
    ]),
  };
  const byCondition: Table = {
    title: 'By condition: the same held-out videos after each degradation, split by person, 95 % intervals',
    columns: [
      'Condition',
      'Scored',
      'Not scored',
      'Real + fake',
      'AUC',
      'Accuracy',
      'Paired accuracy',
      'Pairs',
    ],
    rows: conditions.map((row) => [
      ...[conditionName(row), String(row.scored), String(row.unscored), `${row.real} + ${row.fake}`],
      ...[figure(row.auc), figure(row.accuracy), figure(row.paired?.accuracy)],
      row.paired ? pairsText(row.paired) : '–',
    ]),
  };
  return [byMethod, byCondition].filter(({ rows }) => rows.length > 0);
}

const figure = (estimate: Estimate | null | undefined) => (estimate ? estimateText(estimate) : '–');
