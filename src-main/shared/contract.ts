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
  type FileCheck,
  type FileHash,
  type MovedSearch,
  type Job,
  type JobProgress,
  type OfOpening,
  type OldHashes,
} from './case.ts';
import type { CredentialCheck } from './credentials.ts';
import { analysisParameters } from './analysis-parameters-schema.ts';
import type { LogLine } from './audit.ts';
import { chartFormats } from './charts/chart-tables.ts';
import { scopes, type CommandId } from './commands.ts';
import type { EngineInfo, ImageBytes, Progress } from './domain.ts';
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
import type { JsonText } from './json-text.ts';
import type { EmbedderSummary, ModelCard, ModelSummary } from './model-card.ts';
import type { ValidationRecord } from './validation.ts';
import type { Likeness } from './likeness.ts';
import type { StoredRates } from './measured-rates.ts';
import { MODEL_NAME } from './model-name.ts';
import { notebookChange, region } from './notebook-change.ts';
import type { AnyRecord, Notebook } from './notebook.ts';
import type { OcclusionMap } from './occlusion.ts';
import type { AddedFaces, NamedPerson, People } from './people.ts';
import type { Preferences } from './preferences.ts';
import type { StoredReencoding } from './reencoding.ts';
import { preferencesChange } from './preferences-schema.ts';
import type { KeptTemplate } from './report-template.ts';
import type { ReportChoice, ReportedPerson } from './report-choice.ts';
import { rangeSchema } from './range-schema.ts';
import { signerRoles, type ListedSignOff, type SignOffStatement } from './sign-off.ts';
import type { ListedTimeStamp } from './time-stamp.ts';
import { signOffSchema } from './sign-off-schema.ts';
import { labRanges } from './ranges.ts';
import type { SimilarFaces } from './similar-faces.ts';
import type { SoundPart } from './sound.ts';
import {
  framePurposes,
  viewedSides,
  type ComparedFrames,
  type ViewedFrame,
  type ViewedVideo,
} from './viewing.ts';

const id = z.number().int().positive();
const ids = z.array(id).max(100_000);
const path = z.string().min(1).max(32_768);
const opening = z.string().max(100);
const viewed = { opening, evidenceId: id };
const looked = { ...viewed, side: z.enum(viewedSides).exactOptional() };
const modelName = z.string().min(1).max(500);

/** A command: what it is asked with, and what it gives. */
const ask = <Shape extends z.ZodRawShape>(shape: Shape) => ({
  gives: <Answer>() => ({ input: z.strictObject(shape), output: z.custom<Answer>() }),
});

const reportChoice = z.strictObject({
  evidenceIds: ids.nullable(),
  person: z.string().max(1000).nullable(),
  disclosed: z.array(z.number().int()).max(100_000).nullable(),
}) satisfies z.ZodType<ReportChoice>;

const logFilter = z.strictObject({ text: z.string(), author: z.string(), action: z.string() });

