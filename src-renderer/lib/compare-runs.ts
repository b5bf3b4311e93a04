/** Table III for any two runs: a row each, and one curve each for the charts that they share. */
import { classifierName } from '../../src-main/shared/lab-wording.ts';
import type {
  EpochFigures,
  ExperimentParameters,
  JudgedCurves,
  JudgedRow,
  RunDetail,
} from '../../src-main/shared/lab.ts';
import { quotedRow } from './judged-rows.ts';

export interface ComparedRun {
  detail: RunDetail;
  /** Two runs may bear one name: then the number tells them apart. */
  name: string;
  epochs: string;
  quoted: JudgedRow | null;
  leaky: JudgedRow | null;
}

export function compareRuns(details: readonly RunDetail[]): ComparedRun[] {
  const names = details.map(({ run }) => run.name);
  return details.map((detail) => {
    const { run, parameters, result } = detail;
    const isOnly = names.filter((name) => name === run.name).length === 1;
    return {
      detail,
      name: isOnly ? run.name : `${run.name} (${run.id})`,
      epochs: epochsOf(parameters),
      quoted: quotedRow(result?.rows ?? [], false),
      leaky: quotedRow(result?.rows ?? [], true),
    };
  });
}

function epochsOf(parameters: ExperimentParameters): string {
  if (parameters.kind !== 'softmax') return String(parameters.epochs);
  return [...new Set(parameters.trials.map(({ epochs }) => epochs))].join(', ');
}

/** The curve that each run is quoted by, under the run's name, with the row that its legend needs. */
export function comparedCurves(runs: readonly ComparedRun[]): { curves: JudgedCurves[]; rows: JudgedRow[] } {
  const found = runs.flatMap(({ detail, name, quoted }) => {
    const curves = detail.result?.curves.find(
      ({ classifier, split }) => classifier === quoted?.classifier && split === quoted.split,
    );
    if (!curves || !quoted) return [];
    const classifier = `${name}: ${classifierName(quoted.classifier)}`;
    return [{ curves: { ...curves, classifier }, row: { ...quoted, classifier } }];
  });
  return { curves: found.map(({ curves }) => curves), rows: found.map(({ row }) => row) };
}

/** The first training of each run, under the run's name: all folds of two runs are more lines than eyes follow. */
export const comparedEpochs = (runs: readonly ComparedRun[]): EpochFigures[] =>
  runs.flatMap(({ detail: { epochs }, name }) =>
    epochs
      .filter(({ stage }) => stage === epochs[0]?.stage)
      .map((each) => ({ ...each, stage: `${name}: ${each.stage}` })),
  );
