/** All that window and command line may ask of the lab: data sets, splits, experiments. */
import { join } from 'node:path';
import type { Emit, EngineEvents } from '../../shared/contract.ts';
import type { ImageBytes, Progress } from '../../shared/domain.ts';
import type { Log } from '../../shared/log.ts';
import { EngineError } from '../../shared/errors.ts';
import type { ExperimentParameters, RunDetail } from '../../shared/lab.ts';
import type { EmbedderSummary } from '../../shared/model-card.ts';
import type { JobEnd } from '../jobs/job-queue.ts';
import type { FaceTools } from '../pipeline/analysis-tools.ts';
import { createRunQueue, type RunQueueEvents } from './run-queue.ts';
import { degradationNames, isDegradation } from '../../shared/degradation-names.ts';
import { datasetFaces } from './dataset-faces.ts';
import { usableItems } from './dataset-items.ts';
import { datasetStore } from './dataset-store.ts';
import { exportFaces, requireEmpty } from './export-faces.ts';
import { faceStore } from './face-store.ts';
import { viewName } from './face-view.ts';
import { requireFiguresFolder, writeFigures } from './figures.ts';
import { writeChart } from './write-chart.ts';
import { importDataset } from './import-dataset.ts';
import { openLabDatabase } from './lab-database.ts';
import type { LabTools } from './lab-tools.ts';
import { nearestFaces } from './neighbours.ts';
import { performExperiment, type ExperimentMaterial } from './perform-run.ts';
import { publishRun, requireMetric, requirePublishable } from './publish.ts';
import { measureRobustness } from './robustness.ts';
import { runStore, type RunNetworks } from './run-store.ts';
import { splitStore } from './split-store.ts';

interface LabOptions {
  file: string;
  tools: LabTools;
  signal: AbortSignal | undefined;
  emit: Emit<EngineEvents>;
  log: Log;
}

/** Opened when first needed. */
export interface Lab extends Omit<OpenLab, 'close'> {
  /** See `write-chart.ts`. */
  writeChart: typeof writeChart;
  /** Pauses what runs, ends what else is under way and closes the file. */
  close(): Promise<void>;
}

type OpenLab = ReturnType<typeof openLab>;

export function createLab(options: LabOptions): Lab {
  let opened: OpenLab | null = null;
  let closing = false;
  const lab = () => {
    if (closing) throw closed();
    return (opened ??= openLab(options));
  };
  return {
    get datasets() {
      return lab().datasets;
    },
    get runs() {
      return lab().runs;
    },
    crop: (faceId) => lab().crop(faceId),
    writeChart,
    async close() {
      closing = true;
      try {
        await opened?.close();
      } finally {
        opened = null;
        closing = false;
      }
    },
  };
}

const closed = () =>
  new EngineError('lab/busy', 'The lab was closed before this work ended. Start it again.');

