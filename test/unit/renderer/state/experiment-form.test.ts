import { describe, expect, it } from 'vitest';
import { experimentParameters, type ExperimentKind } from '../../../../src-main/shared/lab.ts';
import type { EmbedderSummary } from '../../../../src-main/shared/model-card.ts';
import { ExperimentForm } from '../../../../src-renderer/state/experiment-form.svelte.ts';

const embedder = (name: string, architecture: string, state: EmbedderSummary['state'] = 'ok') => ({
  name,
  architecture,
  licence: 'MIT',
  origin: 'here',
  length: 512,
  sha256: 'ab'.repeat(32),
  builtIn: true,
  state,
});

const installed = [
  embedder('fr_feature', 'MobileFaceNet-like'),
  embedder('xception', 'Xception'),
  embedder('facenet', 'Inception-ResNet v1'),
];
const kinds: ExperimentKind[] = ['softmax', 'lstm', 'metric-learning'];

describe('ExperimentForm', () => {
  it.each(kinds)('begins %s with the paper’s values, which the contract takes', (kind) => {
    const form = new ExperimentForm(installed);
    Object.assign(form, { kind, datasetId: 1, splitId: 2 });
    expect(form.problems).toEqual([]);
    expect(experimentParameters.safeParse(form.parameters).error).toBeUndefined();
    expect(form.parameters).toMatchObject({ kind, leaky: true, sampling: { kind: 'first', count: 25 } });
  });

  it('takes the paper’s network for each kind where it is installed', () => {
    const form = new ExperimentForm(installed);
    expect([form.embedder, form.usesPaperEmbedder]).toEqual(['facenet', true]);
    form.kind = 'softmax';
    expect([form.embedder, form.usesPaperEmbedder]).toEqual(['xception', true]);
  });

  it('takes one that is there where the paper’s is not, and says so', () => {
    const form = new ExperimentForm([
      embedder('facenet', 'Inception-ResNet v1', 'missing'),
      embedder('fr_feature', 'other'),
    ]);
    expect([form.embedder, form.usesPaperEmbedder]).toEqual(['fr_feature', false]);
    expect(new ExperimentForm([]).problems).toContain('Choose an embedder that is installed.');
  });

  it('keeps the name that was typed when the kind changes, and else takes the kind’s', () => {
    const form = new ExperimentForm(installed);
    form.kind = 'lstm';
    expect(form.name).toBe('LSTM over frames');
    form.typedName = 'Harbour';
    form.kind = 'softmax';
    expect(form.parameters.name).toBe('Harbour');
  });

  it('says in words what is wrong with a field', () => {
    const form = new ExperimentForm(installed);
    Object.assign(form, { kind: 'softmax', datasetId: 1, splitId: 2 });
    form.softmax.trials[1]!.batchSize = 2;
    expect(form.problems).toEqual(['Trial 2: Batch size must be a whole number from 4 to 4096.']);
  });

  it('reads the layers of the head as they are typed', () => {
    const form = new ExperimentForm(installed);
    Object.assign(form, { datasetId: 1, splitId: 2, layersText: '128,64 32' });
    expect(form.parameters).toMatchObject({ layers: [128, 64, 32] });
    form.layersText = '128, wide';
    expect(form.problems).toEqual(['Layer of the head must be a whole number from 1 to 4096.']);
  });
});
