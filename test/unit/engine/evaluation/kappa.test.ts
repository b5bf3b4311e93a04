import { expect, it } from 'vitest';
import { cohensKappa, linear, unweighted } from '../../../../src-main/engine/evaluation/kappa.ts';

const z95 = 1.959964;

/** Two dermatologists and 88 patients: "Skin Condition Data" of the SAS/STAT user's guide, PROC FREQ, with its output. */
const skin = [
  [10, 4, 1, 0],
  [5, 10, 12, 2],
  [2, 4, 12, 5],
  [0, 2, 6, 13],
];

/** Fleiss, Statistical Methods for Rates and Proportions, 1981, table 13.1: psychotic, neurotic, organic. */
const diagnoses = [
  [75, 1, 4],
  [5, 4, 1],
  [0, 0, 10],
];

it('is Cohen’s kappa with its interval, as SAS gives it', () => {
  const kappa = cohensKappa(skin, unweighted)!;
  expect(kappa.value).toBeCloseTo(0.3449, 4);
  expect(kappa.low).toBeCloseTo(0.203, 4);
  expect(kappa.high).toBeCloseTo(0.4868, 4);
});

it('with linear weights is the weighted kappa of SAS (Cicchetti and Allison)', () => {
  const kappa = cohensKappa(skin, linear)!;
  expect(kappa.value).toBeCloseTo(0.5082, 4);
  expect(kappa.low).toBeCloseTo(0.3798, 4);
  expect(kappa.high).toBeCloseTo(0.6366, 4);
});

it('is 0.68 with a standard error of 0.087 in Fleiss’s example', () => {
  const { value, high } = cohensKappa(diagnoses, unweighted)!;
  expect(value).toBeCloseTo(0.676, 3);
  expect((high - value) / z95).toBeCloseTo(0.0877, 4);
});

it('is 1 where both always agree on more than one answer, and has no value where they gave one only', () => {
  expect(
    cohensKappa(
      [
        [3, 0],
        [0, 2],
      ],
      unweighted,
    ),
  ).toEqual({ value: 1, low: 1, high: 1 });
  expect(
    cohensKappa(
      [
        [5, 0],
        [0, 0],
      ],
      unweighted,
    ),
  ).toBeNull();
  expect(
    cohensKappa(
      [
        [0, 0],
        [0, 0],
      ],
      linear,
    ),
  ).toBeNull();
});

it('is below 0 where they agree less than by chance', () => {
  expect(
    cohensKappa(
      [
        [0, 5],
        [5, 0],
      ],
      unweighted,
    )!.value,
  ).toBe(-1);
});

it('weighs an answer that is one place off less than one at the other end', () => {
  const near = cohensKappa(
    [
      [4, 1, 0],
      [0, 4, 0],
      [0, 0, 4],
    ],
    linear,
  )!;
  const far = cohensKappa(
    [
      [4, 0, 1],
      [0, 4, 0],
      [0, 0, 4],
    ],
    linear,
  )!;
  expect(near.value).toBeGreaterThan(far.value);
});
