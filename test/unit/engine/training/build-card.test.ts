import { describe, expect, it } from 'vitest';
import { cardText } from '../../../../src-main/shared/card-text.ts';
import { modelCard } from '../../../../src-main/shared/model-card.ts';
import { defaultHeadSettings } from '../../../../src-main/engine/metric-learning/train-head.ts';
import { howDealt } from '../../../../src-main/engine/lab/publish.ts';
import { buildCard } from '../../../../src-main/engine/training/build-card.ts';
import type { CardFacts } from '../../../../src-main/engine/training/build-card.ts';
import type { Judgement } from '../../../../src-main/engine/training/judge-held-out.ts';
import { sampleCard } from '../reports/sample-card.ts';
import type { KnownClips } from '../../../../src-main/engine/embedding/trained-on.ts';

const curve = { kind: 'platt', slope: 1, intercept: 0 } as const;
const calibration = { curve, curveWithout: new Map<number, typeof curve>(), cllr: 0.9 };
const judgement = (split: 'by-identity' | 'by-frame'): Judgement => ({
  ...{
    faces: [],
    videos: [],
    roc: [],
    calibrations: { sgd: calibration, forest: calibration },
  },
  metrics: [{ ...sampleCard.metrics[0]!, split }],
});
const clip = (video: string, alike: string[] = []) => ({
  ...{ video, identity: `name of ${video}`, alike, embedding: Float32Array.of(1) },
  label: video.startsWith('fake') ? ('fake' as const) : ('real' as const),
});

const samples = [clip('real a'), clip('real b'), clip('fake c', ['real a']), clip('fake d')];
const facts: CardFacts = {
  samples,
  settings: { ...defaultHeadSettings, layers: [32, 8], dropout: 0.2 },
  folds: 3,
  options: {
    name: 'trial',
    dataName: 'made up',
    embedder: { name: 'e', tellsPeople: true },
    licence: 'for tests',
  },
  band: sampleCard.band,
  abstention: sampleCard.abstention,
  likelihood: { scale: null, cllr: { value: 0.98, low: 0.9, high: 1.05 } },
  ...{ honest: judgement('by-identity'), leaky: judgement('by-frame') },
  ...{ methods: sampleCard.methods, paired: sampleCard.paired },
  conditions: { rows: sampleCard.conditions, pictures: 22 },
  ...{
    howDealt: howDealt(samples, { groups: 3 }, { stages: [{ alikeLeftOut: 0 }] }),
    backend: 'wasm',
    history: [],
    tsne: [],
  },
};
const card = buildCard(facts);

