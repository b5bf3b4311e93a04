/** A model card as training writes it, with small round figures. */
import type { Estimate, MetricRow, ModelCard } from '../../../../src-main/shared/model-card.ts';

const around = (value: number): Estimate => ({ value, low: value - 0.08, high: Math.min(1, value + 0.07) });

const row = (
  classifier: MetricRow['classifier'],
  level: MetricRow['level'],
  split: MetricRow['split'],
  auc: number,
): MetricRow => ({
  classifier,
  level,
  split,
  real: level === 'video' ? 44 : 1100,
  fake: level === 'video' ? 34 : 850,
  auc: around(auc),
  eer: around(1 - auc),
  accuracy: around(auc - 0.03),
  precision: around(auc - 0.05),
  recall: around(auc - 0.02),
  f1: around(auc - 0.04),
  brier: around(0.18),
});

export const sampleCard: ModelCard = {
  name: 'default',
  createdAt: '2026-01-01T00:00:00.000Z',
  licence: 'research and evaluation',
  intendedUse: 'Triage of talking-head video. Not for single decisions about a person.',
  limits: ['Trained on few people.', 'Not measured on fully generated faces.'],
  embedder: 'dlib-face-recognition',
  data: {
    name: 'test set <1>',
    realVideos: 44,
    fakeVideos: 34,
    realFaces: 1100,
    fakeFaces: 850,
    identities: 40,
  },
  split: 'by source video and identity, five folds',
  parameters: { epochs: 100, margin: 1 },
  band: {
    threshold: 0.5,
    realBelow: 0.35,
    fakeAbove: 0.65,
    gates: { novelty: 0.99, disagreement: 0.35, sizePx: 0, sharpness: 0 },
  },
  abstention: {
    curve: [
      [0.4, 0.05],
      [0.8, 0.1],
      [1, 0.2],
    ],
    aurc: around(0.09),
    full: { coverage: 1, error: around(0.2), real: 44, fake: 34, wrongReal: 9, wrongFake: 7 },
    covered: { coverage: 0.8, error: around(0.1), real: 35, fake: 27, wrongReal: 4, wrongFake: 2 },
    ratio: around(0.5),
    applied: {
      coverage: around(0.77),
      answers: {
        'likely-real': { real: 30, fake: 3, error: around(0.11) },
        'likely-fake': { real: 4, fake: 23, error: around(0.12) },
      },
    },
    decides: true,
  },
  likelihood: { cllr: around(0.7), given: true },
  metrics: [
    row('combined', 'video', 'by-identity', 0.8),
    row('sgd', 'video', 'by-identity', 0.76),
    row('forest', 'video', 'by-identity', 0.78),
    row('combined', 'face', 'by-identity', 0.72),
    row('combined', 'face', 'by-frame', 0.97),
  ],
  methods: [
    { method: 'face-swap', fake: 24, calledFake: 20, groups: 15, auc: around(0.85) },
    { method: null, fake: 10, calledFake: 4, groups: 9, auc: around(0.6) },
  ],
  paired: { pairs: 14, groups: 12, accuracy: around(0.75) },
  conditions: [
    {
      ...{ condition: null, scored: 60, unscored: 0, real: 30, fake: 26 },
      ...{ auc: around(0.81), accuracy: around(0.74) },
      paired: { pairs: 14, groups: 12, accuracy: around(0.75) },
    },
    {
      ...{ condition: 'crf34', scored: 56, unscored: 4, real: 30, fake: 26 },
      ...{ auc: around(0.66), accuracy: around(0.6) },
      paired: { pairs: 14, groups: 12, accuracy: around(0.57) },
    },
  ],
  roc: [
    {
      classifier: 'combined',
      split: 'by-identity',
      points: [
        [0, 0],
        [0.1, 0.45],
        [0.3, 0.75],
        [0.6, 0.93],
        [1, 1],
      ],
      auc: around(0.8),
    },
  ],
  tsne: [
    { x: -1, y: 2, label: 'real' },
    { x: 3, y: -1, label: 'fake' },
  ],
  training: [{ epoch: 1, loss: 0.15, violating: 0.4 }],
};
