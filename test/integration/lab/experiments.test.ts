import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadClassifierModel } from '../../../src-main/engine/models/load-model.ts';
import { parseTrainedOn } from '../../../src-main/engine/embedding/trained-on.ts';
import { areaUnderCurve, rocCurve } from '../../../src-main/engine/evaluation/roc.ts';
import { groupedBy } from '../../../src-main/engine/support/grouped.ts';
import type { LabDatabase } from '../../../src-main/engine/lab/lab-database.ts';
import { scoreStage } from '../../../src-main/engine/lab/experiments/metric-learning.ts';
import { runContext } from '../../../src-main/engine/lab/experiments/run-context.ts';
import { nearestFaces } from '../../../src-main/engine/lab/neighbours.ts';
import { performExperiment, prepareRun } from '../../../src-main/engine/lab/perform-run.ts';
import { publishRun, requirePublishable } from '../../../src-main/engine/lab/publish.ts';
import { measureRobustness } from '../../../src-main/engine/lab/robustness.ts';
import { runStore, type RunStore } from '../../../src-main/engine/lab/run-store.ts';
import { loadTensorFlow } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import { lstmDefaults, metricDefaults, softmaxDefaults } from '../../../src-main/shared/lab-defaults.ts';
import type {
  ExperimentParameters,
  LstmParameters,
  MetricParameters,
  SoftmaxParameters,
} from '../../../src-main/shared/lab.ts';
import { clips, embedder, labWithFaces, LENGTH, materialOf, networks } from '../../support/lab-faces.ts';

let folder: string;
let lab: LabDatabase;
let runs: RunStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhibit-experiments-'));
  lab = labWithFaces(join(folder, 'lab.sqlite'));
  runs = runStore(lab);
});
afterEach(() => {
  lab.close();
  rmSync(folder, { recursive: true });
});

const small = { sampling: { kind: 'spread', count: 4 }, embedder: embedder.name, datasetId: 1 } as const;
const metric = (changes: Partial<MetricParameters> = {}): MetricParameters => ({
  ...{ ...metricDefaults, ...small, splitId: materialOf(lab).splitId },
  ...{ layers: [16, 8], epochs: 6, batchSize: 16, learningRate: 0.01 },
  classifiers: ['sgd', 'forest'],
  ...changes,
});
const softmax = (): SoftmaxParameters => ({
  ...{ ...softmaxDefaults, ...small, splitId: materialOf(lab).splitId },
  trials: [
    { learningRate: 1e-8, batchSize: 16, epochs: 3 },
    { learningRate: 0.01, batchSize: 16, epochs: 12 },
    { learningRate: 1e-8, batchSize: 16, epochs: 1 },
  ],
  augmentation: { ...softmaxDefaults.augmentation, copies: 0 },
  hidden: 32,
  validationShare: 0.3,
});
const lstm = (): LstmParameters => ({
  ...{ ...lstmDefaults, ...small, splitId: materialOf(lab).splitId },
  ...{ units: 4, epochs: 3, batchSize: 8 },
});

const never = { signal: new AbortController().signal, onProgress: () => undefined };

async function perform(parameters: ExperimentParameters, hooks = never): Promise<number> {
  const { id } = runs.create(parameters, networks);
  await performExperiment(id, parameters, materialOf(lab), runs, hooks);
  return id;
}

describe('a run that is stopped in the middle of a training', () => {
  /** Each within the second fold. */
  const kinds: [string, () => ExperimentParameters, number][] = [
    ['metric learning', metric, 6 + 3],
    // Three trials come before its folds.
    ['softmax', softmax, 3 + 12 + 1 + 12 + 5],
    ['LSTM', lstm, 3 + 2],
  ];
  it.each(kinds)('loses no epoch that had ended, and ends with the same numbers: %s', async (_, of, at) => {
    const parameters = of();
    const whole = await perform(parameters);
    const { id } = runs.create(parameters, networks);
    const stop = new AbortController();
    const stopping = {
      signal: stop.signal,
      onProgress: () => {
        if (runs.epochs(id).length === at) stop.abort(new Error('killed'));
      },
    };
    const stopped = performExperiment(id, parameters, materialOf(lab), runs, stopping);
    await expect(stopped).rejects.toThrow('killed');
    const before = runs.epochs(id);
    expect(before).toHaveLength(at);
    expect(runs.result(id)).toBeNull();
    let trained = 0;
    await performExperiment(id, parameters, materialOf(lab), runs, {
      ...never,
      onProgress: ({ epoch }) => void (trained += Number(epoch !== null)),
    });
    expect(runs.epochs(id)).toEqual(runs.epochs(whole));
    expect(runs.epochs(id)).toEqual(expect.arrayContaining(before));
    expect(trained).toBe(runs.epochs(whole).length - at);
    expect(runs.result(id)).toEqual(runs.result(whole));
  });
});

