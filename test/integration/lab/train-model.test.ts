import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadClassifierModel } from '../../../src-main/engine/models/load-model.ts';
import { sha256Of } from '../../../src-main/engine/support/sha256.ts';
import { trainModel, type ModelTraining } from '../../../src-main/engine/lab/train-model.ts';
import type { TrainingSample } from '../../../src-main/engine/training/training-sample.ts';
import type { TrainedModel } from '../../../src-main/engine/training/assemble-model.ts';
import { requireModelPlace, writeModel } from '../../../src-main/engine/models/write-model.ts';
import type { Progress } from '../../../src-main/shared/domain.ts';
import { labWithSamples, samplesTools } from '../../support/lab-samples.ts';
import { syntheticFaces } from '../../support/synthetic-faces.ts';

const shape = { videosPerClass: 30, facesPerVideo: 5, length: 32 };
const options = { licence: 'for tests', epochs: 6, frames: 4, conditions: [], trainedOn: null };
const told = syntheticFaces({ ...shape, trace: 1.5 });

let parent: string;
let folder: string;
let model: TrainedModel;
let sha256: string;
const progress: number[] = [];

/** A model of the samples, in a folder of its own named trial. */
async function train(
  samples: readonly TrainingSample[],
  wish: Partial<ModelTraining> & { copies?: readonly TrainingSample[] } = {},
  run: Partial<{ signal: AbortSignal; onProgress: (progress: Progress) => void }> = {},
) {
  const place = await mkdtemp(join(parent, 'training-'));
  const { copies = [], ...others } = wish;
  const db = labWithSamples(join(place, 'lab.sqlite'), samples, { 'spread 4, jpeg-30': copies });
  try {
    return await trainModel(db, 1, { ...options, folder: join(place, 'trial'), ...others }, samplesTools, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...run,
    });
  } finally {
    db.close();
  }
}

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'exhibit-model-'));
  folder = join(parent, 'trial');
  const onProgress = ({ stage, done, total }: Progress) => stage === 'train' && progress.push(done / total!);
  ({ model } = await train(told, { folder }, { onProgress: (step) => void onProgress(step) }));
  sha256 = sha256Of(await readFile(join(folder, 'manifest.json')));
});
afterAll(() => rm(parent, { recursive: true }));

const videoRow = ({ card }: TrainedModel, split: string) =>
  card.metrics.find((row) => row.split === split && row.level === 'video' && row.classifier === 'combined')!;

describe('a model of fakes that leave a trace', () => {
  it('tells them apart on people it has not seen, and decides', () => {
    const { auc, real, fake } = videoRow(model, 'by-identity');
    expect(auc.value).toBeGreaterThan(0.9);
    expect(auc.low).toBeGreaterThan(0.7);
    expect([real, fake]).toEqual([30, 30]);
    expect(model.band.fakeAbove).toBeLessThan(1);
    expect(model.band.realBelow).toBeGreaterThan(0);
    const { decides, full, covered } = model.card.abstention;
    expect(decides).toBe(true);
    expect([full.real, full.fake, covered.real + covered.fake]).toEqual([30, 30, 48]);
    expect(covered.error.value).toBeLessThanOrEqual(full.error.value);
  });

  it('reports its progress to the end', () => {
    expect(progress.at(-1)).toBe(1);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
  });

  it('has a card with counts, every row of figures, curves and a layout of its vectors', () => {
    const { card } = model;
    expect(card.data).toMatchObject({ realVideos: 30, fakeVideos: 30, realFaces: 150, identities: 60 });
    expect(card.metrics).toHaveLength(12);
    expect(card.roc).toHaveLength(6);
    expect(card.tsne).toHaveLength(300);
    expect(card.training).toHaveLength(6);
    expect(card.methods).toMatchObject([{ method: null, fake: 30, groups: 30 }]);
    expect(card.paired).toBeNull();
    expect(card.conditions).toEqual([]);
    for (const { auc, eer } of card.metrics) {
      expect(auc.low).toBeLessThanOrEqual(auc.value);
      expect(auc.high).toBeGreaterThanOrEqual(auc.value);
      expect(eer.value).toBeGreaterThanOrEqual(0);
    }
  });

  it('gives the same numbers when it is trained again', async () => {
    const { model: again } = await train(told);
    expect({ ...again.card, createdAt: '' }).toEqual({ ...model.card, createdAt: '' });
    expect(again.calibrations).toEqual(model.calibrations);
    expect(again.region).toEqual(model.region);
    expect(again.forest).toEqual(model.forest);
  });
});

