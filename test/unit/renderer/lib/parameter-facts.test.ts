import { expect, it } from 'vitest';
import { parameterFacts } from '../../../../src-renderer/lib/parameter-facts.ts';
import { parametersOf } from '../support/lab-rows.ts';

const valuesOf = (kind: Parameters<typeof parametersOf>[0]) =>
  Object.fromEntries(parameterFacts(parametersOf(kind)).map(({ name, value }) => [name, value]));

it('tells the paper’s head as its authors wrote it', () => {
  expect(valuesOf('metric-learning')).toMatchObject({
    Head: '256 – 256 – 128 – 64',
    'Learning rate': '0.0003',
    Epochs: '100',
    Frames: 'first 25 frames',
  });
});

it('tells Nadam with its decay, and what was done to training faces', () => {
  expect(valuesOf('softmax')).toMatchObject({
    Nadam: 'β₁ 0.9, β₂ 0.999, ε 1e-8, schedule decay 0.004',
    Validation: '15 %',
    Augmentation: '1 copy a face: ±15°, zoom ±15 %, width ±10 %, height ±10 %, flipped',
  });
});
