import { expect, it } from 'vitest';
import type { ValidationRecord } from '../../../src-main/shared/validation.ts';
import { validationText } from '../../../src-main/shared/validation-wording.ts';

const versions = { exhibit: '0.1.0', ffmpeg: '7.0', onnxRuntime: '1.30', node: '24', decoder: null };
const box = { x: 0, y: 0, width: 9, height: 9 };
const record: ValidationRecord = {
  ...{ format: 1, at: '2026-11-30T12:00:00.000Z', versions, provider: 'cpu' },
  model: { name: 'default', sha256: 'a' },
  knownAnswers: [{ name: 'p.jpg', faces: [{ box, score: 0.9 }], largestDifference: 0.001, problem: null }],
  ...{ clips: null, faults: [] },
};
const setUp = { models: [{ role: 'classifier', sha256: 'a' }], provider: { name: 'cpu' }, versions } as const;

it('says what was compared, and that it passed', () => {
  const text = validationText(record, [setUp]);
  expect(text).toContain('Known answers: 1 face of 1 picture. Faces and scores were compared. It passed.');
  expect(text).not.toContain('does not cover');
});

it('says so where no score was compared', () => {
  const [picture] = record.knownAnswers;
  const text = validationText({ ...record, knownAnswers: [{ ...picture!, largestDifference: null }] }, []);
  expect(text).toContain('their scores are not known for this model');
});

it.each([
  ['another model', { ...setUp, models: [{ role: 'classifier', sha256: 'b' } as const] }],
  ['another version', { ...setUp, versions: { ...versions, exhibit: '0.2.0' } }],
  ['another decoder', { ...setUp, versions: { ...versions, ffmpeg: '4.4' } }],
  ['another processor', { ...setUp, provider: { name: 'cuda' } as const }],
])('covers no finding made with %s', (_, other) => {
  expect(validationText(record, [setUp, other])).toContain('It does not cover every finding of this report');
});

it('gives the interval of labelled clips, and what became of the others', () => {
  const auc = { value: 0.9, low: 0.7, high: 1 };
  const clips = {
    ...{ table: 'clips.csv', sha256: 'c', listed: 9, real: 3, fake: 3, known: 1, auc, cardAuc: auc },
    ...{ unscored: [{ path: 'a', reason: 'b' }], answers: {} as never },
  };
  const text = validationText({ ...record, clips }, [setUp]);
  expect(text).toContain(
    'Of the 9 clips of clips.csv, 3 real clips and 3 fake clips got a score; 1 got none',
  );
  expect(text).toContain('AUC is 0.90 (95 % interval 0.70 to 1.00)');
  expect(text).toContain('It was not checked whether the model was trained on any of them.');
});

it('claims no more than that no record was found', () => {
  expect(validationText(null, [])).toMatch(
    /^No validation of the installation that wrote this report is on record/,
  );
});