describe('a model of fakes that leave none', () => {
  it('does no better than chance across people, is flattered by frames, and never gives a verdict', async () => {
    const alike = syntheticFaces({ ...shape, trace: 0 });
    const { model: blind } = await train(alike, { epochs: 10 });
    const honest = videoRow(blind, 'by-identity').auc;
    expect(honest.low).toBeLessThanOrEqual(0.5);
    expect(videoRow(blind, 'by-frame').auc.value).toBeGreaterThan(0.9);
    expect(blind.band).toMatchObject({ realBelow: 0, fakeAbove: 1 });
    expect(blind.card.abstention.decides).toBe(false);
    expect(blind.likelihood).toBeNull();
    expect(blind.card.likelihood).toMatchObject({ given: false });
    expect(blind.card.limits.join(' ')).toContain('could not show that it is better than chance');
  });
});

describe('copies of clips', () => {
  it('give figures of their own, and change none of the others', async () => {
    const few = syntheticFaces({ videosPerClass: 10, facesPerVideo: 3, length: 16, trace: 0.8 }).map(
      (face) => ({
        ...face,
        source: `recording ${Number(face.video.split('-')[1]) % 10}`,
      }),
    );
    const { model: plain } = await train(few);
    // Faithful copies, which only the model of their own fold scores as it does their clips.
    const { card } = (await train(few, { conditions: ['jpeg-30'], copies: few })).model;
    const { auc, accuracy } = videoRow(plain, 'by-identity');
    const [own, copy] = card.conditions;
    expect(own).toMatchObject({
      condition: null,
      scored: 20,
      unscored: 0,
      real: 10,
      fake: 10,
      auc,
      accuracy,
    });
    expect(own!.paired).toEqual(card.paired);
    expect(own!.paired).toMatchObject({ pairs: 10, groups: 10 });
    expect(copy).toEqual({ ...own, condition: 'jpeg-30' });
    expect({ ...card, conditions: [], createdAt: '' }).toEqual({ ...plain.card, createdAt: '' });
  });
});

describe('a model folder', () => {
  it('is known by the hash of its manifest and stays small', async () => {
    const loaded = await loadClassifierModel(folder);
    try {
      expect(loaded.sha256).toBe(sha256);
      expect(loaded.name).toBe('trial');
      expect(loaded.embedder).toEqual({ name: 'trial-embedder', sha256: 'ab'.repeat(32), length: 32 });
      expect(loaded.card).toEqual(JSON.parse(JSON.stringify(model.card)));
      expect(loaded.likelihood!.slope).toBeGreaterThan(0);
      expect(loaded.likelihood!.log10Bound).toBeCloseTo(Math.log10(31), 12);
    } finally {
      await loaded.dispose();
    }
    const sizes = await Promise.all((await readdir(folder)).map((name) => stat(join(folder, name))));
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(3e6);
    expect(await readFile(join(folder, 'card.md'), 'utf8')).toContain('by frame (leaks people)');
  });

  it('scores fakes above real faces, within bounds, and finds its training data familiar', async () => {
    const loaded = await loadClassifierModel(folder);
    try {
      const scores = await loaded.score(told.map(({ embedding }) => embedding));
      const mean = (label: string) => {
        const own = scores.filter((_, index) => told[index]!.label === label);
        return own.reduce((sum, { score }) => sum + score, 0) / own.length;
      };
      expect(mean('fake') - mean('real')).toBeGreaterThan(0.5);
      for (const { score, classifiers, novelty } of scores) {
        expect(score).toBeCloseTo((classifiers.sgd + classifiers.forest) / 2, 12);
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThan(1);
        expect(novelty).toBeGreaterThanOrEqual(0);
        expect(novelty).toBeLessThan(1);
      }
      const [far] = await loaded.score([new Float32Array(32).fill(1)]);
      expect(far!.novelty).toBe(1);
      expect(loaded.band).toEqual(JSON.parse(JSON.stringify(model.band)));
      expect(await loaded.score([])).toEqual([]);
      await expect(loaded.score([new Float32Array(31)])).rejects.toThrow(
        expect.objectContaining({ code: 'models/invalid' }),
      );
    } finally {
      await loaded.dispose();
    }
  });

  it('is refused when a file was changed, is missing, or is not what it should be', async () => {
    const attempt = async (change: (copy: string) => Promise<void>) => {
      const copy = await mkdtemp(join(tmpdir(), 'exhibit-model-'));
      try {
        await writeModel(copy, model);
        await change(copy);
        const loaded = await loadClassifierModel(copy);
        await loaded.dispose();
        return 'loaded';
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        await rm(copy, { recursive: true });
      }
    };
    expect(await attempt(async () => undefined)).toBe('loaded');
    expect(await attempt((copy) => writeFile(join(copy, 'sgd.json'), '{}'))).toBe('models/hash-mismatch');
    expect(await attempt((copy) => rm(join(copy, 'head.onnx')))).toBe('models/missing');
    expect(await attempt((copy) => rm(join(copy, 'manifest.json')))).toBe('models/missing');
    expect(await attempt((copy) => writeFile(join(copy, 'manifest.json'), '{ "format": 3 }'))).toBe(
      'models/invalid',
    );
    const withForgedForest = async (copy: string) => {
      const forged = Buffer.from('{ "trees": [] }');
      const manifest = JSON.parse(await readFile(join(copy, 'manifest.json'), 'utf8')) as {
        files: Record<string, string>;
      };
      manifest.files['forest.json'] = sha256Of(forged);
      await writeFile(join(copy, 'forest.json'), forged);
      await writeFile(join(copy, 'manifest.json'), JSON.stringify(manifest));
    };
    expect(await attempt(withForgedForest)).toBe('models/invalid');
  });
});

