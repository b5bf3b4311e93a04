import { describe, expect, it } from 'vitest';
import { defaultHeadSettings } from '../../../src-main/engine/metric-learning/train-head.ts';
import { loadTensorFlow } from '../../../src-main/engine/metric-learning/tensorflow.ts';
import { crossValidate } from '../../../src-main/engine/training/cross-validate.ts';
import { syntheticFaces } from '../../support/synthetic-faces.ts';

const samples = syntheticFaces({ videosPerClass: 9, facesPerVideo: 3, length: 16, trace: 0.5 });
const foldOf = samples.map(({ video }) => Number(video.split('-')[1]) % 3);
const settings = { ...defaultHeadSettings, epochs: 2 };

describe('copies of clips', () => {
  it('are scored by the model that held out their clip, and trained on by none', async () => {
    const runtime = await loadTensorFlow();
    const plan = { foldOf, heldOut: [0, 1, 2] };
    const without = await crossValidate(runtime, samples, plan, settings, {});
    // Faithful copies, which only the model of their own fold scores as it does their clips.
    const copies = samples.map((sample) => ({ ...sample, condition: 'crf28' as const }));
    const { faces, copies: scored } = await crossValidate(
      runtime,
      samples,
      { ...plan, copies },
      settings,
      {},
    );
    expect(faces).toEqual(without.faces);
    const figures = (list: typeof faces) =>
      list.map(({ sample: { video }, fold, raw, distances }) => ({ video, fold, raw, distances }));
    expect(figures(scored)).toEqual(figures(faces));
    expect(new Set(faces.map(({ raw }) => raw.sgd)).size).toBe(samples.length);
  });
});