describe('a metric-learning run', () => {
  it('gives every classifier a row by video and by face, on the honest split and beside it on the leaky one', async () => {
    const result = runs.result(await perform(metric()))!;
    const rows = result.rows.map(({ classifier, split, level }) => `${classifier} ${split} ${level}`);
    for (const classifier of ['sgd', 'forest']) {
      for (const split of ['by-identity', 'by-frame']) {
        for (const level of ['video', 'face']) expect(rows).toContain(`${classifier} ${split} ${level}`);
      }
    }
    const honest = result.rows.find(({ split, level }) => split === 'by-identity' && level === 'video')!;
    // Every clip is held out once.
    expect([honest.real, honest.fake]).toEqual([12, 12]);
    expect(result.curves[0]!.roc.at(-1)).toMatchObject({ x: 1, y: 1 });
    expect(result.remarks.join(' ')).toMatch(/figures are too good/);
    expect(new Set(result.layouts.map(({ stage, method }) => `${method} ${stage}`))).toEqual(
      new Set(['t-sne before', 'umap before', 't-sne after', 'umap after']),
    );
    expect(result.robustness.map(({ by }) => by)).toContain('face-size');
  });

  it('gives the same numbers again with the same seed', async () => {
    const [first, again] = [await perform(metric()), await perform(metric())];
    expect(runs.result(again)).toEqual(runs.result(first));
  });

  it('whose process is killed outright loses at most the epoch under way, and goes on to the same numbers', async () => {
    const parameters = metric({ epochs: 12 });
    const whole = runs.result(await perform(parameters))!;
    const { id } = runs.create(parameters, networks);
    const child = spawn(process.execPath, [
      join(import.meta.dirname, 'experiment-process.ts'),
      lab.path,
      String(id),
    ]);
    let told = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      told += Number(line.length > 0);
      if (told === 17) child.kill('SIGKILL');
    }
    const stored = runs.epochs(id).length;
    expect(told).toBeGreaterThanOrEqual(17);
    expect(stored).toBeGreaterThanOrEqual(told);
    expect(stored).toBeLessThan(12 * 5);
    expect(runs.result(id)).toBeNull();
    let trained = 0;
    await performExperiment(id, parameters, materialOf(lab), runs, {
      ...never,
      onProgress: ({ epoch }) => void (trained += Number(epoch !== null)),
    });
    // Three folds, the leaky split and all clips, 12 epochs each; the one at which it was killed may come twice.
    expect(trained).toBeLessThanOrEqual(12 * 5 - stored + 1);
    expect(runs.result(id)!.rows).toEqual(whole.rows);
  });

  it('that comes apart fails with its code instead of storing what is no number', async () => {
    const { id } = runs.create(metric({ learningRate: 10, margin: 100, epochs: 60 }), networks);
    const nan = {
      stage: 's',
      epoch: 1,
      loss: NaN,
      accuracy: 0,
      validationLoss: null,
      validationAccuracy: null,
    };
    const context = runContext({
      runId: id,
      store: runs,
      totalEpochs: 1,
      ...never,
      runtime: await loadTensorFlow(),
    });
    expect(() => context.epochEnded(nan)).toThrow(expect.objectContaining({ code: 'train/diverged' }));
    expect(runs.epochs(id)).toEqual([]);
  });

  it('goes on with the faces that it began with, though others were found meanwhile', async () => {
    const parameters = metric();
    const whole = runs.result(await perform(parameters))!;
    const { id } = runs.create(parameters, networks);
    const stop = new AbortController();
    const stopping = { signal: stop.signal, onProgress: () => runs.epochs(id).length === 2 && stop.abort() };
    await expect(
      performExperiment(id, parameters, materialOf(lab), runs, {
        ...stopping,
        onProgress: () => void stopping.onProgress(),
      }),
    ).rejects.toThrow();
    const { store } = materialOf(lab);
    const [face] = store.faces(1, 'spread 4');
    store.add(1, 'spread 4', [
      {
        ...{ ...store.face(face!.id)!, frameIndex: 99, crop: Buffer.from('another face') },
        vectors: new Map([[embedder.sha256, new Float32Array(LENGTH).fill(0.25)]]),
      },
    ]);
    await performExperiment(id, parameters, materialOf(lab), runs, never);
    expect(runs.result(id)!.faces).toBe(whole.faces);
    expect(runs.result(id)!.rows).toEqual(whole.rows);
  });

  it('can be published as a model, whose card carries the error rates of its held-out scores', async () => {
    const parameters = metric();
    const id = await perform(parameters);
    runs.setState(id, 'done');
    const place = join(folder, 'from the lab');
    const publication = { folder: place, licence: 'research and evaluation', conditions: [] };
    await publishRun(runs.summary(id), parameters, publication, materialOf(lab), runs, never);
    const model = await loadClassifierModel(place);
    const [score] = await model.score([new Float32Array(LENGTH).fill(0.25)]);
    expect(score!.score).toBeGreaterThan(0);
    expect(model.card).toMatchObject({ name: 'from the lab', embedder: 'synthetic', data: { name: 'test' } });
    const video = model.card.metrics.find(
      ({ split, level }) => split === 'by-identity' && level === 'video',
    )!;
    expect([video.real, video.fake]).toEqual([12, 12]);
    await model.dispose();
  });

  it('leaves out clips of people whom the embedder was trained on, and the card says how many', async () => {
    const trainedOn = parseTrainedOn('identity,donors,source\nPerson 3,,elsewhere\n', 'seen.csv');
    const material = { ...materialOf(lab), trainedOn };
    const parameters = metric();
    const { id } = runs.create(parameters, networks);
    await performExperiment(id, parameters, material, runs, never);
    const { faces, leftOut } = runs.result(id)!;
    expect(faces).toBe(4 * (clips.length - 2));
    expect(leftOut.map(({ path }) => path)).toEqual(['/clips/6.mp4', '/clips/7.mp4']);
    expect(leftOut[0]!.reason).toMatch(/the embedder was trained on a person or recording with this name/);
    runs.setState(id, 'done');
    const place = join(folder, 'without them');
    const publication = { folder: place, licence: 'research and evaluation', conditions: [] };
    await publishRun(runs.summary(id), parameters, publication, material, runs, never);
    const { limits } = JSON.parse(readFileSync(join(place, 'card.json'), 'utf8')) as { limits: string[] };
    expect(limits.join(' ')).toContain('2 clips were excluded: the embedder was trained on their people');
  });

  it('is not published when casework could not use it, and says why', async () => {
    const parameters = metric({ classifiers: ['perceptron'] });
    const id = await perform(parameters);
    const publish = () => requirePublishable(runs.summary(id), parameters, materialOf(lab).split);
    const refused = (why: string) =>
      expect.objectContaining({
        code: 'lab/not-publishable',
        message: expect.stringContaining(why) as string,
      }) as Error;
    expect(publish).toThrow(refused('not finished'));
    runs.setState(id, 'done');
    expect(publish).toThrow(refused('SGD and Random Forest'));
    const brief = metric({ sampling: { kind: 'spread', count: 2 } });
    expect(() => requirePublishable({ state: 'done' }, brief, materialOf(lab).split)).toThrow(
      refused(
        'it took 2 frames a clip, and a clip is judged by 3 faces or more. Run it again with more frames.',
      ),
    );
  });

  it('scores copies of clips as it does the clips, by the stages that held them out, and trains on none', async () => {
    const parameters = metric();
    const { id } = runs.create(parameters, networks);
    const { plans, context } = await prepareRun(id, parameters, materialOf(lab), runs, never);
    const [stage] = plans[0]!.stages;
    const own = await scoreStage(stage!, parameters, context);
    const epochs = runs.epochs(id).length;
    // Faithful copies, and with them those of a clip that the stage was trained on.
    const copies = { ...stage!, test: [...stage!.test, ...stage!.train.slice(0, 4)] };
    const { raw, distances } = await scoreStage(copies, parameters, context);
    expect(runs.epochs(id)).toHaveLength(epochs);
    expect(raw['sgd']!.slice(0, -4)).toEqual(own.raw['sgd']);
    expect(distances.slice(0, -4)).toEqual(own.distances);
    expect(new Set(raw['sgd']).size).toBe(copies.test.length);
  });

  it('is measured on degraded clips by the heads that held them out', async () => {
    const parameters = metric({ epochs: 20 });
    const id = await perform(parameters);
    const epochs = runs.epochs(id).length;
    await measureRobustness(id, parameters, ['jpeg-30'], materialOf(lab), runs, never);
    expect(runs.epochs(id)).toHaveLength(epochs);
    const { rows, robustness } = runs.result(id)!;
    const original = rows.find(({ split, level }) => split === 'by-identity' && level === 'video')!;
    const worse = robustness.find(({ condition }) => condition === 'jpeg-30')!;
    expect([worse.real, worse.fake]).toEqual([12, 12]);
    // The trace that the head learnt is nearly gone.
    expect(worse.auc.value).toBeLessThan(original.auc.value);
  });
});

