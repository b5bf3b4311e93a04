/** All that window and command line may ask of the lab: data sets, splits, experiments. Opened when first needed. */
import type { EngineCommand, Events, Handlers } from '../../shared/contract.ts';
import { EngineError } from '../../shared/errors.ts';
import type { DatasetItem, ExperimentParameters } from '../../shared/lab.ts';
import type { Embedder } from '../embedding/embedder.ts';
import type { Toolbox } from '../toolbox.ts';
import { datasetItems, usableItems } from './dataset-items.ts';
import { datasetStore } from './dataset-store.ts';
import { degradationNames, isDegradation, type DegradationName } from './degradations.ts';
import { faceStore } from './face-store.ts';
import { viewName } from './face-view.ts';
import { writeFigures } from './figures.ts';
import { importDataset } from './import-dataset.ts';
import { openLabDatabase } from './lab-database.ts';
import { nearestFaces } from './neighbours.ts';
import { performExperiment, type RunMaterial } from './perform-run.ts';
import { publishRun } from './publish.ts';
import { measureRobustness } from './robustness.ts';
import { createRunQueue, type RunQueueEvents } from './run-queue.ts';
import { runStore } from './run-store.ts';
import { splitStore } from './split-store.ts';

type LabCommand = Extract<
  EngineCommand,
  `dataset:${string}` | `split:${string}` | `experiment:${string}` | 'image:lab-crop'
>;

export interface LabOptions {
  file: string;
  toolbox: Toolbox;
  signal: AbortSignal | undefined;
  emit<E extends 'run:progress' | 'run:changed' | 'dataset:progress'>(name: E, payload: Events[E]): void;
}

export interface Lab {
  readonly handlers: Handlers<LabCommand>;
  /** Pauses what runs and closes the file. */
  close(): Promise<void>;
}

export function createLab(options: LabOptions): Lab {
  let opened: ReturnType<typeof openLab> | null = null;
  const lab = () => (opened ??= openLab(options));
  return {
    handlers: {
      'dataset:list': async () => lab().datasets.list(),
      'dataset:import': (input) => lab().importFolder(input),
      'dataset:detail': async ({ datasetId }) => lab().datasets.detail(datasetId),
      'dataset:remove': async ({ datasetId }) => {
        lab().datasets.remove(datasetId);
        return null;
      },
      'split:create': async (split) => lab().splits.create(split),
      'experiment:start': async ({ parameters }) => lab().start(parameters),
      'experiment:list': async () => lab().runs.list(),
      'experiment:detail': async ({ runId }) => lab().detail(runId),
      'experiment:pause': async ({ runId }) => {
        lab().queue.pause(runId);
        return null;
      },
      'experiment:resume': async ({ runId }) => lab().resume(runId),
      'experiment:cancel': async ({ runId }) => {
        lab().queue.cancel(runId);
        return null;
      },
      'experiment:remove': async ({ runId }) => lab().remove(runId),
      'experiment:robustness': async ({ runId, degradations }) => lab().robustness(runId, degradations),
      'experiment:publish': (input) => lab().publish(input),
      'experiment:figures': (input) => lab().figures(input),
      'experiment:neighbours': (input) => lab().neighbours(input),
      'image:lab-crop': async ({ faceId }) => lab().crop(faceId),
    },
    async close() {
      await opened?.close();
      opened = null;
    },
  };
}

/** Under it, a run keeps which degradations were asked for, so that they survive a stop. */
const WANTED = 'degradations wanted';