/** What window and command line may ask of the lab, with its file open. */
function openLab({ file, tools: labTools, signal, emit, log }: LabOptions) {
  const db = openLabDatabase(file);
  const [datasets, splits, faces, runs] = [datasetStore(db), splitStore(db), faceStore(db), runStore(db)];
  const events: RunQueueEvents = {
    progress: (progress) => emit('run:progress', progress),
    changed: (run) => emit('run:changed', run),
  };
  const queue = createRunQueue(runs, perform, events, log);
  const closing = new AbortController();
  const stopped = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
  const underWay = new Set<Promise<unknown>>();

  /** Work that outlasts its call: the file stays open until it has ended. */
  async function tracked<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    try {
      return await work;
    } finally {
      underWay.delete(work);
    }
  }

  /** Runs the experiment, unless it has its result already; then what was requested of it later. */
  async function perform(runId: number, signal: AbortSignal): Promise<void> {
    const parameters = runs.parameters(runId);
    const material = await materialOf(runId, parameters);
    const common = [material, runs, { signal, onProgress: events.progress }] as const;
    if (runs.result(runId) === null) await performExperiment(runId, parameters, ...common);
    for (const { id, request } of runs.requests(runId)) {
      if (request.kind === 'robustness') {
        await measureRobustness(runId, parameters, request.conditions, ...common);
      } else {
        requireMetric(parameters);
        const { name, licence } = request;
        const measured = runs.result(runId)!.robustness.map(({ condition }) => condition);
        const publication = {
          folder: modelFolder(name),
          licence,
          conditions: measured.filter(isDegradation),
        };
        await publishRun(runs.summary(runId), parameters, publication, ...common);
        runs.addLog(runId, `published as ${name}`);
      }
      runs.dropRequest(id);
    }
  }

  const modelFolder = (name: string) => join(labTools.library.userFolder, name);

  async function materialOf(
    runId: number,
    { datasetId, splitId, embedder: name }: ExperimentParameters,
  ): Promise<ExperimentMaterial> {
    const tools = await labTools.faceTools(name);
    requireSame(runs.networks(runId), tools);
    return {
      ...{ tools, store: faces, split: splits.summary(splitId) },
      openEmbedder: () => labTools.openEmbedder(name),
      items: usableItems(db, datasetId),
      trainedOn: await labTools.trainedOn(name),
      places: new Map(splits.places(splitId).map(({ itemId, ...place }) => [itemId, place])),
    };
  }

  /** Work on a data set, known by its folder. */
  const working = (folder: string) => ({
    signal: stopped,
    onProgress: (progress: Progress) => emit('dataset:progress', { folder, progress }),
  });

  function ended(runId: number) {
    closing.signal.throwIfAborted();
    const run = runs.summary(runId);
    if (queue.isBusy(runId) || runs.isHeldElsewhere(runId)) {
      throw new EngineError(
        'lab/busy',
        `Run ${runId} is running or waiting, here or in another Exhibit. Let it end, or stop it.`,
      );
    }
    return run;
  }

  async function installed(name: string): Promise<EmbedderSummary> {
    const embedder = (await labTools.embedders()).find((each) => each.name === name);
    if (embedder?.state === 'ok') return embedder;
    throw new EngineError(
      'models/unknown',
      `The embedder ${name} is not installed, or it is damaged. See the names with 'exhibit models list'.`,
    );
  }

  function enqueue(runId: number): Promise<JobEnd> {
    events.changed(runs.setState(runId, 'queued'));
    return queue.add(runId);
  }

  async function importFolder({ folder, name }: { folder: string; name: string | null }) {
    return importDataset(db, { folder, name }, await labTools.ffmpeg(), working(folder));
  }

  async function exportOf(name: string, { folder, frames }: { folder: string; frames: number }) {
    await requireEmpty(folder);
    const run = working(datasets.named(name).folder);
    const { faces: shown, failed } = await datasetFaces(db, name, frames, labTools, run);
    const hooks = { store: faces, tools: await labTools.ffmpeg(), ...run };
    await exportFaces(shown, folder, hooks);
    return { faces: shown.length, failed };
  }

  async function start(parameters: ExperimentParameters) {
    datasets.detail(parameters.datasetId);
    if (splits.summary(parameters.splitId).datasetId !== parameters.datasetId) {
      throw new EngineError(
        'lab/bad-split',
        'The split belongs to another data set. Choose a split of this data set.',
      );
    }
    const { identity } = await labTools.faceTools();
    const { sha256: embedderSha256 } = await installed(parameters.embedder);
    closing.signal.throwIfAborted();
    const { id } = runs.create(parameters, { embedderSha256, identitySha256: identity.sha256 });
    void queue.add(id);
    return { runId: id };
  }

  async function publish({ runId, name, licence }: { runId: number; name: string; licence: string }) {
    const run = ended(runId);
    const parameters = runs.parameters(runId);
    requirePublishable(run, parameters, splits.summary(parameters.splitId));
    const { library } = labTools;
    const taken = [...(await library.list()), ...(await labTools.networks()).map(({ entry }) => entry)];
    if (taken.some((each) => each.name === name)) {
      throw new EngineError(
        'models/name-taken',
        `A model or network with the name ${name} exists already. Choose another name.`,
      );
    }
    // Another publication of this run may have begun while the library was read.
    ended(runId);
    runs.addRequest(runId, { kind: 'publish', name, licence });
    const end = await enqueue(runId);
    if (end.state === 'failed') throw end.error;
    if (end.state !== 'done') throw new EngineError('lab/busy', `Publishing ${name} was ${end.state}.`);
    return (await library.list()).find((model) => model.folder === modelFolder(name))!;
  }

  async function neighbours({ runId, faceId, count }: { runId: number; faceId: number; count: number }) {
    const { datasetId, splitId, sampling, embedder: name } = runs.parameters(runId);
    const embedder = { name, sha256: runs.networks(runId).embedderSha256 };
    const { kind } = splits.summary(splitId);
    const places = new Map(splits.places(splitId).map(({ itemId, fold }) => [itemId, fold]));
    const view = viewName({ sampling, degradation: null });
    const leftOut = new Set(runs.result(runId)?.leftOut.map(({ path }) => path));
    const items = usableItems(db, datasetId).filter(({ path }) => !leftOut.has(path));
    const query = { faceId, count, datasetId, view, embedder, items, places };
    return nearestFaces({ ...query, official: kind === 'official' }, faces);
  }

  return {
    datasets: {
      list: datasets.list,
      detail: datasets.detail,
      /** @throws EngineError lab/not-found */
      named: datasets.named,
      import: (wish: { folder: string; name: string | null }) => tracked(importFolder(wish)),
      remove: datasets.remove,
      /** Makes a split, or finds the one that was made in the same way. */
      split: splits.create,
      /** Writes the faces of so many frames a clip for the training recipe; `failed` are the clips that show none. */
      exportFaces: (name: string, wish: { folder: string; frames: number }) => tracked(exportOf(name, wish)),
    },
    runs: {
      start: (parameters: ExperimentParameters) => tracked(start(parameters)),
      list: runs.list,
      detail(runId: number): RunDetail {
        const parameters = runs.parameters(runId);
        return {
          ...{ run: runs.summary(runId), parameters, split: splits.summary(parameters.splitId) },
          ...{ epochs: runs.epochs(runId), log: runs.log(runId), result: runs.result(runId) },
        };
      },
      pause: queue.pause,
      resume(runId: number) {
        const { state } = ended(runId);
        if (state === 'done')
          throw new EngineError('lab/busy', `Run ${runId} is finished, so it cannot be resumed.`);
        void enqueue(runId);
      },
      cancel: queue.cancel,
      remove(runId: number) {
        ended(runId);
        runs.remove(runId);
      },
      /** Measures a run that is done on clips made worse. */
      robustness(runId: number, names: readonly string[]) {
        const { state } = ended(runId);
        const unknown = names.find((name) => !isDegradation(name));
        if (unknown !== undefined) {
          throw new EngineError(
            'lab/not-found',
            `There is no degradation ${unknown}. Choose from ${degradationNames.join(', ')}.`,
          );
        }
        if (state !== 'done')
          throw new EngineError('lab/busy', `Run ${runId} is not finished. Resume it first.`);
        runs.addRequest(runId, { kind: 'robustness', conditions: names.filter(isDegradation) });
        void enqueue(runId);
      },
      publish: (wish: { runId: number; name: string; licence: string }) => tracked(publish(wish)),
      async writeFigures({ runId, folder }: { runId: number; folder: string }) {
        const run = runs.summary(runId);
        const result = runs.result(runId);
        if (result === null)
          throw new EngineError('lab/busy', `Run ${runId} has no result yet. Wait until it is finished.`);
        return { files: await writeFigures(result, runs.epochs(runId), run, folder) };
      },
      /** Before hours of training. @throws EngineError report/write-failed */
      requireFiguresFolder,
      neighbours: (wish: { runId: number; faceId: number; count: number }) => tracked(neighbours(wish)),
    },
    crop(faceId: number): ImageBytes {
      const bytes = faces.crop(faceId);
      if (bytes === null) throw new EngineError('lab/not-found', `There is no face ${faceId} in the lab.`);
      return { mime: 'image/jpeg', bytes };
    },
    async close() {
      closing.abort(closed());
      await queue.close();
      await Promise.allSettled(underWay);
      db.close();
    },
  };
}

/** A head that was trained on the vectors of one network is useless on those of another, even with the same name. */
function requireSame(
  { embedderSha256, identitySha256 }: RunNetworks,
  { embedder, identity }: Pick<FaceTools, 'embedder' | 'identity'>,
): void {
  for (const [wanted, { sha256, name }] of [
    [embedderSha256, embedder] as const,
    [identitySha256, identity] as const,
  ]) {
    if (wanted === sha256) continue;
    throw new EngineError(
      'models/hash-mismatch',
      `The run used another version of ${name}. Install that version again, or start a new run.`,
    );
  }
}