describe('the card of a model', () => {
  it('calls the split by frame inflated only where it is above the split by person', () => {
    const leaky = (value: number) => {
      const found = judgement('by-frame');
      const metrics = [{ ...found.metrics[0]!, auc: { value, low: 0.6, high: 0.99 } }];
      return buildCard({ ...facts, leaky: { ...found, metrics } }).limits.join(' ');
    };
    expect(leaky(0.97)).toContain('splits by frame (AUC 0.97) is inflated');
    expect(leaky(0.74)).toContain('Here it is not above the split by person (AUC 0.80)');
    expect(leaky(0.74)).not.toContain('inflated');
  });

  it('counts the groups that only likeness joined', () => {
    expect(card.split).toContain('3 groups are kept whole');
    expect(card.split).toContain('there were 4 groups; likeness joined 1 of them');
  });

  it('claims no more than that nobody known or recognised stands on both sides', () => {
    expect(card.split).toContain('no person (seen or donor, known by name or by the likeness of the faces)');
  });

  it('says how many clips the training data of the embedder excluded, or that nobody can tell', () => {
    const limits = (knownClips?: KnownClips | null) =>
      buildCard({ ...facts, options: { ...facts.options, knownClips } }).limits.join(' ');
    expect(limits({ count: 3, unnamed: 0 })).toMatch(
      /3 clips were excluded: the embedder was trained on their people or recordings\. [^9]/,
    );
    expect(limits({ count: 0, unnamed: 9 })).toContain(
      "No clip shares a person or recording with the embedder's training data. 9 recordings of its training data name no person",
    );
    expect(limits(null)).toContain('The embedder does not list its training data');
    expect(limits()).not.toMatch(/excluded|does not list its training data/);
  });

  it('says when likelihood ratios are not given, and what they would cost', () => {
    expect(card.likelihood).toEqual({ cllr: { value: 0.98, low: 0.9, high: 1.05 }, given: false });
    expect(card.limits.join(' ')).toContain('Cllr 0.98, 95 % interval 0.90 to 1.05');
    expect(cardText(card)).toContain('No likelihood ratio is given.');
    const scale = { slope: 1, intercept: 0, log10Bound: 1 };
    const better = buildCard({ ...facts, likelihood: { scale, cllr: { value: 0.5, low: 0.4, high: 0.6 } } });
    expect(better.likelihood.given).toBe(true);
    expect(better.limits.join(' ')).not.toContain('Cllr');
  });

  it('warns of videos with several people and of clips with few faces', () => {
    expect(card.limits.join(' ')).toMatch(/most suspicious of them.*more often than the figures say/);
    expect(card.limits.join(' ')).toContain(
      'fewer than 3 usable faces are not part of the figures by video: 4 of 4.',
    );
  });

  it('gives what abstaining leaves wrong with its counts, and says honestly whether that halves the error', () => {
    expect(cardText(card)).toContain('4 of 35 real and 2 of 27 fake videos judged wrongly');
    expect(cardText(card)).toContain(
      'At 100 % coverage: error 0.20 (0.12–0.27), both classes weigh the same; 9 of 44 real',
    );
    const aim = (value: number, high: number) => {
      const abstention = { ...sampleCard.abstention, ratio: { value, low: 0.1, high } };
      return buildCard({ ...facts, abstention }).limits.join(' ');
    };
    expect(aim(0.4, 0.45)).toContain('is met by the whole interval');
    expect(aim(0.4, 0.6)).toContain('is met, but part of its interval is above the aim');
    expect(aim(0.6, 0.8)).toContain('is not met');
    const flawless = buildCard({ ...facts, abstention: { ...sampleCard.abstention, ratio: null } });
    expect(flawless.limits.join(' ')).toContain('no error at full coverage');
  });

  it('gives the error of each answer at even prior odds, and what the rule leaves inconclusive', () => {
    expect(card.limits.join(' ')).toContain('With as many real as fake videos, it gives a verdict on 77 %');
    expect(card.limits.join(' ')).toContain('likely fake 0.12 (0.04–0.19), likely real 0.11 (0.03–0.18)');
    expect(cardText(card)).toContain(
      'Likely fake: 4 of 44 real and 23 of 34 fake videos; at even prior odds 0.12 (0.04–0.19) of these answers are wrong',
    );
  });

  it('says when it gives no verdicts, and which of the two conditions fails', () => {
    const abstention = { ...sampleCard.abstention, decides: false };
    const silent = buildCard({ ...facts, abstention });
    expect(silent.limits.join(' ')).toContain(
      'It gives no verdicts: it ranks better than chance, but we could not show that at most 33 % of its answers are wrong',
    );
    expect(cardText(silent)).toContain('It gives no verdicts.');
    expect(cardText(silent)).toContain('Likely fake, if it gave verdicts: 4 of 44 real');
    const honest = judgement('by-identity');
    const chance = { value: 0.6, low: 0.45, high: 0.7 };
    const ofChance = { ...honest, metrics: [{ ...honest.metrics[0]!, auc: chance }] };
    const guessing = buildCard({ ...facts, abstention, honest: ofChance }).limits.join(' ');
    expect(guessing).toContain('It gives no verdicts: we could not show that it ranks better than chance. ');
    expect(card.limits.join(' ')).not.toContain('gives no verdicts');
  });

  it('has fakes by method, against their originals and by condition, and says what could not be made worse', () => {
    const text = cardText(card);
    expect(text).toContain('| face swap | 24 | 15 | 0.85 (0.77–0.92) | 20 of 24 |');
    expect(text).toContain('| not named | 10 |');
    expect(text).toContain('Paired accuracy 0.75 (0.67–0.82)');
    expect(text).toMatch(/\| original clips \| 60 \| 0 \| 30 \+ 26 \|.*\n\| crf34 \| 56 \| 4 \| 30 \+ 26 \|/);
    expect(card.limits.join(' ')).toContain('22 clips of pictures');
  });

  it('says nothing of conditions that were not measured', () => {
    const without = buildCard({ ...facts, paired: null, conditions: null });
    expect(without.conditions).toEqual([]);
    expect(cardText(without)).not.toContain('By condition');
    expect(cardText(without)).toContain('Paired accuracy was not measured');
    expect(without.limits.join(' ')).not.toContain('pictures');
  });

  it('warns of an embedding made to tell people apart only where it is one', () => {
    expect(card.limits.join(' ')).toContain('made to tell people apart contains little');
    const options = { ...facts.options, embedder: { name: 'artefact', tellsPeople: false } };
    const other = buildCard({ ...facts, options }).limits.join(' ');
    expect(other).not.toContain('tell people apart');
    expect(other).toContain('kinds that are not in the training data may go unnoticed');
  });

  it('names the layers that were trained', () => {
    expect(card.parameters['head']).toBe('32 ReLU, dropout 0.2, linear 8');
  });

  it('can be read back from its folder', () => {
    expect(modelCard.parse(JSON.parse(JSON.stringify(card)))).toEqual(card);
  });
});
