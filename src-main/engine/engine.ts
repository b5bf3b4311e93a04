/** The one door: all that the app and the command line may call. */
import { join } from 'node:path';
import type { Emit, EngineEvents } from '../shared/contract.ts';
import type { EngineInfo } from '../shared/domain.ts';
import { createAnalysis, type Analysis } from './casework/analysis.ts';
import { createCases, type Cases } from './casework/cases.ts';
import { currentCase } from './casework/current-case.ts';
import type { EngineOptions } from './engine-options.ts';
import { createLab, type Lab } from './lab/lab.ts';
import { createModels, type Models } from './models/models.ts';
import { noLog } from '../shared/log.ts';
import { createToolbox } from './toolbox.ts';
import { createTraining, type Training } from './training/training.ts';

export type { EngineOptions, EngineScripts } from './engine-options.ts';

export type EngineEvent = {
  [E in keyof EngineEvents]: { name: E; payload: EngineEvents[E] };
}[keyof EngineEvents];

export interface Engine {
  readonly cases: Cases;
  readonly analysis: Analysis;
  readonly lab: Omit<Lab, 'close'>;
  readonly models: Models;
  readonly training: Training;
  info(): Promise<EngineInfo>;
  /** @returns what ends the listening */
  on(listener: (event: EngineEvent) => void): () => void;
  /** Cancels what runs, closes the case and frees the models. */
  close(): Promise<void>;
}

/** Nothing is loaded before it is asked for. */
export function createEngine(options: EngineOptions): Engine {
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit: Emit<EngineEvents> = (name, payload) => {
    for (const listener of listeners) listener({ name, payload } as EngineEvent);
  };
  const toolbox = createToolbox(options);
  const log = options.log ?? noLog;
  const current = currentCase(emit, log);
  const lab = createLab({
    file: options.labFile ?? join(options.settingsFolder, 'lab.sqlite'),
    tools: toolbox,
    signal: options.signal,
    emit,
    log,
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
    const { files, ignored, unreadable } = await findMedia(paths, options.signal);
    const added = [];
    for (const path of files) added.push(file.evidence.add({ path, sizeBytes: (await stat(path)).size }));
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
    'decoder:name': ({ path }) => toolbox.nameDecoder(path),
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
    cases: createCases(options, toolbox, current, emit),
    analysis: createAnalysis(toolbox, current),
    lab,
    models: createModels(toolbox),
    training: createTraining(toolbox),
    info: () => toolbox.info(),
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      try {
        await lab.close();
      } finally {
        await current.inTurn(() => current.close()).finally(() => toolbox.dispose());
      }
    },
  };
}
