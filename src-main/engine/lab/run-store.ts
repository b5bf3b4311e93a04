/**
 * Runs of experiments as rows: parameters, state, epochs, checkpoints, requests, log and results. A run that was
 * stopped, for whatever reason, continues at its newest checkpoint.
 */
import { EngineError, type ErrorReport } from '../../shared/errors.ts';
import {
  experimentParameters,
  type EpochFigures,
  type ExperimentParameters,
  type ExperimentResult,
  type RunDetail,
  type RunState,
  type RunSummary,
} from '../../shared/lab.ts';
import type { DegradationName } from '../../shared/degradation-names.ts';
import { isRunning } from '../support/is-running.ts';
import type { LabDatabase } from './lab-database.ts';

interface Checkpoint {
  /** Epochs done; the stage is over when it is the last one. */
  epoch: number;
  state: Uint8Array;
}

/** The networks that a run stands on, by hash: a name may come to mean another one. */
export interface RunNetworks {
  embedderSha256: string;
  /** Tells people apart. */
  identitySha256: string;
}

/** What a run that has its result is asked for; kept until it is done. */
type RunRequest =
  { kind: 'robustness'; conditions: DegradationName[] } | { kind: 'publish'; name: string; licence: string };

export interface RunStore {
  create(parameters: ExperimentParameters, networks: RunNetworks): RunSummary;
  /** Newest first. */
  list(): RunSummary[];
  /** @throws EngineError lab/not-found */
  summary(runId: number): RunSummary;
  parameters(runId: number): ExperimentParameters;
  networks(runId: number): RunNetworks;
  /** Whether another process that is alive works on it, or has it waiting. */
  isHeldElsewhere(runId: number): boolean;
  result(runId: number): ExperimentResult | null;
  setState(runId: number, state: RunState, error?: ErrorReport): RunSummary;
  /** The backend that the run began with stays: another one rounds otherwise. */
  setBackend(runId: number, backend: string): void;
  setResult(runId: number, result: ExperimentResult): void;
  epochs(runId: number): EpochFigures[];
  addEpoch(runId: number, epoch: EpochFigures): void;
  checkpoint(runId: number, stage: string): Checkpoint | null;
  saveCheckpoint(runId: number, stage: string, checkpoint: Checkpoint): void;
  /** What a stage gave, or whatever else a run goes on with after a stop; null where it has not ended. */
  stageResult(runId: number, stage: string): unknown;
  setStageResult(runId: number, stage: string, result: unknown): void;
  /** Oldest first. */
  requests(runId: number): { id: number; request: RunRequest }[];
  addRequest(runId: number, request: RunRequest): void;
  dropRequest(requestId: number): void;
  dropRequests(runId: number): void;
  log(runId: number): RunDetail['log'];
  addLog(runId: number, line: string): void;
  remove(runId: number): void;
}

interface RunRow extends Omit<RunSummary, 'embedder' | 'error' | 'auc' | 'leakyAuc'>, RunNetworks {
  parameters: string;
  processId: number | null;
  errorCode: ErrorReport['code'] | null;
  errorMessage: string | null;
  result: string | null;
}

const select = `SELECT runs.id, runs.name, runs.kind, runs.dataset_id AS datasetId, datasets.name AS dataset,
  splits.kind AS split, parameters, state,
  backend, runs.created_at AS createdAt, finished_at AS finishedAt, error_code AS errorCode,
  error_message AS errorMessage, result, embedder_sha256 AS embedderSha256, identity_sha256 AS identitySha256,
  process_id AS processId FROM runs JOIN datasets ON datasets.id = runs.dataset_id
  JOIN splits ON splits.id = split_id`;

