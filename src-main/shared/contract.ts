/**
 * The one contract between window and engine: every command with the schema of its input and the type
 * of its output, and every event. The compiler checks both sides; zod checks what enters a process.
 */
import { z } from 'zod';
import {
  reportFormats,
  type AddedEvidence,
  type CaseSummary,
  type ChainCheck,
  type EvidenceDetail,
  type EvidenceRow,
  type Job,
  type JobProgress,
} from './case.ts';
import type { AnalysisParameters, EngineInfo, ImageBytes, Progress } from './domain.ts';
import type { ErrorReport } from './errors.ts';
import {
  experimentParameters,
  type DatasetDetail,
  type DatasetSummary,
  type FaceNeighbours,
  type RunDetail,
  type RunProgress,
  type RunSummary,
  type SplitSummary,
} from './lab.ts';
import { storedSplitKinds } from './lab-wording.ts';
import type { EmbedderSummary, ModelCard, ModelSummary } from './model-card.ts';
import { MODEL_NAME } from './model-name.ts';
import { rangeSchema } from './range-schema.ts';
import { analysisRanges, labRanges } from './ranges.ts';

const output = <T>() => z.custom<T>();
const nothing = z.object({}).strict();
const id = z.number().int().positive();
const path = z.string().min(1).max(32_768);

const sampling = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('first'), count: rangeSchema(analysisRanges.frames) }),
  z.object({ kind: z.literal('spread'), count: rangeSchema(analysisRanges.frames) }),
  z.object({ kind: z.literal('every'), step: rangeSchema(analysisRanges.step) }),
  z.object({ kind: z.literal('rate'), perSecond: rangeSchema(analysisRanges.framesPerSecond) }),
  z.object({ kind: z.literal('all') }),
]);

const analysisParameters = z.object({
  sampling,
  minFacePx: rangeSchema(analysisRanges.minFacePx),
  detectSizePx: rangeSchema(analysisRanges.detectSizePx).nullable(),
  stream: rangeSchema(analysisRanges.stream).exactOptional(),
  maxFaces: rangeSchema(analysisRanges.maxFaces).exactOptional(),
}) satisfies z.ZodType<AnalysisParameters>;

/** Answered by the engine process. */
export const engineCommands = {
  'engine:info': { input: nothing, output: output<EngineInfo>() },
  'decoder:name': { input: z.object({ path: path.nullable() }), output: output<EngineInfo>() },
  'case:create': { input: z.object({ path }), output: output<CaseSummary>() },
  'case:open': { input: z.object({ path }), output: output<CaseSummary>() },
  'case:sample': { input: z.object({ folder: path }), output: output<CaseSummary>() },
  'case:close': { input: nothing, output: output<null>() },
  'case:current': { input: nothing, output: output<CaseSummary | null>() },
  'case:verify': { input: nothing, output: output<ChainCheck>() },
  'evidence:add': {
    input: z.object({ paths: z.array(path).min(1).max(100_000) }),
    output: output<AddedEvidence>(),
  },
  'evidence:list': { input: nothing, output: output<EvidenceRow[]>() },
  'evidence:detail': { input: z.object({ evidenceId: id }), output: output<EvidenceDetail>() },
  'analysis:start': {
    input: z.object({ evidenceIds: z.array(id).max(100_000), parameters: analysisParameters }),
    output: output<{ jobId: number }>(),
  },
  'job:list': { input: nothing, output: output<Job[]>() },
  'job:resume': { input: z.object({ jobId: id }), output: output<null>() },
  'job:cancel': { input: z.object({ jobId: id }), output: output<null>() },
  'model:active': { input: nothing, output: output<ModelCard>() },
  'model:list': { input: nothing, output: output<ModelSummary[]>() },
  'report:write': {
    input: z.object({ format: z.enum(reportFormats), path }),
    output: output<{ path: string; sha256: string }>(),
  },
  'model:card': { input: z.object({ name: z.string().min(1).max(500) }), output: output<ModelCard>() },
  'model:activate': {
    input: z.object({ name: z.string().min(1).max(500) }),
    output: output<ModelSummary[]>(),
  },
  'model:import': { input: z.object({ path }), output: output<ModelSummary>() },
  'model:export': {
    input: z.object({ name: z.string().min(1).max(500), path }),
    output: output<{ path: string; sha256: string }>(),
  },
  'model:remove': { input: z.object({ name: z.string().min(1).max(500) }), output: output<ModelSummary[]>() },
  'embedder:list': { input: nothing, output: output<EmbedderSummary[]>() },
  'dataset:list': { input: nothing, output: output<DatasetSummary[]>() },
  'dataset:import': {
    input: z.object({ folder: path, name: z.string().min(1).max(200).nullable() }),
    output: output<DatasetDetail>(),
  },
  'dataset:detail': { input: z.object({ datasetId: id }), output: output<DatasetDetail>() },
  'dataset:remove': { input: z.object({ datasetId: id }), output: output<null>() },
  'split:create': {
    input: z.object({
      datasetId: id,
      kind: z.enum(storedSplitKinds),
      seed: rangeSchema(labRanges.seed),
      folds: rangeSchema(labRanges.folds),
    }),
    output: output<SplitSummary>(),
  },
  'experiment:start': {
    input: z.object({ parameters: experimentParameters }),
    output: output<{ runId: number }>(),
  },
  'experiment:list': { input: nothing, output: output<RunSummary[]>() },
  'experiment:detail': { input: z.object({ runId: id }), output: output<RunDetail>() },
  'experiment:pause': { input: z.object({ runId: id }), output: output<null>() },
  'experiment:resume': { input: z.object({ runId: id }), output: output<null>() },
  'experiment:cancel': { input: z.object({ runId: id }), output: output<null>() },
  'experiment:remove': { input: z.object({ runId: id }), output: output<null>() },
  'experiment:robustness': {
    input: z.object({ runId: id, degradations: z.array(z.string()).min(1) }),
    output: output<null>(),
  },
  'experiment:publish': {
    input: z.object({
      runId: id,
      name: z.string().regex(MODEL_NAME),
      licence: z.string().min(1).max(500),
    }),
    output: output<ModelSummary>(),
  },
  'experiment:figures': {
    input: z.object({ runId: id, folder: path }),
    output: output<{ files: string[] }>(),
  },
  'experiment:neighbours': {
    input: z.object({ runId: id, faceId: id, count: rangeSchema(labRanges.neighbours) }),
    output: output<FaceNeighbours>(),
  },
  'image:lab-crop': { input: z.object({ faceId: id }), output: output<ImageBytes>() },
  'image:frame': {
    input: z.object({ evidenceId: id, frameIndex: z.number().int().nonnegative() }),
    output: output<ImageBytes>(),
  },
  'image:crop': { input: z.object({ faceId: id }), output: output<ImageBytes>() },
  'image:thumbnail': { input: z.object({ evidenceId: id }), output: output<ImageBytes>() },
} as const;

