/** All that the app and the command line may call: the contract's engine commands over one open case. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { EngineCommand, Events, Handlers } from '../shared/contract.ts';
import type { ProviderName } from '../shared/domain.ts';
import { EngineError } from '../shared/errors.ts';
import { createToolbox } from './toolbox.ts';
import { findMedia } from './media/find-media.ts';
import { createJobRunner, type JobRunner } from './jobs/analysis-queue.ts';
import { createCase, openCase, type CaseFile } from './cases/case-file.ts';
import { createFrameViewer } from './media/frame-viewer.ts';
import { diskPath } from './media/path-bytes.ts';
import { writeReport } from './reports/write-report.ts';
import { createLab } from './lab/lab.ts';
import { makeSampleClips } from './sample/sample-clips.ts';

/** Files that run in processes or threads of their own: as they were built, or their sources. */
export interface EngineScripts {
  /** `inference/provider-trial.ts` */
  providerTrial: string;
  /** `face-worker.ts` */
  faceWorker: string;
}

export interface EngineOptions {
  /** The folder that holds models/ and resources/. */
  resources: string;
  /** Where the remembered provider and the user's own models are. */
  settingsFolder: string;
  version: string;
  scripts: EngineScripts;
  provider?: ProviderName | 'auto';
  /** Name or folder of the classifier model; the active one when left out. */
  model?: string;
  /** The lab's own file; among the settings when left out. */
  labFile?: string | undefined;
  /** Ends what is under way before a job exists, such as the trial of a provider. */
  signal?: AbortSignal;
}

export type EngineEvent = { [E in keyof Events]: { name: E; payload: Events[E] } }[keyof Events];

export interface Engine {
  readonly handlers: Handlers<EngineCommand>;
  on(listener: (event: EngineEvent) => void): void;
  /** Cancels what runs, closes the case and frees the models. */
  close(): Promise<void>;
}

interface OpenCase {
  file: CaseFile;
  jobs: JobRunner;
}

export async function createEngine(options: EngineOptions): Promise<Engine> {
  const toolbox = createToolbox(options);
  const viewer = createFrameViewer();
  const listeners = new Set<(event: EngineEvent) => void>();
  const software = `Exhibit ${options.version}`;
  const lab = createLab({
    file: options.labFile ?? join(options.settingsFolder, 'lab.sqlite'),
    toolbox,
    signal: options.signal,
    emit: (name, payload) => emit({ name, payload } as EngineEvent),
  });
  let current: OpenCase | null = null;

  const emit = (event: EngineEvent) => {
    for (const listener of listeners) listener(event);
  };

  const opened = (): OpenCase => {
    if (current) return current;
    throw new EngineError('case/none-open', 'No case is open. Open a case or make a new one first.');
  };

  let last: Promise<unknown> = Promise.resolve();

  /** Cases are opened and closed one after the other: two at once would leave one locked and unreachable. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function closeCase(): Promise<void> {
    const closing = current;
    current = null;
    await closing?.jobs.close();
    closing?.file.close();
  }

  /** The new case is open before the old one is let go, so that a failure leaves the analyst where he was. */
  async function switchTo(path: string, open: (path: string, software: string) => CaseFile) {
    // The lock that this process holds would refuse the case that is open already.
    if (current?.file.path === resolve(path) && open !== createCase) return current.file.summary();
    const file = open(path, software);
    await closeCase();
    const jobs = createJobRunner(file, {
      progress: (payload) => emit({ name: 'job:progress', payload }),
      jobChanged: (payload) => emit({ name: 'job:changed', payload }),
      evidenceChanged: (payload) => emit({ name: 'evidence:changed', payload }),
    });
    current = { file, jobs };
    return file.summary();
  }

  async function addEvidence(paths: readonly string[]) {
    const { file } = opened();
    const { files, ignored, unreadable } = await findMedia(paths, { signal: options.signal });
    const added = [];
    for (const path of files)
      added.push(file.evidence.add({ path, sizeBytes: (await stat(diskPath(path))).size }));
    return { added, ignored, unreadable };
  }

  async function makeSample(folder: string) {
    const { ffmpeg, describer } = await toolbox.faceTools();
    const clips = await makeSampleClips(
      join(options.resources, 'resources', 'sample'),
      join(folder, 'clips'),
      describer,
      ffmpeg,
      options.signal,
    );
    await switchTo(join(folder, 'sample.exhibit'), openOrCreate);
    await addEvidence(clips);
    return opened().file.summary();
  }

  const handlers: Handlers<EngineCommand> = {
    ...lab.handlers,
    'engine:info': () => toolbox.info(),
    'case:create': ({ path }) => inTurn(() => switchTo(path, createCase)),
    'case:open': ({ path }) => inTurn(() => switchTo(path, openCase)),
    'case:sample': ({ folder }) => inTurn(() => makeSample(folder)),
    'case:close': async () => {
      await inTurn(closeCase);
      return null;
    },
    'case:current': async () => current?.file.summary() ?? null,
    'case:verify': async () => opened().file.verify(),
    'evidence:add': ({ paths }) => addEvidence(paths),
    'evidence:list': async () => opened().file.evidence.list(),
    'evidence:detail': async ({ evidenceId }) => {
      const { evidence, findings } = opened().file;
      return { row: present(evidence.get(evidenceId), 'evidence'), finding: findings.newest(evidenceId) };
    },
    'analysis:start': async ({ evidenceIds, parameters }) => {
      const tools = await toolbox.analysisTools();
      const job = opened().jobs.start(evidenceIds, parameters, tools);
      return { jobId: job.id };
    },
    'job:list': async () => opened().file.jobs.list(),
    'job:cancel': async ({ jobId }) => {
      opened().jobs.cancel(jobId);
      return null;
    },
    'model:active': async () => (await toolbox.classifier()).card,
    'model:list': () => toolbox.library.list(),
    'model:card': ({ name }) => toolbox.library.card(name),
    'model:activate': async ({ name }) => {
      await toolbox.activate(name);
      return toolbox.library.list();
    },
    'model:import': ({ path }) => toolbox.library.import(path),
    'model:export': ({ name, path }) => toolbox.library.export(name, path),
    'model:remove': async ({ name }) => {
      await toolbox.library.remove(name);
      return toolbox.library.list();
    },
    'embedder:list': () => toolbox.embedders(),
    'report:write': async ({ format, path }) => writeReport(opened().file, format, path),
    'image:frame': async ({ evidenceId, frameIndex }) => {
      const { path, sha256 } = present(opened().file.evidence.get(evidenceId), 'evidence');
      return viewer.frame(path, sha256, frameIndex, await toolbox.ffmpeg());
    },
    'image:crop': async ({ faceId }) => present(opened().file.images.crop(faceId), 'face'),
    'image:thumbnail': async ({ evidenceId }) =>
      present(opened().file.images.thumbnail(evidenceId), 'thumbnail'),
  };

  return {
    handlers,
    on: (listener) => void listeners.add(listener),
    async close() {
      try {
        await lab.close();
      } finally {
        await inTurn(closeCase).finally(() => toolbox.dispose());
      }
    },
  };
}

function present<T>(value: T | null, what: string): T {
  if (value !== null) return value;
  throw new EngineError('app/bad-message', `There is no such ${what} in this case.`);
}

function openOrCreate(path: string, software: string): CaseFile {
  try {
    return openCase(path, software);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'case/not-found') return createCase(path, software);
    throw error;
  }
}