describe('a softmax run', () => {
  it('tries every trial, and holds out fold by fold with the best', async () => {
    const id = await perform(softmax());
    const result = runs.result(id)!;
    expect(result.trials.map(({ epochs }) => epochs)).toEqual([3, 12, 1]);
    // The one in the middle alone learns.
    const [slow, best, short] = result.trials.map(({ validationAccuracy }) => validationAccuracy);
    expect(best).toBeGreaterThan(Math.max(slow!, short!));
    const counts = Object.fromEntries(
      [...groupedBy(runs.epochs(id), ({ stage }) => stage)].map(([stage, own]) => [stage, own.length]),
    );
    expect(counts).toMatchObject({ 'by-identity, fold 1, trial 2': 12, 'by-frame, trial 2': 12 });
    // Each fold's scores are those of the trial that is best on the fold's own validation part.
    const chosen = [1, 2, 3].flatMap((fold) => {
      const trials = [1, 2, 3].map((trial) => {
        return runs.stageResult(id, `by-identity, fold ${fold}, trial ${trial}`) as {
          scores: { faceId: number; score: number }[];
          history: { validationAccuracy: number | null; accuracy: number }[];
        };
      });
      const accuracies = trials.map(
        ({ history }) => history.at(-1)!.validationAccuracy ?? history.at(-1)!.accuracy,
      );
      return trials[accuracies.indexOf(Math.max(...accuracies))]!.scores;
    });
    const { store } = materialOf(lab);
    const observations = chosen.map(({ faceId, score }) => ({
      label: clips[store.face(faceId)!.itemId - 1]!.label,
      score,
    }));
    const row = result.rows.find(({ split, level }) => split === 'by-identity' && level === 'face')!;
    expect(row.auc.value).toBeCloseTo(areaUnderCurve(rocCurve(observations)), 9);
    expect(result.rows.map(({ classifier }) => classifier)).toContain('softmax');
  });
});