/** Answered by the app process itself: what needs a window or the user's settings. */
export const appCommands = {
  'dialog:new-case': { input: nothing, output: output<string | null>() },
  'dialog:open-case': { input: nothing, output: output<string | null>() },
  'dialog:ffmpeg': { input: nothing, output: output<string | null>() },
  'dialog:add-files': { input: nothing, output: output<string[]>() },
  'dialog:add-folder': { input: nothing, output: output<string[]>() },
  'dialog:save-report': {
    input: z.object({ format: z.enum(reportFormats) }),
    output: output<string | null>(),
  },
  'dialog:dataset': { input: nothing, output: output<string | null>() },
  'dialog:import-model': { input: nothing, output: output<string | null>() },
  'dialog:export-model': { input: z.object({ name: z.string() }), output: output<string | null>() },
  'dialog:figures-folder': { input: nothing, output: output<string | null>() },
  'case:recent': { input: nothing, output: output<string[]>() },
  'case:sample-folder': { input: nothing, output: output<string>() },
} as const;

export const commands = { ...engineCommands, ...appCommands } as const;

export type EngineCommand = keyof typeof engineCommands;
export type AppCommand = keyof typeof appCommands;
export type Command = EngineCommand | AppCommand;
export type Input<C extends Command> = z.infer<(typeof commands)[C]['input']>;
export type Output<C extends Command> = z.infer<(typeof commands)[C]['output']>;

/** A handler for every command: leaving one out fails to compile. */
export type Handlers<C extends Command> = { [K in C]: (input: Input<K>) => Promise<Output<K>> };

/** Sent by the engine. */
export interface EngineEvents {
  /** Another case is open, or none: said whoever asked for it. */
  'case:changed': CaseSummary | null;
  'evidence:changed': EvidenceRow;
  'job:progress': JobProgress;
  'job:changed': Job;
  'run:progress': RunProgress;
  'run:changed': RunSummary;
  'dataset:progress': { folder: string; progress: Progress };
}

/** Sent by the app process itself. */
interface AppEvents {
  /** The engine process ended by itself; it is started again and the case is opened again. */
  'engine:stopped': { message: string };
  /** It runs again; `case:changed` has said which case is open. */
  'engine:ready': null;
}

export interface Events extends EngineEvents, AppEvents {}

export type Emit<Sent> = <E extends keyof Sent>(event: E, payload: Sent[E]) => void;

export const eventNames = [
  'case:changed',
  'evidence:changed',
  'job:progress',
  'job:changed',
  'run:progress',
  'run:changed',
  'dataset:progress',
  'engine:stopped',
  'engine:ready',
] as const satisfies readonly (keyof Events)[];

export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorReport };
