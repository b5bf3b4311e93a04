/** What an experiment works with: its faces, its plans, and where it keeps epochs, checkpoints and results. */
import type { z } from 'zod';
import { EngineError } from '../../../shared/errors.ts';
import type { Progress } from '../../../shared/domain.ts';
import type { EpochFigures, RunProgress } from '../../../shared/lab.ts';
import type { TensorFlowRuntime } from '../../metric-learning/tensorflow.ts';
import {
  checkpointFromBytes,
  checkpointToBytes,
  type CheckpointHook,
} from '../../support/training-checkpoint.ts';
import type { RunStore } from '../run-store.ts';

export interface RunContext {
  runtime: TensorFlowRuntime;
  signal: AbortSignal;
  /** Stores an epoch and tells of it. @throws EngineError train/diverged when its loss is no number */
  epochEnded(figures: EpochFigures): void;
  /** Tells of clips that are looked at, under a name of its own where they are copies. */
  looking(stage?: string): (progress: Progress) => void;
  /** Where a stage's training goes on after a stop. */
  checkpoint<Epoch>(stage: string, epoch: z.ZodType<Epoch>): CheckpointHook<Epoch>;
  /** What `make` gives, or gave when the stage was done before the run was stopped. */
  kept<T>(stage: string, make: () => Promise<T>): Promise<T>;
  log(line: string): void;
}

interface RunContextParts {
  runId: number;
  store: RunStore;
  runtime: TensorFlowRuntime;
  signal: AbortSignal;
  /** Epochs of all trainings of the run together. */
  totalEpochs: number;
  onProgress: (progress: RunProgress) => void;
}

export const lookingProgress = (
  runId: number,
  { stage, done, total }: Progress,
  name: string = stage,
): RunProgress => ({ runId, stage: name, done, total, etaMs: null, epoch: null });

export function runContext({
  runId,
  store,
  runtime,
  signal,
  totalEpochs,
  onProgress,
}: RunContextParts): RunContext {
  const startedMs = performance.now();
  const before = store.epochs(runId).length;
  let done = before;
  return {
    runtime,
    signal,
    epochEnded(epoch) {
      if (!Number.isFinite(epoch.loss)) {
        throw new EngineError(
          'train/diverged',
          `${epoch.stage}: the training diverged in epoch ${epoch.epoch}; try a lower learning rate`,
        );
      }
      store.addEpoch(runId, epoch);
      done += 1;
      const perEpochMs = (performance.now() - startedMs) / (done - before);
      const etaMs = perEpochMs * Math.max(0, totalEpochs - done);
      onProgress({ runId, stage: epoch.stage, done, total: totalEpochs, etaMs, epoch });
    },
    looking: (name) => (progress) => onProgress(lookingProgress(runId, progress, name)),
    checkpoint: (stage, epoch) => ({
      load: () => {
        const stored = store.checkpoint(runId, stage);
        return stored && checkpointFromBytes(stored.state, epoch);
      },
      save: (checkpoint) =>
        store.saveCheckpoint(runId, stage, {
          epoch: checkpoint.history.length,
          state: checkpointToBytes(checkpoint),
        }),
    }),
    async kept(stage, make) {
      const stored = store.stageResult(runId, stage) as Awaited<ReturnType<typeof make>> | null;
      if (stored !== null) return stored;
      const made = await make();
      store.setStageResult(runId, stage, made);
      return made;
    },
    log: (line) => store.addLog(runId, line),
  };
}