/** Answered by the engine process. */
export const engineCommands = {
  'engine:info': ask({}).gives<EngineInfo>(),
  /** On known answers alone; see `engine/validation`. */
  'validation:run': ask({}).gives<ValidationRecord>(),
  'decoder:name': ask({ path: path.nullable() }).gives<EngineInfo>(),
  'case:create': ask({ path }).gives<CaseSummary>(),
  'case:open': ask({ path }).gives<CaseSummary>(),
  /** The opening then fails with `case/cancelled`, and the case before stays open. */
  'case:stop-opening': ask({}).gives<null>(),
  'case:sample': ask({ folder: path }).gives<CaseSummary>(),
  'case:close': ask({}).gives<null>(),
  'case:current': ask({}).gives<CaseSummary | null>(),
  /** All of it, or what came since the last check; see `cases/verify.ts`. */
  'case:verify': ask({ whole: z.boolean() }).gives<ChainCheck>(),
  /** Everybody whom examiners named, with where they are seen. */
  'case:named-people': ask({}).gives<NamedPerson[]>(),
  /** What the examiner at work would sign now, and that as the text to be signed. */
  'case:statement': ask({ opening, role: z.enum(signerRoles) }).gives<{
    statement: SignOffStatement;
    text: string;
  }>(),
  'case:store-sign-off': ask({ opening, signOff: signOffSchema }).gives<null>(),
  'case:sign-offs': ask({}).gives<ListedSignOff[]>(),
  'case:time-stamps': ask({}).gives<ListedTimeStamp[]>(),
  'stamp:request': ask({ opening, path }).gives<{ path: string; sha256: string }>(),
  /** Of the authority's answer, and of its certificates. */
  'stamp:store': ask({ opening, paths: z.tuple([path, path]) }).gives<ListedTimeStamp>(),
  'evidence:add': ask({ opening, paths: z.array(path).min(1).max(100_000) }).gives<AddedEvidence>(),
  /** The adding then fails with `case/cancelled`, and nothing is added. */
  'evidence:stop-adding': ask({}).gives<null>(),
  'evidence:remove': ask({
    ...{ opening, evidenceIds: ids },
    reason: z.string().trim().min(1).max(1000),
  }).gives<null>(),
  'evidence:find-moved': ask({ opening, evidenceIds: ids, folder: path }).gives<MovedSearch>(),
  /** Of files without an analysis that are as large as another one. */
  'evidence:hashes': ask({}).gives<FileHash[]>(),
  /** Reads every file of the case again and compares it with its analysis. */
  'evidence:check-files': ask({}).gives<FileCheck[]>(),
  /** The check then fails with `case/cancelled`. */
  'evidence:stop-checking': ask({}).gives<null>(),
  /** MD5 and SHA-1 for old lists, stored in the log. */
  'evidence:old-hashes': ask(viewed).gives<OldHashes>(),
  /** It then fails with `case/cancelled`, and nothing is stored. */
  'evidence:stop-hashing': ask({}).gives<null>(),
  /** By the trust list as it is now, stored in the log; null for a file without Content Credentials. */
  'evidence:check-credentials': ask(viewed).gives<CredentialCheck | null>(),
  /** It then fails with `case/cancelled`, and nothing is stored. */
  'evidence:stop-credentials': ask({}).gives<null>(),
  /** A copy, one step further down, scored; kept in the log. */
  'evidence:reencode': ask(viewed).gives<StoredReencoding>(),
  /** It then fails with `case/cancelled`, and nothing is stored. */
  'evidence:stop-reencoding': ask({}).gives<null>(),
  /** On the labelled clips of the table at the path; kept in the log. */
  'evidence:measure-rates': ask({ ...viewed, path }).gives<StoredRates>(),
  /** It then fails with `case/cancelled`; clips that were scored are not scored again. */
  'evidence:stop-measuring': ask({}).gives<null>(),
  'evidence:list': ask({}).gives<JsonText<EvidenceRow[]>>(),
  /** Its path, to be asked for before the file is looked up in any way. */
  'evidence:reach': ask({ evidenceId: id }).gives<string>(),
  'evidence:detail': ask({ evidenceId: id }).gives<EvidenceDetail & OfOpening>(),
  'evidence:people': ask(viewed).gives<People | null>(),
  /** What would change the verdict of a person, as sentences; null where none may be shown. */
  'evidence:changes': ask({ ...viewed, person: z.number().int() }).gives<string[] | null>(),
  'notebook:read': ask({}).gives<Notebook & OfOpening>(),
  'notebook:store': ask({ opening, change: notebookChange }).gives<AnyRecord>(),
  'notebook:undo': ask({ opening }).gives<AnyRecord | null>(),
  'notebook:redo': ask({ opening }).gives<AnyRecord | null>(),
  'notebook:history': ask({ subject: z.string().max(2000) }).gives<AnyRecord[]>(),
  'log:read': ask({}).gives<LogLine[]>(),
  'log:write': ask({ opening, path, filter: logFilter }).gives<{ path: string; sha256: string }>(),
  'analysis:start': ask({ opening, evidenceIds: ids, parameters: analysisParameters }).gives<{
    jobId: number;
  }>(),
  'job:list': ask({}).gives<Job[]>(),
  'job:resume': ask({ opening, jobId: id }).gives<null>(),
  'job:cancel': ask({ opening, jobId: id }).gives<null>(),
  'model:active': ask({}).gives<ModelCard>(),
  'model:list': ask({}).gives<ModelSummary[]>(),
  'report:write': ask({ opening, format: z.enum(reportFormats), path, choice: reportChoice }).gives<{
    path: string;
    sha256: string;
  }>(),
  'report:people': ask({}).gives<ReportedPerson[]>(),
  'template:kept': ask({}).gives<KeptTemplate | null>(),
  'template:keep': ask({ folder: path }).gives<KeptTemplate>(),
  'template:drop': ask({}).gives<null>(),
  /** A case that others can check again; see `engine/capsule`. */
  'capsule:write': ask({ opening, path, evidenceIds: ids.nullable() }).gives<{
    path: string;
    sha256: string;
  }>(),
  'model:card': ask({ name: modelName }).gives<ModelCard>(),
  'model:activate': ask({ name: modelName }).gives<ModelSummary[]>(),
  'model:import': ask({ path }).gives<ModelSummary>(),
  'model:export': ask({ name: modelName, path }).gives<{ path: string; sha256: string }>(),
  'model:remove': ask({ name: modelName }).gives<ModelSummary[]>(),
  'embedder:list': ask({}).gives<EmbedderSummary[]>(),
  'dataset:list': ask({}).gives<DatasetSummary[]>(),
  'dataset:import': ask({ folder: path, name: z.string().min(1).max(200).nullable() }).gives<DatasetDetail>(),
  'dataset:detail': ask({ datasetId: id }).gives<DatasetDetail>(),
  'dataset:remove': ask({ datasetId: id }).gives<null>(),
  'split:create': ask({
    datasetId: id,
    kind: z.enum(storedSplitKinds),
    seed: rangeSchema(labRanges.seed),
    folds: rangeSchema(labRanges.folds),
  }).gives<SplitSummary>(),
  'experiment:start': ask({ parameters: experimentParameters }).gives<{ runId: number }>(),
  'experiment:list': ask({}).gives<RunSummary[]>(),
  'experiment:detail': ask({ runId: id }).gives<RunDetail>(),
  'experiment:pause': ask({ runId: id }).gives<null>(),
  'experiment:resume': ask({ runId: id }).gives<null>(),
  'experiment:cancel': ask({ runId: id }).gives<null>(),
  'experiment:remove': ask({ runId: id }).gives<null>(),
  'experiment:robustness': ask({ runId: id, degradations: z.array(z.string()).min(1) }).gives<null>(),
  'experiment:publish': ask({
    runId: id,
    name: z.string().regex(MODEL_NAME),
    licence: z.string().min(1).max(500),
  }).gives<ModelSummary>(),
  'experiment:figures': ask({ runId: id, folder: path }).gives<{ files: string[] }>(),
  /** The picture is a whole SVG, also for PNG. */
  'chart:write': ask({
    path,
    format: z.enum(chartFormats),
    content: z.string().max(50_000_000),
  }).gives<{ path: string; sha256: string }>(),
  'experiment:neighbours': ask({
    runId: id,
    faceId: id,
    count: rangeSchema(labRanges.neighbours),
  }).gives<FaceNeighbours>(),
  'image:lab-crop': ask({ faceId: id }).gives<ImageBytes>(),
  /** Below zero for a face that was added. */
  'image:crop': ask({ opening, faceId: z.number().int() }).gives<ImageBytes>(),
  'image:thumbnail': ask({ opening, evidenceId: id }).gives<ImageBytes>(),
  'viewing:open': ask(looked).gives<ViewedVideo>(),
  'viewing:frame': ask({
    ...looked,
    frameIndex: z.number().int().nonnegative(),
    purpose: z.enum(framePurposes),
  }).gives<ViewedFrame>(),
  /** Asked for another part, the engine gives up the one before. */
  'viewing:sound': ask({ ...viewed, part: z.number().int().nonnegative().max(1_000_000) }).gives<SoundPart>(),
  'viewing:check': ask(viewed).gives<null>(),
  'viewing:repeats': ask(viewed).gives<ComparedFrames>(),
  /** That then fails with `case/cancelled`. */
  'viewing:stop-repeats': ask({}).gives<null>(),
  /** Ends the decoder of side b. */
  'viewing:end-comparison': ask({}).gives<null>(),
  /** null where it was cancelled. */
  'face:add': ask({
    ...viewed,
    frameIndex: z.number().int().nonnegative(),
    drawn: region,
  }).gives<AddedFaces | null>(),
  'face:occlusion': ask({ ...viewed, faceId: z.number().int() }).gives<OcclusionMap | null>(),
  'face:likeness': ask({
    ...viewed,
    track: z.number().int().nonnegative(),
    person: z.string().min(1).max(1000),
  }).gives<Likeness | null>(),
  'face:similar': ask({ ...viewed, track: z.number().int().nonnegative() }).gives<SimilarFaces | null>(),
  'face:cancel': ask({}).gives<null>(),
} as const;