describe('an LSTM run', () => {
  it('scores whole videos, by the order of their frames', async () => {
    const { rows } = runs.result(await perform(lstm()))!;
    expect(rows.every(({ level }) => level === 'video')).toBe(true);
    expect(rows[0]).toMatchObject({ classifier: 'lstm', real: 12, fake: 12 });
  });
});

describe('the neighbours of a face', () => {
  it('are of other clips, nearest first, real and fake apart', () => {
    const { store, items } = materialOf(lab);
    const [face] = store.faces(1, 'spread 4');
    const places = new Map(items.map(({ id }, index) => [id, index % 3]));
    const query = {
      ...{ faceId: face!.id, count: 5, datasetId: 1, view: 'spread 4', embedder, items, places },
      official: false,
    };
    const { real, fake } = nearestFaces(query, store);
    expect(fake[0]!.identity).toBe(clips[0]!.identity);
    for (const list of [real, fake]) {
      expect(list).toHaveLength(5);
      expect(list.map(({ path }) => path)).not.toContain(clips[0]!.path);
      expect(list.map(({ distance }) => distance)).toEqual(
        list.map(({ distance }) => distance).sort((a, b) => a - b),
      );
    }
    expect(() => nearestFaces({ ...query, faceId: 10_000 }, store)).toThrow(/Face 10000/);
  });
});