function openLab({ file, toolbox, signal, emit }: LabOptions) {
  const db = openLabDatabase(file);
  const [datasets, splits, faces, runs] = [datasetStore(db), splitStore(db), faceStore(db), runStore(db)];
  const events: RunQueueEvents = {
    progress: (progress) => emit('run:progress', progress),
    changed: (run) => emit('run:changed', run),
  };
  const queue = createRunQueue(runs, perform, events);
  const closing = new AbortController();

  async function perform(runId: number, stop: AbortSignal, { progress }: RunQueueEvents): Promise<void> {
    const parameters = runs.parameters(runId);
    const hooks = { signal: stop, onProgress: progress };
    await withMaterial(parameters, async (material) => {
      if (runs.result(runId) === null) {
        await performExperiment(runId, parameters, material, runs, hooks);
      }
      const wanted = runs.checkpoint(runId, WANTED);
      if (wanted === null) return;
      const names = JSON.parse(Buffer.from(wanted.state).toString('utf8')) as DegradationName[];
      await measureRobustness(runId, parameters, names, material, runs, hooks);
    });
  }

  /** Both networks are open for as long as the work takes. */
  async function withMaterial<T>(
    { datasetId, splitId, embedder: name }: ExperimentParameters,
    work: (material: RunMaterial) => Promise<T>,
  ): Promise<T> {
    const tools = await toolbox.faceTools();
    const open: Embedder[] = [];
    try {
      const identity = await toolbox.openEmbedder(tools.identity.name);
      open.push(identity);
      const embedder = name === identity.name ? identity : await toolbox.openEmbedder(name);
      if (embedder !== identity) open.push(embedder);
      return await work({
        ...{ tools, embedder, identity, store: faces, split: splits.summary(splitId) },
        items: usableItems(db, datasetId),
        places: new Map(splits.places(splitId).map(({ itemId, ...place }) => [itemId, place])),
      });
    } finally {
      for (const each of open) await each.dispose();
    }
  }

  function ended(runId: number) {
    const run = runs.summary(runId);
    if (queue.isBusy(runId))
      throw new EngineError('lab/busy', `run ${runId} is under way; let it end or cancel it`);
    return run;
  }

  function enqueue(runId: number): void {
    events.changed(runs.setState(runId, 'queued'));
    queue.add(runId);
  }

  return {
    ...{ datasets, splits, runs, queue },

    importFolder: ({ folder, name }: { folder: string; name: string | null }) =>
      toolbox.ffmpeg().then((tools) =>
        importDataset(db, { folder, name }, tools, {
          signal: AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]),
          onProgress: (progress) => emit('dataset:progress', { folder, progress }),
        }),
      ),

    start(parameters: ExperimentParameters) {
      datasets.detail(parameters.datasetId);
      if (splits.summary(parameters.splitId).datasetId !== parameters.datasetId) {
        throw new EngineError('lab/bad-split', 'the split is of another data set; choose one of this set');
      }
      const { id } = runs.create(parameters);
      queue.add(id);
      return { runId: id };
    },

    detail(runId: number) {
      const parameters = runs.parameters(runId);
      return {
        ...{ run: runs.summary(runId), parameters, split: splits.summary(parameters.splitId) },
        ...{ epochs: runs.epochs(runId), log: runs.log(runId), result: runs.result(runId) },
      };
    },

    resume(runId: number) {
      const { state } = ended(runId);
      if (state === 'done')
        throw new EngineError('lab/busy', `run ${runId} is done; there is nothing to go on with`);
      enqueue(runId);
      return null;
    },

    remove(runId: number) {
      ended(runId);
      runs.remove(runId);
      return null;
    },

    robustness(runId: number, names: readonly string[]) {
      const { state } = ended(runId);
      const unknown = names.find((name) => !isDegradation(name));
      if (unknown !== undefined) {
        throw new EngineError(
          'lab/not-found',
          `there is no degradation ${unknown}; there are ${degradationNames.join(', ')}`,
        );
      }
      if (state !== 'done') throw new EngineError('lab/busy', `run ${runId} is not done; resume it first`);
      runs.saveCheckpoint(runId, WANTED, { epoch: 0, state: Buffer.from(JSON.stringify(names)) });
      enqueue(runId);
      return null;
    },

    async publish({ runId, name, licence }: { runId: number; name: string; licence: string }) {
      const run = ended(runId);
      const { library } = toolbox;
      if ((await library.list()).some((model) => model.name === name)) {
        throw new EngineError(
          'models/name-taken',
          `there is a model named ${name} already; choose another name`,
        );
      }
      const parameters = runs.parameters(runId);
      const hooks = { signal: closing.signal, onProgress: events.progress };
      const folder = await withMaterial(parameters, (material) =>
        publishRun(run, parameters, { name, licence, library: library.userFolder }, material, runs, hooks),
      );
      runs.addLog(runId, `published as ${name}`);
      return (await library.list()).find((model) => model.folder === folder)!;
    },

    async figures({ runId, folder }: { runId: number; folder: string }) {
      const { name } = runs.summary(runId);
      const result = runs.result(runId);
      if (result === null) throw new EngineError('lab/busy', `run ${runId} has no result yet`);
      return { files: await writeFigures(result, runs.epochs(runId), name, folder) };
    },

    async neighbours({ runId, faceId, count }: { runId: number; faceId: number; count: number }) {
      const { datasetId, sampling, embedder: name } = runs.parameters(runId);
      const embedder = (await toolbox.embedders()).find((each) => each.name === name);
      if (!embedder)
        throw new EngineError('models/unknown', `the embedder ${name} is no longer installed; add it again`);
      const items: readonly DatasetItem[] = datasetItems(db, datasetId);
      const view = viewName({ sampling, degradation: null });
      return nearestFaces({ faceId, count, datasetId, view, embedder, items }, faces);
    },

    crop(faceId: number) {
      const bytes = faces.crop(faceId);
      if (bytes === null) throw new EngineError('lab/not-found', `there is no face ${faceId} in the lab`);
      return { mime: 'image/jpeg', bytes };
    },

    async close() {
      closing.abort();
      await queue.close();
      db.close();
    },
  };
}