describe('a model is written', () => {
  const inParent = async (work: (parent: string) => Promise<void>) => {
    const parent = await mkdtemp(join(tmpdir(), 'exhibit-place-'));
    try {
      await work(parent);
    } finally {
      await rm(parent, { recursive: true });
    }
  };
  const refused = { code: 'models/write-failed' };

  it('to a new folder or an empty one, and leaves no draft', () =>
    inParent(async (parent) => {
      await mkdir(join(parent, 'empty'));
      for (const name of ['empty', 'deep/new']) {
        await requireModelPlace(join(parent, name));
        expect(await writeModel(join(parent, name), model)).toBe(sha256);
      }
      expect(await readdir(parent)).toEqual(['deep', 'empty']);
      expect(await readdir(join(parent, 'deep'))).toEqual(['new']);
    }));

  it('never over what is there, be it another model', () =>
    inParent(async (parent) => {
      const [there, beside] = [join(parent, 'model'), join(parent, 'model.part')];
      await writeModel(there, model);
      await writeFile(join(there, 'notes.txt'), 'mine');
      await writeFile(beside, 'mine, too');
      await expect(requireModelPlace(there)).rejects.toMatchObject(refused);
      await expect(requireModelPlace(beside)).rejects.toMatchObject(refused);
      // Hours lie between the check and the writing; what was trained meanwhile is not lost.
      const failed = (await writeModel(there, model).catch((error: unknown) => error)) as Error;
      expect(failed).toMatchObject(refused);
      const draft = /The model is in (.*); move it/.exec(failed.message)![1]!;
      await (await loadClassifierModel(draft)).dispose();
      expect(await readFile(join(there, 'notes.txt'), 'utf8')).toBe('mine');
      expect(await readFile(beside, 'utf8')).toBe('mine, too');
    }));
});

describe('training', () => {
  it('refuses data with too few videos, or where all share a person', async () => {
    const few = told.filter(({ video }) => /-(0|1|20|21)$/.test(video));
    const refused = expect.objectContaining({ code: 'train/too-little-data' });
    await expect(train(few)).rejects.toThrow(refused);
    const oneActor = told.map((sample) => ({ ...sample, donors: ['the same'] }));
    await expect(train(oneActor)).rejects.toThrow(refused);
    // Somebody else is there, but in a clip that no verdict would be given on.
    const stranger = { ...told[0]!, video: 'short', identity: 'a stranger' };
    await expect(train([...oneActor, stranger])).rejects.toThrow(refused);
  });

  it('stops when it is aborted', async () => {
    const stop = new AbortController();
    const hooks = { signal: stop.signal, onProgress: () => stop.abort() };
    await expect(train(told, {}, hooks)).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});