/** Runs left behind by a process that is gone are paused, so that they can go on, or done if nothing is left to do. */
export function runStore({ sqlite, read, write }: LabDatabase): RunStore {
  const insert = sqlite.prepare(
    `INSERT INTO runs (name, kind, dataset_id, split_id, parameters, embedder_sha256, identity_sha256, state, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?)`,
  );
  const selectAll = sqlite.prepare<[], RunRow>(`${select} ORDER BY runs.id DESC`);
  const selectOne = sqlite.prepare<[number], RunRow>(`${select} WHERE runs.id = ?`);
  const updateState = sqlite.prepare(
    'UPDATE runs SET state = ?, process_id = ?, finished_at = ?, error_code = ?, error_message = ? WHERE id = ?',
  );
  const updateBackend = sqlite.prepare('UPDATE runs SET backend = coalesce(backend, ?) WHERE id = ?');
  const updateResult = sqlite.prepare('UPDATE runs SET result = ? WHERE id = ?');
  const selectEpochs = sqlite.prepare<[number], EpochFigures>(
    `SELECT stage, epoch, loss, accuracy, validation_loss AS validationLoss,
     validation_accuracy AS validationAccuracy FROM run_epochs WHERE run_id = ? ORDER BY stage, epoch`,
  );
  const insertEpoch = sqlite.prepare('INSERT OR REPLACE INTO run_epochs VALUES (?, ?, ?, ?, ?, ?, ?)');
  const selectCheckpoint = sqlite.prepare<[number, string], { epoch: number; state: Buffer }>(
    'SELECT epoch, state FROM run_checkpoints WHERE run_id = ? AND stage = ?',
  );
  const insertCheckpoint = sqlite.prepare('INSERT OR REPLACE INTO run_checkpoints VALUES (?, ?, ?, ?)');
  const selectStageResult = sqlite.prepare<[number, string], { result: string }>(
    'SELECT result FROM run_stage_results WHERE run_id = ? AND stage = ?',
  );
  const insertStageResult = sqlite.prepare('INSERT OR REPLACE INTO run_stage_results VALUES (?, ?, ?)');
  const selectRequests = sqlite.prepare<[number], { id: number; request: string }>(
    'SELECT id, request FROM run_requests WHERE run_id = ? ORDER BY id',
  );
  const insertRequest = sqlite.prepare('INSERT INTO run_requests (run_id, request) VALUES (?, ?)');
  const deleteRequest = sqlite.prepare('DELETE FROM run_requests WHERE id = ?');
  const deleteRequests = sqlite.prepare('DELETE FROM run_requests WHERE run_id = ?');
  const selectLog = sqlite.prepare<[number], { at: string; line: string }>(
    'SELECT at, line FROM run_log WHERE run_id = ? ORDER BY rowid',
  );
  const insertLog = sqlite.prepare('INSERT INTO run_log VALUES (?, ?, ?)');
  const remove = sqlite.prepare('DELETE FROM runs WHERE id = ?');

  const stored = (runId: number): RunRow => {
    const row = selectOne.get(runId);
    if (row) return row;
    throw new EngineError(
      'lab/not-found',
      `There is no run ${runId}. List the experiments to see their numbers.`,
    );
  };
  const selectHeld = sqlite.prepare<[], RunRow>(`${select} WHERE state IN ('queued', 'running')`);
  write(() => {
    for (const { id, processId, result } of selectHeld.all()) {
      if (processId !== null && isRunning(processId)) continue;
      const isOver = result !== null && selectRequests.get(id) === undefined;
      updateState.run(isOver ? 'done' : 'paused', null, null, null, null, id);
    }
  });

  return {
    create: (parameters, { embedderSha256, identitySha256 }) =>
      write(() => {
        const { name, kind, datasetId, splitId } = parameters;
        const { lastInsertRowid } = insert.run(
          ...[name, kind, datasetId, splitId, JSON.stringify(parameters)],
          ...[embedderSha256, identitySha256, new Date().toISOString()],
        );
        updateState.run('queued', process.pid, null, null, null, Number(lastInsertRowid));
        return summaryOf(stored(Number(lastInsertRowid)));
      }),
    list: () => read(() => selectAll.all().map(summaryOf)),
    summary: (runId) => read(() => summaryOf(stored(runId))),
    parameters: (runId) => read(() => experimentParameters.parse(JSON.parse(stored(runId).parameters))),
    networks: (runId) =>
      read(() => {
        const { embedderSha256, identitySha256 } = stored(runId);
        return { embedderSha256, identitySha256 };
      }),
    isHeldElsewhere: (runId) =>
      read(() => {
        const { state, processId } = stored(runId);
        const held = state === 'queued' || state === 'running';
        return held && processId !== null && processId !== process.pid && isRunning(processId);
      }),
    result: (runId) => read(() => resultOf(stored(runId))),
    setState: (runId, state, error) =>
      write(() => {
        const held = state === 'queued' || state === 'running';
        const over = !held && state !== 'paused';
        updateState.run(
          ...[state, held ? process.pid : null, over ? new Date().toISOString() : null],
          ...[error?.code ?? null, error?.message ?? null, runId],
        );
        return summaryOf(stored(runId));
      }),
    setBackend: (runId, backend) => write(() => void updateBackend.run(backend, runId)),
    setResult: (runId, result) => write(() => void updateResult.run(JSON.stringify(result), runId)),
    epochs: (runId) => read(() => selectEpochs.all(runId)),
    addEpoch: (runId, { stage, epoch, loss, accuracy, validationLoss, validationAccuracy }) =>
      write(
        () => void insertEpoch.run(runId, stage, epoch, loss, accuracy, validationLoss, validationAccuracy),
      ),
    checkpoint: (runId, stage) => read(() => selectCheckpoint.get(runId, stage) ?? null),
    saveCheckpoint: (runId, stage, { epoch, state }) =>
      write(() => void insertCheckpoint.run(runId, stage, epoch, state)),
    stageResult: (runId, stage) =>
      read(() => {
        const row = selectStageResult.get(runId, stage);
        return row ? (JSON.parse(row.result) as unknown) : null;
      }),
    setStageResult: (runId, stage, result) =>
      write(() => void insertStageResult.run(runId, stage, JSON.stringify(result))),
    requests: (runId) =>
      read(() =>
        selectRequests
          .all(runId)
          .map(({ id, request }) => ({ id, request: JSON.parse(request) as RunRequest })),
      ),
    addRequest: (runId, request) => write(() => void insertRequest.run(runId, JSON.stringify(request))),
    dropRequest: (requestId) => write(() => void deleteRequest.run(requestId)),
    dropRequests: (runId) => write(() => void deleteRequests.run(runId)),
    log: (runId) => read(() => selectLog.all(runId)),
    addLog: (runId, line) => write(() => void insertLog.run(runId, new Date().toISOString(), line)),
    remove: (runId) => write(() => void remove.run(runId)),
  };
}

const resultOf = ({ result }: RunRow) => (result === null ? null : (JSON.parse(result) as ExperimentResult));

function summaryOf(row: RunRow): RunSummary {
  const { id, name, kind, datasetId, dataset, split, state, backend, createdAt, finishedAt } = row;
  const rows = resultOf(row)?.rows.filter(({ level }) => level === 'video') ?? [];
  const aucOf = (leaky: boolean) => rows.find(({ split }) => (split === 'by-frame') === leaky)?.auc ?? null;
  return {
    ...{ id, name, kind, datasetId, dataset, split, state, backend, createdAt, finishedAt },
    embedder: (JSON.parse(row.parameters) as ExperimentParameters).embedder,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage ?? '' },
    auc: aucOf(false),
    leakyAuc: aucOf(true),
  };
}
