import { lstmDefaults, metricDefaults, softmaxDefaults } from '../../../../src-main/shared/lab-defaults.ts';
import type {
  DatasetDetail,
  DatasetSummary,
  EpochFigures,
  ExperimentKind,
  ExperimentParameters,
  ExperimentResult,
  JudgedRow,
  RunDetail,
  RunSummary,
} from '../../../../src-main/shared/lab.ts';

const estimate = (value: number) => ({ value, low: value - 0.1, high: value + 0.1 });

export function datasetSummary(id: number, summary: Partial<DatasetSummary> = {}): DatasetSummary {
  return {
    id,
    name: `set ${id}`,
    folder: `/sets/${id}`,
    layout: 'folders',
    importedAt: '2026-03-01T14:00:00Z',
    items: 78,
    real: 44,
    fake: 34,
    identities: 20,
    unnamed: 0,
    duplicates: 0,
    hasOfficialSplit: false,
    ...summary,
  };
}

export function datasetDetail(id: number, detail: Partial<DatasetDetail> = {}): DatasetDetail {
  return {
    summary: datasetSummary(id),
    byMethod: [],
    byCollection: [],
    byIdentity: [],
    refused: [],
    duplicates: [],
    splits: [],
    ...detail,
  };
}

export function runSummary(id: number, run: Partial<RunSummary> = {}): RunSummary {
  return {
    id,
    name: `run ${id}`,
    kind: 'metric-learning',
    datasetId: 1,
    dataset: 'set 1',
    split: 'by-identity',
    embedder: 'facenet',
    state: 'running',
    backend: 'wasm',
    createdAt: '2026-03-01T14:00:00Z',
    finishedAt: null,
    error: null,
    auc: null,
    leakyAuc: null,
    ...run,
  };
}

export function parametersOf(kind: ExperimentKind): ExperimentParameters {
  const chosen = { datasetId: 1, splitId: 2, embedder: 'facenet' };
  if (kind === 'softmax') return { ...structuredClone(softmaxDefaults), ...chosen };
  return kind === 'lstm'
    ? { ...structuredClone(lstmDefaults), ...chosen }
    : { ...structuredClone(metricDefaults), ...chosen };
}

export function runDetail(id: number, detail: Partial<RunDetail> = {}): RunDetail {
  return {
    run: runSummary(id),
    parameters: parametersOf('metric-learning'),
    split: {
      id: 2,
      datasetId: 1,
      kind: 'by-identity',
      seed: 1,
      folds: 5,
      createdAt: '2026-03-01T14:00:00Z',
      groups: 9,
      counts: [],
    },
    epochs: [],
    log: [],
    result: null,
    ...detail,
  };
}

export const epoch = (stage: string, number: number, loss: number): EpochFigures => ({
  stage,
  epoch: number,
  loss,
  accuracy: 0.5,
  validationLoss: null,
  validationAccuracy: null,
});

export function judgedRow(row: Pick<JudgedRow, 'classifier' | 'split' | 'level'>, auc = 0.54): JudgedRow {
  const figure = estimate(auc);
  return {
    ...row,
    real: 44,
    fake: 34,
    threshold: 0.5,
    auc: figure,
    eer: figure,
    accuracy: figure,
    balancedAccuracy: figure,
    precision: figure,
    recall: figure,
    f1: figure,
    recallAt1: figure,
    brier: figure,
    cllr: figure,
  };
}

export function resultOf(rows: JudgedRow[]): ExperimentResult {
  return {
    faces: 100,
    videos: 78,
    leftOut: [],
    groups: 9,
    trials: [],
    rows,
    curves: rows
      .filter(({ level }) => level === 'video')
      .map(({ classifier, split }) => ({
        classifier,
        split,
        roc: [
          { x: 0, y: 0, low: 0, high: 0 },
          { x: 1, y: 1, low: 1, high: 1 },
        ],
        precisionRecall: [{ x: 1, y: 0.44 }],
        calibration: [{ score: 0.5, fakes: 0.44, count: 78 }],
        histogram: { real: [44], fake: [34] },
        confusion: { trueNegatives: 40, falsePositives: 4, falseNegatives: 30, truePositives: 4 },
      })),
    layouts: [],
    robustness: [],
    remarks: [],
  };
}