/** Answered by the app process itself: what needs a window or the user's settings. */
export const appCommands = {
  'dialog:new-case': ask({}).gives<string | null>(),
  'dialog:open-case': ask({}).gives<string | null>(),
  'dialog:ffmpeg': ask({}).gives<string | null>(),
  'dialog:own-decoder': ask({}).gives<boolean>(),
  /** The table of labelled clips that error rates are measured on. */
  'dialog:clip-table': ask({}).gives<string | null>(),
  'dialog:add-files': ask({}).gives<string[]>(),
  'dialog:add-folder': ask({}).gives<string[]>(),
  'dialog:moved-folder': ask({}).gives<string | null>(),
  'dialog:save-report': ask({ format: z.enum(reportFormats) }).gives<string | null>(),
  'dialog:template': ask({}).gives<string | null>(),
  'dialog:save-capsule': ask({}).gives<string | null>(),
  'dialog:save-log': ask({}).gives<string | null>(),
  'dialog:save-stamp-request': ask({}).gives<string | null>(),
  'dialog:stamp-answer': ask({}).gives<string | null>(),
  'dialog:stamp-authority': ask({}).gives<string | null>(),
  'dialog:save-chart': ask({ format: z.enum(chartFormats), name: z.string().max(1000) }).gives<
    string | null
  >(),
  /** Of what was written at the page's wish. */
  'file:open': ask({ path }).gives<null>(),
  'file:show-in-folder': ask({ path }).gives<null>(),
  'dialog:dataset': ask({}).gives<string | null>(),
  'dialog:import-model': ask({}).gives<string | null>(),
  'dialog:export-model': ask({ name: z.string() }).gives<string | null>(),
  'dialog:figures-folder': ask({}).gives<string | null>(),
  /** Asks the user once more and signs the state of the case with their key, which is made the first time. */
  'case:sign-off': ask({ opening, role: z.enum(signerRoles) }).gives<boolean>(),
  /** Fingerprint of that key; null where none was made yet. */
  'signing-key:fingerprint': ask({}).gives<string | null>(),
  'evidence:show-in-folder': ask({ evidenceId: id }).gives<null>(),
  /** Who was named as examiner last, in whichever case. */
  'examiner:last': ask({}).gives<string | null>(),
  'examiner:remember': ask({ name: z.string().max(1000) }).gives<null>(),
  /** How the examiner has set up the window. */
  'preferences:read': ask({}).gives<Preferences>(),
  'preferences:keep': ask({ change: preferencesChange }).gives<null>(),
  /** What can be chosen in the menus now. */
  'menu:follow': ask({ scopes: z.array(z.enum(scopes)) }).gives<null>(),
  /** Asks the user, if an analysis of the open case would end. */
  'case:may-leave': ask({}).gives<boolean>(),
  'case:recent': ask({}).gives<string[]>(),
  'case:sample-folder': ask({}).gives<string>(),
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
const engineEvents = {
  /** Another case is open, or none: said whoever asked for it. */
  'case:changed': z.custom<CaseSummary | null>(),
  'evidence:changed': z.custom<EvidenceRow>(),
  'job:progress': z.custom<JobProgress>(),
  'job:changed': z.custom<Job>(),
  'run:progress': z.custom<RunProgress>(),
  'run:changed': z.custom<RunSummary>(),
  'dataset:progress': z.custom<{ folder: string; progress: Progress }>(),
  /** Of files that are added: `probe` while they are looked into, `save` while the case is written. */
  'add:progress': z.custom<Progress>(),
  /** Of the check of all files, in files. */
  'check:progress': z.custom<Progress>(),
  /** Of the reading of one file for its MD5 and SHA-1, in bytes. */
  'hash:progress': z.custom<Progress>(),
  /** Of a copy of a video that is encoded and scored. */
  'reencode:progress': z.custom<Progress>(),
  /** Of error rates on labelled clips, in clips: `hash` while they are read, `detect` while they are scored. */
  'rates:progress': z.custom<Progress>(),
  /** Of the comparison of all frames of a video. */
  'repeats:progress': z.custom<Progress>(),
  /** Of what was asked about a single face. */
  'face:progress': z.custom<Progress>(),
};

/** All of them, with those of the app process itself. */
export const events = {
  ...engineEvents,
  /** The engine process ended by itself; it is started again and the case is opened again. */
  'engine:stopped': z.custom<{ message: string }>(),
  /** A command was chosen in a menu. */
  'menu:chosen': z.custom<CommandId>(),
  /** It runs again; `case:changed` has said which case is open. */
  'engine:ready': z.custom<null>(),
};

type Payloads<Sent extends Record<string, z.ZodType>> = { [E in keyof Sent]: z.infer<Sent[E]> };
export type EngineEvents = Payloads<typeof engineEvents>;
export type Events = Payloads<typeof events>;

export type Emit<Sent> = <E extends keyof Sent>(event: E, payload: Sent[E]) => void;

export type Answer<T> = { ok: true; value: T } | { ok: false; error: ErrorReport };
